using Signalbox.Engine.Identity;
using Signalbox.Engine.Metrics;
using Signalbox.Engine.Metrics.Facts;
using Signalbox.Engine.Workspaces;

namespace Signalbox.Engine.Runs.Regressions;

/// <summary>
/// Finds regressions that nobody needs to link (design/metrics.md): a commit of a run says <c>fixes: RUN</c>, or a proof that passed before a run's change fails behind it
/// (<see cref="RegressionRule"/>). What was linked is not linked again, so it may look at the same run as often as it likes.
/// </summary>
public sealed class RegressionFinder(IRunQueries runs, IMetricStore store, RegressionDesk desk, CommitHistory history, TimeProvider time)
{
    /// <summary>Key of the trailer.</summary>
    public const string Trailer = "fixes";

    /// <summary>How far back the rule looks at runs and proofs.</summary>
    public static readonly TimeSpan Memory = MetricCatalog.VerifyMemory;

    /// <summary>How long after its end the commits of a run are still read: each look at them is a call of git.</summary>
    public static readonly TimeSpan TrailerMemory = TimeSpan.FromDays(2);

    private const string Itself = "signalbox";
    private const int Most = 10_000;

    /// <summary>Links what the commits of a run say that it fixes. Returns how many links were new.</summary>
    /// <remarks>Only whole names count: issue trackers have trailers of the same name.</remarks>
    public async Task<int> LinkTrailersAsync(RunId run, CancellationToken cancellationToken)
    {
        if (await runs.GetAsync(run, cancellationToken) is not { } state)
        {
            return 0;
        }

        var linked = 0;
        foreach (var workspace in state.Workspaces)
        {
            var repository = state.Repositories.First(r => r.Id == workspace.RepositoryId);
            foreach (var name in await history.TrailersAsync(repository.Path, workspace.BaseCommit, workspace.Branch, Trailer, cancellationToken))
            {
                if (await NamedAsync(name, cancellationToken) is { } cause && cause != run)
                {
                    var result = await desk.LinkAsync(run, cause, RegressionSource.Trailer, Itself, $"a commit on {workspace.Branch} says {Trailer}: {name}", cancellationToken);
                    linked += result.IsNew ? 1 : 0;
                }
            }
        }

        return linked;
    }

    /// <summary>Looks at the commits of runs that ended lately, and at all proofs of the last <see cref="Memory"/>. Returns how many links were new.</summary>
    public async Task<int> SweepAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var since = now - Memory;
        var ends = await store.ListAsync(new FactQuery { Kind = FactKind.RunEnded, From = since, Limit = Most }, cancellationToken);
        var linked = 0;
        foreach (var run in ends.Where(e => e.At >= now - TrailerMemory && e.Detail is RunEnded { Outcome: FactOutcome.Completed, ChangedFiles: > 0 }).Select(e => e.RunId).OfType<RunId>().Distinct())
        {
            linked += await LinkTrailersAsync(run, cancellationToken);
        }

        var proofs = await store.ListAsync(new FactQuery { Kind = FactKind.Verified, From = since, Limit = Most }, cancellationToken);
        var links = await store.ListAsync(new FactQuery { Kind = FactKind.RegressionLinked, From = since, Limit = Most }, cancellationToken);
        var known = links.Select(l => (l.RunId, (RunId?)((RegressionLinked)l.Detail).ShownBy)).ToHashSet();
        foreach (var (cause, shown) in RegressionRule.Suspects([.. ends, .. proofs]).Where(s => !known.Contains((s.Cause.RunId, s.Shown.RunId))))
        {
            if (cause.RunId is { } causing && shown.RunId is { } showing && await IsCauseAsync(causing, shown, proofs, cancellationToken))
            {
                var commit = ((Verified)shown.Detail).Commit!;
                var comment = $"the verify of {shown.RunKey} passed where {cause.RunKey} began and fails at {commit[..Math.Min(10, commit.Length)]}, which contains its change";
                var result = await desk.LinkAsync(showing, causing, RegressionSource.Rule, Itself, comment, cancellationToken);
                linked += result.IsNew ? 1 : 0;
            }
        }

        return linked;
    }

    /// <summary>The run that a trailer names by its key or its whole id; null when it names none.</summary>
    private async Task<RunId?> NamedAsync(string name, CancellationToken cancellationToken)
    {
        foreach (var id in await runs.ResolveAsync(name, cancellationToken))
        {
            if (string.Equals(id.Value, name, StringComparison.Ordinal) || string.Equals((await runs.GetAsync(id, cancellationToken))?.Run.Key, name, StringComparison.OrdinalIgnoreCase))
            {
                return id;
            }
        }

        return null;
    }

    /// <summary>Whether a commit that failed contains what a run committed, and none in between did that passed.</summary>
    private async Task<bool> IsCauseAsync(RunId cause, MetricFact shown, IReadOnlyList<MetricFact> proofs, CancellationToken cancellationToken)
    {
        if (await runs.GetAsync(cause, cancellationToken) is not { } state
            || state.Repositories.FirstOrDefault(r => string.Equals(r.Name, shown.Repository, StringComparison.Ordinal)) is not { } repository
            || state.WorkspaceIn(repository) is not { } workspace)
        {
            return false;
        }

        // A branch that stands where it began has no change that another commit could contain.
        var failed = ((Verified)shown.Detail).Commit!;
        if (await history.HeadAsync(repository.Path, workspace.Branch, cancellationToken) is not { } head
            || string.Equals(head, workspace.BaseCommit, StringComparison.Ordinal)
            || !await history.ContainsAsync(repository.Path, failed, head, cancellationToken))
        {
            return false;
        }

        foreach (var passed in RegressionRule.PassedOn(proofs, shown))
        {
            if (await history.ContainsAsync(repository.Path, passed, head, cancellationToken) && await history.ContainsAsync(repository.Path, failed, passed, cancellationToken))
            {
                return false;
            }
        }

        return true;
    }
}
