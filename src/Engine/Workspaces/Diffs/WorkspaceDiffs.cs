using System.Globalization;
using System.Text;

namespace Signalbox.Engine.Workspaces.Diffs;

/// <summary>
/// Reads what changed between two states of a workspace (spec 3 Workspace). No hook, filter driver, textconv or external diff of the repository runs, nothing is fetched, and
/// neither replaced objects nor attributes, which an agent can write, change what is shown of a file's lines.
/// </summary>
public sealed class WorkspaceDiffs
{
    private const int BinaryProbe = 8000;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    // The repository's own configuration is the agent's to write: what could hide or start something is set here, above it.
    private static readonly string[] Settings =
        ["--literal-pathspecs", "-c", "protocol.allow=never", "-c", "core.bigFileThreshold=16m", "-c", "core.quotePath=false", "-c", "diff.suppressBlankEmpty=false", "-c", "diff.noprefix=false"];

    private static readonly Dictionary<string, string> Plain = new(StringComparer.Ordinal)
    {
        ["GIT_NO_REPLACE_OBJECTS"] = "1",
        ["GIT_NO_LAZY_FETCH"] = "1",
    };

    private static readonly SemaphoreSlim s_places = new(4);

    private readonly Git _git;
    private readonly TimeProvider _time;
    private readonly CheckpointTreeWriter _trees;

    /// <summary>Uses the git on this process' PATH.</summary>
    public WorkspaceDiffs(TimeProvider time)
        : this(new Git(time), time)
    {
    }

    internal WorkspaceDiffs(Git git, TimeProvider time)
    {
        _git = git;
        _time = time;
        _trees = new CheckpointTreeWriter(git);
    }

    /// <summary>Whether a folder is a worktree that can be read.</summary>
    public static bool IsWorktree(string path) => GitFolder.Of(path) is not null;

    /// <summary>
    /// The files of a workspace as they are now, untracked ones included; safe beside an agent that writes. Nothing but unreferenced objects is left.
    /// </summary>
    public async Task<WorkspaceTree> TreeAsync(string workspacePath, CancellationToken cancellationToken)
    {
        try
        {
            if (GitFolder.Of(workspacePath) is not { } folder)
            {
                return Fault($"workspace {workspacePath} is gone or is no git worktree any more");
            }

            using var index = TemporaryIndex.Create(folder, _time.GetUtcNow());

            // Looks at every file itself: "assume unchanged" in the index would hide a change. Its exit code says only that there are some.
            await _git.RunAsync(new GitCall(workspacePath, ["update-index", "-q", "--really-refresh"]) { Environment = index.Environment }, cancellationToken);
            var (tree, fault) = await _trees.WriteAsync(workspacePath, index, cancellationToken);
            return tree is null
                ? Fault($"the files of workspace {workspacePath} cannot be read: {fault}")
                : new WorkspaceTree(tree.Tree, tree.LeftOut.Sentences(withEmptyFolders: false), Fault: null);
        }
        catch (GitMissingException missing)
        {
            return Fault(missing.Message);
        }
        catch (Exception broken) when (broken is IOException or UnauthorizedAccessException)
        {
            return Fault($"the index of workspace {workspacePath} cannot be copied: {broken.Message}");
        }

        static WorkspaceTree Fault(string sentence) => new(Tree: null, [], sentence);
    }

    /// <summary>The files that differ, without Signalbox' own. Renames are found; names may hold anything.</summary>
    public async Task<DiffList> ListAsync(DiffEnds ends, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(ends);
        if (!IsObject(ends.From) || !IsObject(ends.To))
        {
            return new DiffList { Fault = $"'{ends.From}' and '{ends.To}' are not two states of a workspace" };
        }

        var (output, fault) = await RunAsync(
            ends.Folder,
            ["diff-tree", "-r", "-z", "--raw", "--numstat", "--no-abbrev", "-M", "-l1000", "--no-ext-diff", "--no-textconv", "--no-color", "--no-relative", "--ignore-submodules=none", ends.From, ends.To],
            cancellationToken);
        if (output is null)
        {
            return new DiffList { Fault = $"what changed cannot be read: {fault}" };
        }

        var files = RawDiff.Parse(output);
        files.RemoveAll(f => OwnFiles.Holds(f.Path) && (f.OldPath is null || OwnFiles.Holds(f.OldPath)));
        return new DiffList
        {
            Files = files.Count > DiffLimits.MaxFiles ? files[..DiffLimits.MaxFiles] : files,
            Total = files.Count,
            Added = files.Sum(f => f.Added ?? 0),
            Removed = files.Sum(f => f.Removed ?? 0),
        };
    }

    /// <summary>The lines of a file that a list names.</summary>
    /// <param name="folder">Folder of the list's <see cref="DiffEnds"/>.</param>
    /// <param name="file">The file.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<FileDiff> FileAsync(string folder, DiffFile file, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(file);
        if (file.IsSubmodule)
        {
            return new FileDiff { Kind = FileDiffKind.Submodule };
        }

        if (string.Equals(file.OldBlob, file.NewBlob, StringComparison.Ordinal))
        {
            return new FileDiff { Kind = FileDiffKind.Same };
        }

