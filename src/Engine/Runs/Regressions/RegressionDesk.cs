using Signalbox.Engine.Audit;
using Signalbox.Engine.Events;
using Signalbox.Engine.Identity;
using Signalbox.Engine.Metrics;
using Signalbox.Engine.Metrics.Facts;

namespace Signalbox.Engine.Runs.Regressions;

/// <summary>
/// Links a run as the cause of a regression that another run showed or fixes (design/metrics.md, <c>regression_rate</c>). The runs stay as they ended: what is found
/// out later is a link.
/// </summary>
public sealed class RegressionDesk(IRunQueries runs, IMetricStore store, RunEventBus bus, TimeProvider time, AuditLog? audit = null)
{
    private const int MaxComment = 2000;
    private const int Most = 1000;

    /// <summary>Links two runs; the same two are linked once. What a person took back only a person links again.</summary>
    /// <param name="shownBy">The run that showed or fixes it.</param>
    /// <param name="cause">The run that caused it.</param>
    /// <param name="source">Who or what found it.</param>
    /// <param name="by">Who links them.</param>
    /// <param name="comment">Why; null: nothing is said.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task<RegressionResult> LinkAsync(RunId shownBy, RunId cause, RegressionSource source, string by, string? comment, CancellationToken cancellationToken)
    {
        if (shownBy == cause)
        {
            return new RegressionResult { Refused = "a run cannot be the cause of a regression that it shows itself" };
        }

        if (await runs.GetAsync(shownBy, cancellationToken) is not { Run: var later })
        {
            return new RegressionResult { NotFound = $"there is no run {shownBy}" };
        }

        if (await runs.GetAsync(cause, cancellationToken) is not { Run: var earlier })
        {
            return new RegressionResult { NotFound = $"there is no run {cause}" };
        }

        if (earlier.Status != RunStatus.Completed)
        {
            // One that failed may be taken up again and end another time: which of its ends the link is of would depend on when somebody looks.
            return new RegressionResult { Refused = earlier.HasEnded ? $"{earlier.Key} did not complete: only a change that was completed can be the cause" : $"{earlier.Key} has not ended: what it changes is not known yet" };
        }

        if (earlier.EndedAt > (later.EndedAt ?? time.GetUtcNow()))
        {
            return new RegressionResult { Refused = $"{earlier.Key} ended after {later.Key}: it cannot be the cause of what that shows" };
        }

        var said = string.IsNullOrWhiteSpace(comment) ? null : comment.Trim() is { Length: > MaxComment } much ? much[..MaxComment] : comment.Trim();
        var (standing, withdrawn) = await LinkedAsync(shownBy, cause, cancellationToken);
        if (standing is not null)
        {
            return new RegressionResult { Link = standing };
        }

        if (withdrawn is not null && source != RegressionSource.Person)
        {
            return new RegressionResult { Refused = $"a person said that {earlier.Key} is not the cause of what {later.Key} shows" };
        }

        var fact = RunMeasure.Regression(earlier, later, source, by, said, time.GetUtcNow(), withdrawn);
        var added = await store.AppendAsync([fact], cancellationToken);
        if (added > 0)
        {
            bus.Publish(new Notice.MetricsChanged());
            await (audit?.WriteAsync(AuditActions.RegressionLink, earlier.Key, after: new { ShownBy = later.Key, Source = source, Comment = said }) ?? Task.CompletedTask);
        }

        return new RegressionResult { Link = fact, IsNew = added > 0 };
    }

    /// <summary>Takes back that a run is the cause of what another shows: it no longer counts, and no rule links the two again.</summary>
    /// <param name="shownBy">The run that was said to show it.</param>
    /// <param name="cause">The run that was said to cause it.</param>
    /// <param name="by">Who takes it back.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task<RegressionResult> WithdrawAsync(RunId shownBy, RunId cause, string by, CancellationToken cancellationToken)
    {
        var (standing, withdrawn) = await LinkedAsync(shownBy, cause, cancellationToken);
        if (standing is null)
        {
            return withdrawn is null
                ? new RegressionResult { NotFound = $"run {cause} is not linked as the cause of what {shownBy} shows" }
                : new RegressionResult { Link = withdrawn };
        }

        if (await store.AppendAsync([RunMeasure.Withdrawn(standing, by, time.GetUtcNow())], cancellationToken) > 0)
        {
            bus.Publish(new Notice.MetricsChanged());
            var link = (RegressionLinked)standing.Detail;
            await (audit?.WriteAsync(AuditActions.RegressionWithdraw, standing.RunKey!, before: new { ShownBy = link.ShownByKey, link.Source, link.Comment }) ?? Task.CompletedTask);
        }

        return new RegressionResult { Link = standing, IsNew = true };
    }

    /// <summary>The links that hold and in which a run is the cause, or the one that shows it, newest first.</summary>
    public async Task<IReadOnlyList<MetricFact>> OfAsync(RunId run, CancellationToken cancellationToken)
    {
        var caused = await store.ListAsync(new FactQuery { Kind = FactKind.RegressionLinked, Run = run, Limit = Most }, cancellationToken);

        // There are few: a fact is found by its run, which is the cause.
        var all = await store.ListAsync(new FactQuery { Kind = FactKind.RegressionLinked, Limit = Most }, cancellationToken);
        List<MetricFact> links = [.. caused, .. all.Where(f => ((RegressionLinked)f.Detail).ShownBy == run)];
        var withdrawn = await WithdrawnAsync(links.Count == 0 ? null : links.Select(l => l.RunId!.Value).Distinct(), cancellationToken);
        return [.. links.Where(l => !withdrawn.Contains(l.Id)).OrderByDescending(l => l.At)];
    }

    /// <summary>The link of two runs that holds, and the newest that was taken back.</summary>
    private async Task<(MetricFact? Standing, MetricFact? Withdrawn)> LinkedAsync(RunId shownBy, RunId cause, CancellationToken cancellationToken)
    {
        var links = await store.ListAsync(new FactQuery { Kind = FactKind.RegressionLinked, Run = cause, Limit = Most }, cancellationToken);
        var ofBoth = links.Where(l => ((RegressionLinked)l.Detail).ShownBy == shownBy).ToList();
        var withdrawn = await WithdrawnAsync(ofBoth.Count == 0 ? null : [cause], cancellationToken);
        return (ofBoth.Find(l => !withdrawn.Contains(l.Id)), ofBoth.Find(l => withdrawn.Contains(l.Id)));
    }

    private async Task<HashSet<MetricFactId>> WithdrawnAsync(IEnumerable<RunId>? causes, CancellationToken cancellationToken)
    {
        HashSet<MetricFactId> withdrawn = [];
        foreach (var cause in causes ?? [])
        {
            var facts = await store.ListAsync(new FactQuery { Kind = FactKind.RegressionWithdrawn, Run = cause, Limit = Most }, cancellationToken);
            withdrawn.UnionWith(facts.Select(f => ((RegressionWithdrawn)f.Detail).Link));
        }

        return withdrawn;
    }
}
