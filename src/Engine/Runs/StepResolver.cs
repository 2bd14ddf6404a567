using Signalbox.Engine.Workflows;

namespace Signalbox.Engine.Runs;

/// <summary>
/// Decides what comes next from the state alone (design/engine.md, "Advancing a run"). Pure: no clock, no random source, no order but the
/// workflow's own.
/// </summary>
public static class StepResolver
{
    /// <summary>The next decision of a run.</summary>
    public static Decision Next(RunSnapshot run)
    {
        var running = run.Workflow.Steps.Where(s => InFlight(run.Steps[s.Id])).Select(s => s.Id).ToList();
        if (run.CancelRequested && !run.Workflow.Steps.All(s => EndedByItself(run.Steps[s.Id].Status)))
        {
            return running.Count > 0
                ? new Decision([], [], null, $"cancel requested; waiting for {Names(running)} to stop")
                : new Decision([], [], new RunEnd(RunStatus.Cancelled, null), "cancel requested and nothing is running");
        }

        List<StepStart> start = [];
        List<StepSkip> skip = [];
        foreach (var step in run.Workflow.Steps)
        {
            var state = run.Steps[step.Id];
            if (state.Status == StepStatus.Pending)
            {
                ResolvePending(run, step, start, skip);
            }
            else if (state.Status == StepStatus.Running && !InFlight(state))
            {
                start.Add(new StepStart(step.Id, state.Attempts.Count + 1, $"attempt {state.Attempts.Count} ended {Word(state.Attempts)}; trying again"));
            }
        }

        if (start.Count > 0 || skip.Count > 0)
        {
            return new Decision(start, skip, null, string.Join("; ", [.. start.Select(s => $"start {s.StepId}: {s.Why}"), .. skip.Select(s => $"skip {s.StepId}: {s.Why}")]));
        }

        return running.Count > 0
            ? new Decision([], [], null, $"waiting for {Names(running)} to end")
            : new Decision([], [], End(run), "every step has ended");
    }

    /// <summary>
    /// What an ended attempt makes of its step: Completed, Failed, or Running when another attempt follows. An interrupted attempt allows
    /// one extra start beyond <c>max_attempts</c>, because the fault was not the step's.
    /// </summary>
    /// <param name="step">The step.</param>
    /// <param name="attempts">How its attempts ended, the last one included.</param>
    /// <param name="retryable">Whether trying again may help, as the last attempt's error says.</param>
    public static StepStatus AfterAttempt(StepDefinition step, IReadOnlyList<AttemptStatus> attempts, bool retryable)
    {
        var last = attempts[^1];
        RetryCause? cause = last switch
        {
            AttemptStatus.Failed => RetryCause.Error,
            AttemptStatus.TimedOut => RetryCause.Timeout,
            AttemptStatus.Interrupted => RetryCause.Interrupted,
            AttemptStatus.Running or AttemptStatus.Succeeded or AttemptStatus.Cancelled => null,
        };
        if (cause is null)
        {
            return last switch
            {
                AttemptStatus.Succeeded => StepStatus.Completed,
                AttemptStatus.Cancelled => StepStatus.Cancelled,
                AttemptStatus.Running or AttemptStatus.Failed or AttemptStatus.TimedOut or AttemptStatus.Interrupted => StepStatus.Running,
            };
        }

        var extra = step.Retry.On.Contains(RetryCause.Interrupted) && attempts.Contains(AttemptStatus.Interrupted) ? 1 : 0;
        return retryable && step.Retry.On.Contains(cause.Value) && attempts.Count < step.Retry.MaxAttempts + extra ? StepStatus.Running : StepStatus.Failed;
    }

    private static void ResolvePending(RunSnapshot run, StepDefinition step, List<StepStart> start, List<StepSkip> skip)
    {
        var waitsFor = step.Needs.FirstOrDefault(n => !HasEnded(run.Steps[n].Status));
        if (waitsFor is not null)
        {
            return;
        }

        var unmet = step.Needs.FirstOrDefault(n => !IsMet(run, n));
        if (unmet is not null)
        {
            skip.Add(new StepSkip(step.Id, $"it needs {unmet}, which {(run.Steps[unmet].Status == StepStatus.Skipped ? "was skipped" : "did not complete")}"));
            return;
        }

        start.Add(new StepStart(step.Id, 1, step.Needs.Count == 0 ? "it needs no other step" : $"{Names(step.Needs)} ended"));
    }

    private static bool IsMet(RunSnapshot run, string stepId) => run.Steps[stepId].Status switch
    {
        StepStatus.Completed => true,
        StepStatus.Failed => run.Workflow.Step(stepId).ContinueOnError,
        StepStatus.Pending or StepStatus.Running or StepStatus.Blocked or StepStatus.Cancelled or StepStatus.Skipped => false,
    };

    private static RunEnd End(RunSnapshot run)
    {
        var failed = run.Workflow.Steps.Where(s => run.Steps[s.Id].Status == StepStatus.Failed && !s.ContinueOnError).Select(s => s.Id).ToList();
        return failed.Count == 0 ? new RunEnd(RunStatus.Completed, null) : new RunEnd(RunStatus.Failed, $"{(failed.Count == 1 ? "step" : "steps")} {Names(failed)} failed");
    }

    private static bool InFlight(StepSnapshot step) => step.Status == StepStatus.Running && (step.Attempts.Count == 0 || step.Attempts[^1] == AttemptStatus.Running);

    private static bool EndedByItself(StepStatus status) => status is StepStatus.Completed or StepStatus.Failed or StepStatus.Skipped;

    private static bool HasEnded(StepStatus status) => status is StepStatus.Completed or StepStatus.Failed or StepStatus.Cancelled or StepStatus.Skipped;

    private static string Names(IReadOnlyList<string> ids) => string.Join(", ", ids);

    private static string Word(IReadOnlyList<AttemptStatus> attempts) => attempts[^1].ToString();
}
