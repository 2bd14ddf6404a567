namespace Signalbox.Engine.Workspaces;

/// <summary>What a checkpoint commit says.</summary>
/// <param name="Commit">Its id.</param>
/// <param name="Tree">Its tree.</param>
/// <param name="Parent">HEAD at that moment; null before a first commit.</param>
/// <param name="Branch">Branch of HEAD at that moment; null when detached.</param>
internal sealed record CheckpointInfo(string Commit, string Tree, string? Parent, string? Branch)
{
    private const string TrailerName = "Signalbox-Branch: ";
    private const string Detached = "(detached)";

    /// <summary>The last line of a checkpoint commit's message.</summary>
    public static string Trailer(string? branch) => TrailerName + (branch ?? Detached);

    /// <summary>Reads a checkpoint commit; null when there is no such commit or it is not a checkpoint's.</summary>
    public static async Task<CheckpointInfo?> ReadAsync(Git git, string path, string commit, CancellationToken cancellationToken)
    {
        if (commit.Length is not (40 or 64) || !commit.All(char.IsAsciiHexDigitLower))
        {
            return null;
        }

        var shown = await git.RunAsync(path, ["show", "--no-patch", "--no-show-signature", "--no-notes", "--encoding=UTF-8", "--format=%T%n%P%n%B", commit], cancellationToken);
        if (!shown.IsSuccess)
        {
            return null;
        }

        var lines = shown.Output.TrimEnd('\n').Split('\n');
        if (lines is not [var tree, var parents, .., var last] || parents.Contains(' ', StringComparison.Ordinal) || !last.StartsWith(TrailerName, StringComparison.Ordinal))
        {
            return null;
        }

        var branch = last[TrailerName.Length..];
        return new CheckpointInfo(commit, tree, parents.Length == 0 ? null : parents, branch is Detached ? null : branch);
    }

    /// <summary>
    /// A commit that the work of a workspace came from, as what it can go back to: it is HEAD then, and nothing is uncommitted. Null when there is no such
    /// commit, or the present checkpoint does not come from it.
    /// </summary>
    public static async Task<CheckpointInfo?> OfOriginAsync(Git git, string path, string commit, CheckpointInfo present, CancellationToken cancellationToken)
    {
        if (commit.Length is not (40 or 64) || !commit.All(char.IsAsciiHexDigitLower))
        {
            return null;
        }

        var isOrigin = await git.RunAsync(path, ["merge-base", "--is-ancestor", commit, present.Commit], cancellationToken);
        var tree = isOrigin.IsSuccess ? await git.RunAsync(path, ["rev-parse", "--verify", "--quiet", $"{commit}^{{tree}}"], cancellationToken) : isOrigin;
        return tree.IsSuccess ? new CheckpointInfo(commit, tree.Output, commit, present.Branch) : null;
    }
}
