using System.Globalization;
using Signalbox.Engine.Workspaces.Diffs;

namespace Signalbox.Engine.Runs.Execution;

/// <summary>What is in a workspace that nobody has let pass.</summary>
/// <param name="Paths">The files; one that was moved is named at both its places.</param>
/// <param name="Earlier">How many of them are not of the step that is looked at, but were left by others.</param>
/// <param name="Unknown">Why that is not all of it; null: it is.</param>
internal sealed record UnjudgedChange(IReadOnlyList<string> Paths, int Earlier, string? Unknown)
{
    /// <summary>Whether nothing changed.</summary>
    public bool IsNone => Unknown is null && Paths.Count == 0;

    /// <summary>Looks.</summary>
    /// <param name="diffs">Names the files.</param>
    /// <param name="path">The worktree.</param>
    /// <param name="since">The commits since which; the first is where the step itself began.</param>
    /// <param name="to">The commit or tree of the files as they are kept; null: they could not be.</param>
    /// <param name="leftOut">What it does not hold.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<UnjudgedChange> OfAsync(
        WorkspaceDiffs diffs, string path, IReadOnlyList<string> since, string? to, IReadOnlyList<string> leftOut, CancellationToken cancellationToken)
    {
        var unknown = leftOut.Count > 0 ? $"the workspace holds what no diff shows: {leftOut[0]}" : null;
        if (to is null)
        {
            return new UnjudgedChange([], 0, unknown ?? "the files of the workspace could not be kept");
        }

        List<string> paths = [];
        var own = 0;
        foreach (var commit in since.Distinct(StringComparer.Ordinal))
        {
            var list = await diffs.ListAsync(new DiffEnds(path, commit, to), cancellationToken);
            unknown = DoubtOf(list) ?? unknown;
            paths.AddRange(list.Files.SelectMany(f => f.OldPath is { } old ? [old, f.Path] : (string[])[f.Path]).Except(paths, StringComparer.Ordinal));
            own = string.Equals(commit, since[0], StringComparison.Ordinal) ? paths.Count : own;
        }

        return new UnjudgedChange(paths, paths.Count - own, unknown);
    }

    private static string? DoubtOf(DiffList list) => list.Fault
        ?? (list.IsCut ? string.Create(CultureInfo.InvariantCulture, $"{list.Total} files changed, of which {list.Files.Count} are looked at") : null);
}
