using Signalbox.Engine.Workflows;

namespace Signalbox.Engine.Runs.Resolution;

/// <summary>
/// Decides what comes next from the state alone (design/engine.md, "Advancing a run"). Pure: no clock, no random source, no order but the
/// workflow's own.
/// </summary>
public static class StepResolver
{
    /// <summary>The next decision of a run.</summary>
    public static Decision Next(RunSnapshot run)
    {
        ArgumentNullException.ThrowIfNull(run);
        var latest = run.Workflow.Steps.Select(s => run.Latest(s.Id)).ToList();
        var running = run.State.Steps.Where(run.InFlight).ToList();
        if (run.Stop is { } stop && !latest.All(s => EndedByItself(s.Status)))
        {
            return Stopping(run, stop, running);
        }

        List<StepAction> actions = [];
        foreach (var step in run.Workflow.Steps)
        {
            StepRules.Resolve(run, step, run.Latest(step.Id), actions);
        }

        if (run.Signals.PauseRequestedAt is not null && run.Signals.StepsAllowed == 0 && (actions.Count > 0 || latest.Any(s => !StepRules.HasEnded(s.Status) && !Unreached(run, s))))
        {
            return running.Count > 0
                ? new Decision { Why = $"paused when {Names(running)} {(running.Count == 1 ? "has" : "have")} ended" }
                : new Decision { Paused = true, Why = $"paused by {run.Signals.PauseRequestedBy}" };
        }

        var chosen = WithinPlaces(run, actions, running.Count);
        if (chosen.Count > 0)
        {
            return new Decision { Actions = chosen, Until = Until(run), Why = string.Join("; ", chosen.Select(a => $"{Verb(a)} {NameOf(a.Step)}: {a.Why}")) };
        }

        var until = Until(run);
        if (running.Count > 0)
        {
            return new Decision { Until = until, Why = $"waiting for {Names(running)} to end" };
        }

        var blocked = run.State.Steps.Where(s => s.Status == StepStatus.Blocked).ToList();
        return blocked.Count > 0
            ? new Decision { Until = until, Why = string.Join("; ", blocked.Select(s => s.StatusReason).Distinct(StringComparer.Ordinal).Take(3)) }
            : new Decision { End = GraphPath.Overrun(run) ?? End(run, latest), Why = "every step has ended" };
    }

    /// <summary>The name of a step run as people say it: its step, its item, its visit.</summary>
    internal static string NameOf(StepRun step) =>
        $"{step.StepId}{(step.ItemIndex is null ? "" : $" ({StepItems.NameOf(step)})")}{(step.Visit > 1 ? $" (visit {step.Visit})" : "")}";

    private static Decision Stopping(RunSnapshot run, RunEnd stop, List<StepRun> running)
    {
        var why = stop.Status == RunStatus.Cancelled ? "cancel requested" : stop.Reason ?? "stopped";
        if (running.Count > 0)
        {
            return new Decision { Why = $"{why}; waiting for {Names(running)} to stop" };
        }

        var children = run.Signals.Children.Where(c => !IsEnded(c.Status)).Select(c => c.Key).ToList();
        return children.Count > 0
            ? new Decision { Why = $"{why}; waiting for {string.Join(", ", children)} to stop" }
            : new Decision { End = stop, Why = $"{why} and nothing is running" };
    }

    /// <summary>Of the attempts that could begin, those for which the run has a place: more important ones first, then in the order of the workflow.</summary>
    private static List<StepAction> WithinPlaces(RunSnapshot run, List<StepAction> actions, int running)
    {
        if (run.Workflow.Concurrency.MaxParallel is not { } places)
        {
            return [.. actions.OrderBy(a => a is StepAction.Start ? Rank(run, a.Step) : (int.MinValue, 0))];
        }

        var free = Math.Max(0, places - running);
        var starts = actions.OfType<StepAction.Start>().OrderBy(a => Rank(run, a.Step)).Take(free);
        return [.. actions.Where(a => a is not StepAction.Start), .. starts];
    }

    private static (int Priority, int Position) Rank(RunSnapshot run, StepRun step)
    {
        var definition = run.Workflow.Step(step.StepId);

        // A wish, no wait: who informs others stands before the first of them.
        var first = definition.Informs.Select(id => run.Latest(id).Position).Append(step.Position).Min();
        return (-definition.Priority, (first * 2) - (first < step.Position ? 1 : 0));
    }

    private static DateTimeOffset? Until(RunSnapshot run)
    {
        var times = run.State.Steps.Where(s => s.Status == StepStatus.Blocked && s.ResumeAt is not null).Select(s => s.ResumeAt!.Value).ToList();
        times.AddRange(run.State.Approvals.Where(a => a is { Status: ApprovalStatus.Open, Deadline: not null } && a.OnDeadline != ApprovalDeadlineRule.Wait).Select(a => a.Deadline!.Value));
        times.AddRange(run.State.Approvals.Where(a => a is { Status: ApprovalStatus.Open, RemindAt: not null, RemindedAt: null }).Select(a => a.RemindAt!.Value));
        if (run.Workflow.Limits.MaxDuration is { } longest && (run.State.ResumedAt ?? run.State.Run.StartedAt) is { } started)
        {
            times.Add(started + longest);
        }

        // What was due already is waited for by something else: a place for the attempt that it begins.
        times.RemoveAll(t => t <= run.Now);
        return times.Count == 0 ? null : times.Min();
    }

    private static RunEnd End(RunSnapshot run, List<StepRun> latest)
    {
        var failed = latest.Where(s => s.Status == StepStatus.Failed && s.ChosenBranch is null && !run.Workflow.Step(s.StepId).ContinueOnError).Select(s => s.StepId).ToList();
        return failed.Count == 0 ? new RunEnd(RunStatus.Completed, null) : new RunEnd(RunStatus.Failed, $"{(failed.Count == 1 ? "step" : "steps")} {string.Join(", ", failed)} failed");
    }

    /// <summary>A step of a graph that no path has led to: it is no work that is left.</summary>
    private static bool Unreached(RunSnapshot run, StepRun step) =>
        run.Workflow.Type == WorkflowType.Graph && step.Status == StepStatus.Pending && !GraphPath.IsReached(run, step);

    private static bool EndedByItself(StepStatus status) => status is StepStatus.Completed or StepStatus.Failed or StepStatus.Skipped;

    private static bool IsEnded(RunStatus status) => status is RunStatus.Completed or RunStatus.Failed or RunStatus.Cancelled;

    private static string Names(List<StepRun> steps) => steps.Count > 5 ? $"{steps.Count} attempts" : string.Join(", ", steps.Select(NameOf));

    private static string Verb(StepAction action) => action switch
    {
        StepAction.Start => "start",
        StepAction.Skip => "skip",
        StepAction.Fail => "fail",
        StepAction.Complete => "complete",
        StepAction.Expand => "expand",
        StepAction.Ask => "ask",
        StepAction.Answer => "answer",
        StepAction.Remind => "recall",
        StepAction.CallWorkflow => "call",
        StepAction.Hand => "hand over",
        StepAction.Follow => "follow",
        StepAction.Visit => "visit",
        _ => throw new ArgumentOutOfRangeException(nameof(action)),
    };
}
