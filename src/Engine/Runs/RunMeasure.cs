using Signalbox.Engine.Agents;
using Signalbox.Engine.Metrics.Facts;
using Signalbox.Engine.Workspaces;

namespace Signalbox.Engine.Runs;

/// <summary>Makes facts of rows (design/metrics.md). Pure: the same rows give the same facts, with the same ids.</summary>
public static class RunMeasure
{
    /// <summary>The end of a run.</summary>
    /// <param name="run">The run, ended.</param>
    /// <param name="steps">Its step runs.</param>
    /// <param name="attempts">Its attempts.</param>
    /// <param name="isOfAgent">Whether an attempt is one of an agent: scripts are no agent's work.</param>
    /// <param name="contextOf">All tokens of an attempt's context; null where they are not known.</param>
    /// <param name="changedFiles">Files that differ from where it began; null where nobody could look.</param>
    /// <param name="cancelMs">Milliseconds from the wish to cancel it to its end; null when nobody wished it, or it had not begun.</param>
    /// <param name="baseCommits">Commit that each workspace began at, by the name of its repository; null: it had none.</param>
    public static MetricFact Ended(
        Run run,
        IReadOnlyCollection<StepRun> steps,
        IReadOnlyCollection<Attempt> attempts,
        Func<Attempt, bool> isOfAgent,
        Func<Attempt, long?> contextOf,
        int? changedFiles,
        long? cancelMs,
        IReadOnlyDictionary<string, string>? baseCommits = null)
    {
        ArgumentNullException.ThrowIfNull(run);
        ArgumentNullException.ThrowIfNull(steps);
        var own = attempts.Where(isOfAgent).ToList();
        var tokens = own.Where(a => a.CachedAt is null).Select(a => (In: contextOf(a), Out: a.Usage?.OutputTokens)).Where(t => t is not (null, null)).ToList();

        // Its own: a child run ends with a fact of its own, and what it cost would count twice.
        var costs = own.Where(a => a.CachedAt is null).Select(a => a.Usage).OfType<AgentUsage>().Where(u => u.CostUsd is not null).ToList();
        var newest = steps.GroupBy(s => (s.StepId, s.ItemIndex)).Select(g => g.MaxBy(s => s.Visit)!.Verified).ToList();
        var ended = run.EndedAt!.Value;
        var detail = new RunEnded
        {
            Outcome = Outcome(run.Status),
            DurationMs = run.StartedAt is { } began ? Milliseconds(ended - began) : null,
            QueueMs = run.StartedAt is { } begin ? Milliseconds(begin - run.CreatedAt) : null,
            CancelMs = cancelMs,
            ChangedFiles = changedFiles,
            BaseCommits = baseCommits ?? new Dictionary<string, string>(StringComparer.Ordinal),
            Verified = newest.Contains(false) ? false : newest.Contains(true) ? true : null,
            CostUsd = costs.Count == 0 ? null : costs.Sum(u => u.CostUsd),
            CostEstimated = costs.Any(u => u.CostEstimated),
            Tokens = tokens.Count == 0 ? null : tokens.Sum(t => (t.In ?? 0) + (t.Out ?? 0)),
            Agents = [.. own.Select(a => a.Agent).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)],
            Models = [.. own.Select(a => a.Model).OfType<string>().Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)],
        };
        return Of(run, detail, $"{run.Id}|{ended.UtcTicks}", ended) with { Since = MetricFact.SinceOf(run.StartedAt ?? run.CreatedAt, ended) };
    }

    /// <summary>The answer to an approval; null for one that was closed because its run ended first, which nobody waited for.</summary>
    public static MetricFact? Answered(Approval approval, Run run)
    {
        ArgumentNullException.ThrowIfNull(approval);
        ArgumentNullException.ThrowIfNull(run);
        return approval is { Status: not ApprovalStatus.Open, DecidedAt: { } at, DecidedBy: not "signalbox" }
            ? Of(run, new ApprovalAnswered { Approval = approval.Id, Status = approval.Status.ToString(), WaitMs = Milliseconds(at - approval.CreatedAt) }, approval.Id.Value, at)
            : null;
    }

    /// <summary>A run was cut off and is taken up again.</summary>
    public static MetricFact Interrupted(Run run, InterruptionCause cause, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(run);
        return Of(run, new Interrupted { Cause = cause }, $"{run.Id}|{cause}|{now.UtcTicks}", now);
    }

    /// <summary>A run was found to be the cause of a regression. The same two runs are linked once.</summary>
    /// <param name="cause">The run that caused it.</param>
    /// <param name="shownBy">The run that showed or fixes it.</param>
    /// <param name="source">Who or what found it.</param>
    /// <param name="by">Who linked them.</param>
    /// <param name="comment">Why.</param>
    /// <param name="now">The time.</param>
    /// <param name="withdrawn">The newest link of the two that was taken back: this one is another.</param>
    public static MetricFact Regression(Run cause, Run shownBy, RegressionSource source, string by, string? comment, DateTimeOffset now, MetricFact? withdrawn = null)
    {
        ArgumentNullException.ThrowIfNull(cause);
        ArgumentNullException.ThrowIfNull(shownBy);
        var detail = new RegressionLinked { Source = source, ShownBy = shownBy.Id, ShownByKey = shownBy.Key, By = by, Comment = comment };
        return Of(cause, detail, $"{cause.Id}|{shownBy.Id}{(withdrawn is null ? "" : $"|{withdrawn.Id}")}", now) with { Since = MetricFact.SinceOf(cause.EndedAt ?? cause.CreatedAt, now) };
    }

    /// <summary>A person took a link back. The same link is taken back once.</summary>
    /// <param name="link">The link.</param>
    /// <param name="by">Who takes it back.</param>
    /// <param name="now">The time.</param>
    public static MetricFact Withdrawn(MetricFact link, string by, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(link);
        return link with
        {
            Id = MetricFact.IdOf(FactKind.RegressionWithdrawn, link.Id.Value),
            Kind = FactKind.RegressionWithdrawn,
            At = now,

            // As far back as the link itself: what that changed, this changes.
            Since = MetricFact.SinceOf(link.Since ?? link.At, now),
            Detail = new RegressionWithdrawn { Link = link.Id, ShownBy = ((RegressionLinked)link.Detail).ShownBy, By = by },
        };
    }

    /// <summary>Files in workspaces that differ from where those began; null where there is none, or git cannot say.</summary>
    internal static async Task<int?> ChangedFilesAsync(IWorkspaceManager manager, IReadOnlyList<Workspace> workspaces, CancellationToken cancellationToken)
    {
        try
        {
            var files = 0;
            foreach (var workspace in workspaces)
            {
                files += (await manager.SummarizeChangesAsync(workspace.Path, workspace.BaseCommit, cancellationToken)).Files;
            }

            return workspaces.Count == 0 ? null : files;
        }
        catch (InvalidOperationException)
        {
            // The workspace is gone or broken: that is said where it matters. What was not measured is not known.
            return null;
        }
    }

    internal static MetricFact Of(Run run, FactDetail detail, string subject, DateTimeOffset at) => new()
    {
        Id = MetricFact.IdOf(detail.Kind, subject),
        Kind = detail.Kind,
        At = at,
        RunId = run.Id,
        RunKey = run.Key,
        Workflow = run.Workflow,
        WorkflowVersion = run.WorkflowVersion,
        Repository = run.Repository,
        Detail = detail,
    };

    internal static long Milliseconds(TimeSpan time) => Math.Max(0, (long)time.TotalMilliseconds);

    private static FactOutcome Outcome(RunStatus status) => status switch
    {
        RunStatus.Completed => FactOutcome.Completed,
        RunStatus.Failed => FactOutcome.Failed,
        RunStatus.Cancelled => FactOutcome.Cancelled,
        RunStatus.Pending or RunStatus.Running or RunStatus.Waiting or RunStatus.Paused => throw new ArgumentOutOfRangeException(nameof(status), status, "not an end"),
    };
}
