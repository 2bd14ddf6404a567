namespace Signalbox.Engine.Workspaces;

/// <summary>Asks a repository what its commits say of one another. It only looks, and what git cannot say is not known: a branch that is gone, a commit that was never fetched.</summary>
public sealed class CommitHistory
{
    // A commit names a run or two; who lists hundreds means something else.
    private const int MostTrailers = 100;

    private readonly Git _git;

    /// <summary>Uses the git on this process' PATH.</summary>
    public CommitHistory(TimeProvider time)
        : this(new Git(time))
    {
    }

    internal CommitHistory(Git git) => _git = git;

    /// <summary>The values of a trailer in the commits that a branch has behind one, newest commit first, each once.</summary>
    /// <param name="repositoryPath">Absolute path of the repository.</param>
    /// <param name="baseCommit">The commit that the branch began at; its own trailers do not count.</param>
    /// <param name="branch">Name of the branch, without <c>refs/heads/</c>.</param>
    /// <param name="trailer">Key of the trailer, such as <c>fixes</c>; in capitals or not.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<IReadOnlyList<string>> TrailersAsync(string repositoryPath, string baseCommit, string branch, string trailer, CancellationToken cancellationToken)
    {
        var format = $"--format=%(trailers:key={trailer},valueonly,unfold,separator=%x0a)";
        var log = await RunAsync(repositoryPath, ["log", format, "--end-of-options", $"{baseCommit}..refs/heads/{branch}", "--"], cancellationToken);
        return log is null ? [] : [.. log.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Distinct(StringComparer.Ordinal).Take(MostTrailers)];
    }

    /// <summary>The commit that a branch stands at; null when there is no such branch.</summary>
    public Task<string?> HeadAsync(string repositoryPath, string branch, CancellationToken cancellationToken) =>
        RunAsync(repositoryPath, ["rev-parse", "--verify", "--quiet", "--end-of-options", $"refs/heads/{branch}^{{commit}}"], cancellationToken);

    /// <summary>Whether one commit contains the other; false, too, when git does not know them.</summary>
    public async Task<bool> ContainsAsync(string repositoryPath, string commit, string contained, CancellationToken cancellationToken) =>
        await RunAsync(repositoryPath, ["merge-base", "--is-ancestor", "--end-of-options", contained, commit], cancellationToken) is not null;

    private async Task<string?> RunAsync(string repositoryPath, IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        try
        {
            var result = await _git.RunAsync(repositoryPath, arguments, cancellationToken);
            return result.IsSuccess ? result.Output : null;
        }
        catch (GitMissingException)
        {
            return null;
        }
    }
}
