namespace Signalbox.Engine.Workspaces;

/// <summary>
/// Whether git is new enough to fetch and push. Everything else works with 2.30; an address that is no configuration of the repository's is given through
/// <c>GIT_CONFIG_COUNT</c>, which git reads from 2.31 on.
/// </summary>
internal static class SyncRelease
{
    private static readonly Version Oldest = new(2, 31);

    /// <summary>Why not, as the end of a sentence; null when it is, or does not say.</summary>
    public static async Task<string?> FaultAsync(Git git, string folder, CancellationToken cancellationToken)
    {
        var said = await git.RunAsync(folder, ["version"], cancellationToken);
        return said.IsSuccess ? Fault(said.Output) : null;
    }

    /// <summary>The same of what <c>git version</c> said.</summary>
    internal static string? Fault(string said) =>
        said.Split(' ', 4) is ["git", "version", var number, ..] && number.Split('.', 3) is [var major, var minor, ..]
            && Version.TryParse($"{major}.{minor}", out var release) && release < Oldest
            ? $"fetching and pushing take git {Oldest} or newer, and this is {number}: install a newer one"
            : null;
}
