namespace Signalbox.Engine.Workspaces;

/// <summary>
/// Writes the files of a work tree into git's objects through a temporary index. `git add -A` fails beside a writer and needs the real index;
/// `git stash` leaves out what is untracked.
/// </summary>
internal sealed class CheckpointTreeWriter(Git git)
{
    private const int MaxRounds = 20;
    private const string Unreadable = "fatal: Unable to process path ";
    private const string Refused = "Ignoring path ";

    // A warning about line ends must not be an error, and the copy of the index must be whole in one file.
    private static readonly string[] Settings = ["-c", "core.safecrlf=false", "-c", "core.splitIndex=false"];

    private readonly WorkTreeReader _reader = new(git);

    /// <summary>The tree, or why there is none.</summary>
    /// <param name="path">Root of the work tree.</param>
    /// <param name="index">Copy of its index; afterwards it stands for the tree.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<(CheckpointTree? Tree, string? Fault)> WriteAsync(string path, TemporaryIndex index, CancellationToken cancellationToken)
    {
        var (tree, fault) = await _reader.ReadAsync(path, index, cancellationToken);
        if (tree is null)
        {
            return (null, fault);
        }

        if (tree is { IsAsCommitted: true, Head: not null })
        {
            return (Result($"{tree.Head}^{{tree}}", []), null);
        }

        var removed = await RemoveAsync(path, index, tree.Deleted, cancellationToken);
        if (removed is { IsSuccess: false })
        {
            return (null, removed.Reason);
        }

        var (refused, failed) = await AddAsync(path, index, [.. tree.Changed, .. tree.Untracked], cancellationToken);
        if (failed is not null)
        {
            return (null, failed);
        }

        var written = await git.RunAsync(Call(path, index, ["write-tree"]), cancellationToken);
        return written.IsSuccess ? (Result(written.Output, refused), null) : (null, written.Reason);

        CheckpointTree Result(string id, IReadOnlyList<string> refused) =>
            new(id, tree.Head, tree.Branch, LeftOutWork.Find(path, tree, refused, cancellationToken));
    }

    // On their own, because the plain way refuses a file whose folder has become a link or another file.
    private async Task<GitResult?> RemoveAsync(string path, TemporaryIndex index, IReadOnlyList<string> names, CancellationToken cancellationToken) =>
        names.Count == 0 ? null : await git.RunAsync(Call(path, index, ["update-index", "--force-remove", "-z", "--stdin"]) with { Input = Names(names) }, cancellationToken);

    /// <summary>Adds what is there; what has gone since is no fault, what cannot be read is left out by name.</summary>
    private async Task<(IReadOnlyList<string> Refused, string? Fault)> AddAsync(
        string path, TemporaryIndex index, List<string> names, CancellationToken cancellationToken)
    {
        var refused = new List<string>();
        string? before = null;
        for (var round = 1; names.Count > 0; round++)
        {
            var added = await git.RunAsync(
                Call(path, index, ["update-index", "-z", "--add", "--remove", "--replace", "--ignore-skip-worktree-entries", "--stdin"]) with { Input = Names(names) },
                cancellationToken);
            if (added.IsSuccess)
            {
                refused.AddRange(added.Error.Split('\n').Where(line => line.StartsWith(Refused, StringComparison.Ordinal)).Select(line => line[Refused.Length..]));
                return (refused, null);
            }

            var start = added.Error.LastIndexOf(Unreadable, StringComparison.Ordinal);
            var culprit = start < 0 ? null : added.Error[(start + Unreadable.Length)..].TrimEnd('\n');
            if (culprit is null || round == MaxRounds)
            {
                return (refused, added.Reason);
            }

            // Once may be a writer that we met; twice is a file that cannot be read.
            if (string.Equals(culprit, before, StringComparison.Ordinal) && names.Remove(culprit))
            {
                refused.Add(culprit);
            }

            before = culprit;
        }

        return (refused, null);
    }

    private static byte[] Names(IEnumerable<string> names) => GitCall.Bytes.GetBytes(string.Concat(names.Select(name => name + '\0')));

    private static GitCall Call(string path, TemporaryIndex index, string[] arguments) =>
        new(path, [.. Settings, .. arguments]) { Environment = index.Environment, Limit = Git.LongTime, Encoding = GitCall.Bytes };
}
