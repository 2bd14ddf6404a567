namespace Signalbox.Engine.Workspaces;

/// <summary>What <c>git status</c> says about a work tree. Names are as <see cref="GitCall.Bytes"/> gives them.</summary>
internal sealed class WorkTree
{
    private readonly List<string> _uncommitted = [];
    private readonly List<string> _changed = [];
    private readonly List<string> _deleted = [];
    private readonly List<string> _untracked = [];
    private readonly List<string> _ignored = [];
    private readonly List<string> _repositories = [];
    private readonly List<string> _submodules = [];

    private WorkTree()
    {
    }

    /// <summary>The commit of HEAD; null before the first.</summary>
    public string? Head { get; private set; }

    /// <summary>The branch of HEAD; null when detached.</summary>
    public string? Branch { get; private set; }

    /// <summary>Tracked files that differ from HEAD, in the index or on the disk; not those that Signalbox itself keeps up to date.</summary>
    public int Uncommitted => _uncommitted.Count;

    /// <summary>Their names.</summary>
    public IReadOnlyList<string> UncommittedNames => _uncommitted;

    /// <summary>Those that it does: a repository may track them.</summary>
    public int OwnUncommitted { get; private set; }

    /// <summary>Tracked files whose content on the disk is not the index's.</summary>
    public IReadOnlyList<string> Changed => _changed;

    /// <summary>Files of the index that are not on the disk.</summary>
    public IReadOnlyList<string> Deleted => _deleted;

    /// <summary>Files that git neither knows nor ignores.</summary>
    public IReadOnlyList<string> Untracked => _untracked;

    /// <summary>Files and whole folders that git ignores; a folder ends in a slash.</summary>
    public IReadOnlyList<string> Ignored => _ignored;

    /// <summary>Repositories inside that are not submodules.</summary>
    public IReadOnlyList<string> Repositories => _repositories;

    /// <summary>Submodules with commits, changes or files that the outer repository does not hold.</summary>
    public IReadOnlyList<string> Submodules => _submodules;

    /// <summary>Whether files, index and HEAD say the same.</summary>
    public bool IsAsCommitted => Uncommitted + OwnUncommitted == 0 && _untracked.Count == 0;

    /// <summary>Reads <c>git status --porcelain=v2 --branch -z --no-renames</c>.</summary>
    public static WorkTree Parse(string porcelain)
    {
        var tree = new WorkTree();
        foreach (var entry in porcelain.Split('\0', StringSplitOptions.RemoveEmptyEntries))
        {
            tree.Add(entry);
        }

        return tree;
    }

    private void Add(string entry)
    {
        switch (entry[0])
        {
            case '#':
                AddHeader(entry);
                break;
            case '1': // 1 XY sub mH mI mW hH hI path
                var fields = entry.Split(' ', 9);
                AddTracked(fields[8], fields[2], onDisk: fields[1][1], isMissing: fields[5] is "000000");
                break;
            case 'u': // u XY sub m1 m2 m3 mW h1 h2 h3 path
                fields = entry.Split(' ', 11);
                AddTracked(fields[10], fields[2], onDisk: 'M', isMissing: fields[6] is "000000");
                break;
            case '?' when entry.EndsWith('/'):
                _repositories.Add(entry[2..^1]);
                break;
            case '?':
                _untracked.Add(entry[2..]);
                break;
            case '!':
                _ignored.Add(entry[2..]);
                break;
            default:
                throw new InvalidOperationException($"git status printed an entry of an unknown kind: {entry}");
        }
    }

    private void AddHeader(string entry)
    {
        if (entry.StartsWith("# branch.oid ", StringComparison.Ordinal) && entry["# branch.oid ".Length..] is not "(initial)" and var head)
        {
            Head = head;
        }
        else if (entry.StartsWith("# branch.head ", StringComparison.Ordinal) && entry["# branch.head ".Length..] is not "(detached)" and var branch)
        {
            Branch = branch;
        }
    }

    private void AddTracked(string path, string submodule, char onDisk, bool isMissing)
    {
        if (OwnFiles.Holds(path))
        {
            OwnUncommitted++;
        }
        else
        {
            _uncommitted.Add(path);
        }

        if (submodule is ['S', var commit, ..])
        {
            _submodules.Add(path);
            if (commit == '.' && !isMissing)
            {
                return; // its own files only: the commit that the outer repository records is the same
            }
        }

        if (isMissing)
        {
            _deleted.Add(path);
        }
        else if (onDisk != '.')
        {
            _changed.Add(path);
        }
    }
}
