using Signalbox.Engine.Files;

namespace Signalbox.Engine.Runs.Export;

/// <summary>
/// The files of a folder in spec 1's layout that an import takes: documents, logs, prompts and outputs; nothing else, no link, and no more than the
/// limits. The folder may come from anybody.
/// </summary>
public sealed class ImportSource
{
    /// <summary>Files of one run.</summary>
    public const int MaxFiles = 20_000;

    /// <summary>Bytes of one run: 4 GiB.</summary>
    public const long MaxBytes = 4L * 1024 * 1024 * 1024;

    /// <summary>Bytes of a document or the workflow: 16 MiB.</summary>
    public const long MaxDocument = 16L * 1024 * 1024;

    private const int MaxEntries = 200_000;
    private const int MaxName = 1024;
    private const int MaxDepth = 40;

    private readonly HashSet<string> _names;

    private ImportSource(string folder, IReadOnlyList<ImportFile> files, IReadOnlyList<string> leftOut)
    {
        Folder = folder;
        Files = files;
        _names = [.. files.Select(file => file.Name)];
        LeftOut = leftOut;
    }

    /// <summary>Absolute folder of the task.</summary>
    public string Folder { get; }

    /// <summary>What is taken, by name.</summary>
    public IReadOnlyList<ImportFile> Files { get; }

    /// <summary>What is not, a short sentence each.</summary>
    public IReadOnlyList<string> LeftOut { get; }

    /// <summary>The folders of runs that a path names: itself, or those below its <c>.ckrv/tasks</c>.</summary>
    public static IReadOnlyList<string> TasksIn(string directory)
    {
        var root = Path.GetFullPath(directory);
        if (File.Exists(Path.Combine(root, RunExportLayout.Metadata)))
        {
            return [root];
        }

        var tasks = Path.Combine(root, RunExportLayout.Tasks);
        return Directory.Exists(tasks)
            ? [.. Directory.EnumerateDirectories(tasks).Where(t => File.Exists(Path.Combine(t, RunExportLayout.Metadata))).Order(StringComparer.Ordinal)]
            : [];
    }

    /// <summary>Looks through a task's folder, or says in one sentence why it cannot be imported.</summary>
    public static (ImportSource? Source, string? Fault) Open(string folder, CancellationToken cancellationToken)
    {
        try
        {
            return Look(Path.GetFullPath(folder), cancellationToken);
        }
        catch (Exception broken) when (broken is IOException or UnauthorizedAccessException)
        {
            return (null, $"{folder} cannot be read: {broken.Message}");
        }
    }

    /// <summary>Opens a file of the source.</summary>
    internal UntrustedFileResult Open(string name, long maxBytes) =>
        _names.Contains(name) ? UntrustedFile.Open(Folder, name, maxBytes, UntrustedLinks.Refused) : new UntrustedFileResult(File: null, $"'{name}' is not there", Missing: true);

    private static (ImportSource? Source, string? Fault) Look(string folder, CancellationToken cancellationToken)
    {
        var files = new List<ImportFile>();
        int links = 0, others = 0, seen = 0;
        var bytes = 0L;
        var folders = new Stack<(string Name, int Depth)>([("", 0)]);
        while (folders.TryPop(out var at))
        {
            cancellationToken.ThrowIfCancellationRequested();
            foreach (var entry in new DirectoryInfo(Path.Combine(folder, at.Name)).EnumerateFileSystemInfos("*", new EnumerationOptions { AttributesToSkip = FileAttributes.None }))
            {
                var name = at.Name + entry.Name;
                if (++seen > MaxEntries || at.Depth > MaxDepth || name.Length > MaxName)
                {
                    return (null, $"{folder} holds more files, deeper folders or longer names than a run has");
                }

                if (name is RunExportLayout.Workspace)
                {
                    continue; // the worktree, or a link to it: a run that has ended elsewhere has none here
                }

                if (entry.Attributes.HasFlag(FileAttributes.ReparsePoint))
                {
                    links++;
                }
                else if (entry is DirectoryInfo)
                {
                    if (at.Depth > 0 || entry.Name is RunExportLayout.Steps)
                    {
                        folders.Push((name + "/", at.Depth + 1));
                    }
                }
                else if (IsTaken(name))
                {
                    var length = ((FileInfo)entry).Length;
                    bytes += length;
                    files.Add(new ImportFile(name, length));
                    if (files.Count > MaxFiles || bytes > MaxBytes)
                    {
                        return (null, $"{folder} holds more than {MaxFiles} files or {MaxBytes / (1024 * 1024 * 1024)} GiB of a run");
                    }
                }
                else
                {
                    others++;
                }
            }
        }

        files.Sort(static (one, other) => string.CompareOrdinal(one.Name, other.Name));
        List<string> leftOut = [];
        Add(leftOut, others, "file that is no part of the layout", "files that are no part of the layout");
        Add(leftOut, links, "link, which is not followed", "links, which are not followed");
        return files.Exists(file => file.Name is RunExportLayout.Metadata)
            ? (new ImportSource(folder, files, leftOut), null)
            : (null, $"{folder} has no {RunExportLayout.Metadata}: name the folder of a task, or one with {RunExportLayout.Tasks}/ in it");
    }

    private static bool IsTaken(string name)
    {
        var parts = name.Split('/');
        return parts is [RunExportLayout.Metadata or RunExportLayout.Snapshot]
            || (parts is [RunExportLayout.Steps, _, .., var file]
                && (file is RunExportLayout.Result or RunExportLayout.Stdout or RunExportLayout.Stderr or RunExportLayout.Prompt || parts.Skip(2).SkipLast(1).Contains(RunExportLayout.Outputs, StringComparer.Ordinal)));
    }

    private static void Add(List<string> sentences, int number, string one, string many)
    {
        if (number > 0)
        {
            sentences.Add(number == 1 ? $"1 {one}" : FormattableString.Invariant($"{number} {many}"));
        }
    }
}
