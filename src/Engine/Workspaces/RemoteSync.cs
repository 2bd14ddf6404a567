using System.Globalization;

namespace Signalbox.Engine.Workspaces;

/// <summary>
/// Fetches before a run and pushes after it, where a repository asks for that (design/domain.md: "fetch and push are options of a repository"). Nobody is asked
/// for a password: what the user's own git can do without a question, this can.
/// </summary>
public sealed class RemoteSync
{
    /// <summary>Name of the remote that is meant.</summary>
    public const string Origin = "origin";

    private readonly Git _git;
    private readonly RemoteAccess _access;
    private readonly RepositoryGate _gate = new();

    /// <summary>Uses the git on this process' PATH, with the user's own credential helpers, ssh agent and proxies.</summary>
    public RemoteSync(TimeProvider time)
        : this(new Git(time), RemoteAccess.OfThisProcess())
    {
    }

    internal RemoteSync(Git git, IReadOnlyDictionary<string, string> environment)
    {
        _git = git;
        _access = new RemoteAccess(git, environment);
    }

    /// <summary>Gets what the remote has of the default branch. No branch of the repository moves, only what is known of the remote.</summary>
    public async Task<FetchOutcome> FetchAsync(Repository repository, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(repository);
        try
        {
            using (await _gate.EnterAsync(GitFolder.Key(repository.Path), cancellationToken))
            {
                return await FetchInTurnAsync(repository, cancellationToken);
            }
        }
        catch (GitMissingException missing)
        {
            return new FetchOutcome(null, "", missing.Message);
        }
    }

    /// <summary>Gives the remote the commits of a workspace's branch. Never by force; what is not committed stays where it is.</summary>
    public async Task<PushOutcome> PushAsync(Repository repository, Workspace workspace, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(repository);
        ArgumentNullException.ThrowIfNull(workspace);
        try
        {
            using (await _gate.EnterAsync(GitFolder.Key(repository.Path), cancellationToken))
            {
                return await PushInTurnAsync(repository, workspace, cancellationToken);
            }
        }
        catch (GitMissingException missing)
        {
            return new PushOutcome("", missing.Message);
        }
    }

    private async Task<FetchOutcome> FetchInTurnAsync(Repository repository, CancellationToken cancellationToken)
    {
        var off = $"`signalbox repo add {repository.Path} --fetch off` begins runs without";
        if (repository.DefaultBranch is not { } branch)
        {
            return Fault($"{repository.Name} has no default branch to fetch: set one, or {off}");
        }

        var (remote, fault) = await _access.FindAsync(repository, cancellationToken);
        if (remote is null)
        {
            return Fault($"{fault}, or {off}");
        }

        var tracking = $"refs/remotes/{Origin}/{branch}";
        var fetched = await _git.RunAsync(
            remote.Call(repository.Path, "fetch", "--quiet", "--no-tags", "--no-prune", "--no-recurse-submodules", "--no-write-fetch-head", "--end-of-options", remote.Name, $"+refs/heads/{branch}:{tracking}"),
            cancellationToken);
        if (!fetched.IsSuccess)
        {
            return Fault(fetched.Error.Contains("couldn't find remote ref", StringComparison.Ordinal)
                ? $"{Origin} of {repository.Name} ({remote.Shown}) has no branch '{branch}': set the default branch to one that it has, or {off}"
                : $"{branch} of {repository.Name} could not be fetched from {Origin} ({remote.Shown}): {remote.Explain(fetched, "fetch")}, or {off}");
        }

        var there = await _git.RunAsync(repository.Path, ["rev-parse", "--verify", "--quiet", "--end-of-options", $"{tracking}^{{commit}}"], cancellationToken);
        if (!there.IsSuccess)
        {
            return Fault($"{branch} of {repository.Name} was fetched from {Origin} ({remote.Shown}) and is no commit: {there.Reason}");
        }

        var short12 = there.Output[..12];
        var own = await _git.RunAsync(repository.Path, ["rev-list", "--left-right", "--count", $"{there.Output}...HEAD"], cancellationToken);
        var counts = own.IsSuccess ? own.Output.Split('\t') : ["0", "0"];
        return counts switch
        {
            // The repository has all of it, and perhaps more that was not pushed yet: the run begins as without fetching.
            ["0", _] => new FetchOutcome(null, $"{Origin}/{branch} was fetched and has nothing new ({short12})", null),
            [_, "0"] => new FetchOutcome(there.Output, $"{Origin}/{branch} was fetched ({short12})", null),
            _ => new FetchOutcome(there.Output, $"{Origin}/{branch} was fetched ({short12}); the run begins without {LeftOutWork.Count(int.Parse(counts[1], CultureInfo.InvariantCulture), "commit", "commits")} of {repository.Path} that it does not have", null)
            {
                IsApart = true,
            },
        };

        static FetchOutcome Fault(string sentence) => new(null, "", sentence);
    }

    private async Task<PushOutcome> PushInTurnAsync(Repository repository, Workspace workspace, CancellationToken cancellationToken)
    {
        var branch = $"refs/heads/{workspace.Branch}";
        var count = await _git.RunAsync(repository.Path, ["rev-list", "--count", "--end-of-options", branch, $"^{workspace.BaseCommit}"], cancellationToken);
        if (!count.IsSuccess)
        {
            return Fault($"branch {workspace.Branch} of {repository.Name} cannot be pushed: {count.Reason}");
        }

        if (count.Output is "0")
        {
            return new PushOutcome($"branch {workspace.Branch} of {repository.Name} has no commit of its own: nothing is pushed", null);
        }

        var (remote, fault) = await _access.FindAsync(repository, cancellationToken);
        if (remote is null)
        {
            return Fault($"branch {workspace.Branch} of {repository.Name} is not pushed: {fault}");
        }

        var pushed = await _git.RunAsync(
            remote.Call(repository.Path, "push", "--quiet", "--no-follow-tags", "--recurse-submodules=no", "--end-of-options", remote.Name, $"{branch}:{branch}"), cancellationToken);
        var commits = LeftOutWork.Count(int.Parse(count.Output, CultureInfo.InvariantCulture), "commit", "commits");
        return pushed.IsSuccess
            ? new PushOutcome($"branch {workspace.Branch} of {repository.Name} is pushed to {Origin} ({remote.Shown}), {commits}", null)
            : Fault($"branch {workspace.Branch} of {repository.Name} could not be pushed to {Origin} ({remote.Shown}): {remote.Explain(pushed, $"push {Origin} {workspace.Branch}")}");

        static PushOutcome Fault(string sentence) => new("", sentence);
    }
}