        var (oldBytes, newBytes, fault) = await SizesAsync(folder, file, cancellationToken);
        var diff = new FileDiff { OldBytes = oldBytes, NewBytes = newBytes, Fault = fault is null ? null : $"{GitCall.Readable(file.Path)} cannot be read: {fault}" };
        if (fault is not null || oldBytes > DiffLimits.MaxBytes || newBytes > DiffLimits.MaxBytes)
        {
            return fault is not null ? diff : diff with { Kind = FileDiffKind.TooLarge };
        }

        var (text, broken) = oldBytes is null || newBytes is null
            ? await OneSideAsync(folder, oldBytes is null ? file.NewBlob : file.OldBlob, oldBytes is null ? '+' : '-', cancellationToken)
            : await RunAsync(
                folder,
                ["diff", "--text", "-U3", "--inter-hunk-context=0", "--no-ext-diff", "--no-textconv", "--no-color", "--no-indent-heuristic", file.OldBlob, file.NewBlob, "--"],
                cancellationToken);
        if (text is null)
        {
            return diff with { Fault = $"{GitCall.Readable(file.Path)} cannot be read: {broken}" };
        }

        if (IsBinary(text) || (file.IsBinary && await HasNulAsync(folder, file, cancellationToken)))
        {
            return diff with { Kind = FileDiffKind.Binary };
        }

        var (hunks, isCut) = PatchText.Parse(text, GitCall.Decoded);
        return diff with { Hunks = hunks, IsCut = isCut };
    }

    // As git does: a NUL byte near the beginning makes a file binary.
    private static bool IsBinary(string text) => text.AsSpan(0, Math.Min(text.Length, BinaryProbe)).Contains('\0');

    private async Task<bool> HasNulAsync(string folder, DiffFile file, CancellationToken cancellationToken)
    {
        foreach (var blob in (string[])[file.OldBlob, file.NewBlob])
        {
            if (IsId(blob) && (await RunAsync(folder, ["cat-file", "blob", blob], cancellationToken)).Output is { } content && IsBinary(content))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>A file that is on one side only, as a change of one place.</summary>
    private async Task<(string? Text, string? Fault)> OneSideAsync(string folder, string blob, char mark, CancellationToken cancellationToken)
    {
        var (content, fault) = await RunAsync(folder, ["cat-file", "blob", blob], cancellationToken);
        if (content is null or "" || IsBinary(content))
        {
            return (content, fault);
        }

        // The end of its last line is put back: whether it has one is the file's, not the call's.
        var lines = content.Split('\n');
        var isWhole = lines[^1].Length == 0;
        var count = isWhole ? lines.Length - 1 : lines.Length;
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"@@ -{(mark == '-' ? $"1,{count}" : "0,0")} +{(mark == '+' ? $"1,{count}" : "0,0")} @@\n");
        foreach (var line in lines.AsSpan(0, count))
        {
            text.Append(mark).Append(line).Append('\n');
        }

        return (text.Append(isWhole ? "" : "\\ No newline at end of file\n").ToString(), null);
    }

    /// <summary>Bytes of both sides in one call; null for a side that is not there.</summary>
    private async Task<(long? Old, long? New, string? Fault)> SizesAsync(string folder, DiffFile file, CancellationToken cancellationToken)
    {
        string[] sides = [file.OldBlob, file.NewBlob];
        var input = Encoding.ASCII.GetBytes(string.Concat(sides.Where(IsId).Select(id => id + "\n")));
        var (output, fault) = await RunAsync(folder, ["cat-file", "--batch-check=%(objectsize)"], cancellationToken, input);
        var sizes = new Queue<string>((output ?? "").Split('\n'));
        var bytes = new long?[2];
        for (var side = 0; side < sides.Length && fault is null; side++)
        {
            if (IsId(sides[side]))
            {
                var isThere = long.TryParse(sizes.TryDequeue(out var size) ? size : "", NumberStyles.None, CultureInfo.InvariantCulture, out var number);
                bytes[side] = isThere ? number : null;
                fault = isThere ? null : "git has it no more";
            }
        }

        return (bytes[0], bytes[1], fault);
    }

    private async Task<(string? Output, string? Fault)> RunAsync(string folder, string[] arguments, CancellationToken cancellationToken, byte[]? input = null)
    {
        // A page with many files asks for all of them at once
        await s_places.WaitAsync(cancellationToken);
        try
        {
            var result = await _git.RunAsync(
                new GitCall(folder, [.. Settings, .. arguments]) { Environment = Plain, Limit = Limit, Encoding = GitCall.Bytes, KeepsLineEnd = true, Input = input }, cancellationToken);
            return result.IsSuccess ? (result.Output, null) : (null, result.Reason);
        }
        catch (GitMissingException missing)
        {
            return (null, missing.Message);
        }
        finally
        {
            s_places.Release();
        }
    }

    private static bool IsId(string id) => id.Length is 40 or 64 && id.All(char.IsAsciiHexDigitLower) && id.AsSpan().IndexOfAnyExcept('0') >= 0;

    private static bool IsObject(string name) => IsId(name.EndsWith("^{tree}", StringComparison.Ordinal) ? name[..^"^{tree}".Length] : name);
}
