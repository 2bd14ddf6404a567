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

    /// <summary>Links two runs; the same two are linked once.</summary>
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

        if (!earlier.HasEnded)
        {
            return new RegressionResult { Refused = $"{earlier.Key} has not ended: what it changes is not known yet" };
        }

        if (earlier.EndedAt > (later.EndedAt ?? time.GetUtcNow()))
        {
            return new RegressionResult { Refused = $"{earlier.Key} ended after {later.Key}: it cannot be the cause of what that shows" };
        }

        var said = string.IsNullOrWhiteSpace(comment) ? null : comment.Trim() is { Length: > MaxComment } much ? much[..MaxComment] : comment.Trim();
        var fact = RunMeasure.Regression(earlier, later, source, by, said, time.GetUtcNow());
        var added = await store.AppendAsync([fact], cancellationToken);
        if (added > 0)
        {
            bus.Publish(new Notice.MetricsChanged());
            await (audit?.WriteAsync(AuditActions.RegressionLink, earlier.Key, after: new { ShownBy = later.Key, Source = source, Comment = said }) ?? Task.CompletedTask);
        }

        return new RegressionResult { Link = fact, IsNew = added > 0 };
    }

    /// <summary>The links in which a run is the cause, newest first.</summary>
    public async Task<IReadOnlyList<MetricFact>> OfAsync(RunId cause, CancellationToken cancellationToken) =>
        await store.ListAsync(new FactQuery { Kind = FactKind.RegressionLinked, Run = cause }, cancellationToken);
}
