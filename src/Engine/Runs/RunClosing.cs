using System.Globalization;
using Signalbox.Engine.Events;
using Signalbox.Engine.Workflows;

namespace Signalbox.Engine.Runs;

/// <summary>Ends a run: what has not ended is cancelled or skipped, the run says how and why, and the executor lets go of it, in one transaction.</summary>
internal sealed class RunClosing(RunState state, WorkflowDefinition? workflow, RunSessionServices services, SessionWriter writer)
{
    /// <summary>Ends the run.</summary>
    public async Task CloseAsync(RunEnd end, CancelOrder? cancel, CancellationToken cancellationToken)
    {
        var run = state.Run;
        if (state.Attempts.Any(a => a.Status == AttemptStatus.Running))
        {
            throw new InvalidOperationException($"run {run.Key} cannot end {end.Status}: an attempt of it is still at work");
        }

        var now = services.Time.GetUtcNow();
        var from = run.Status;
        List<RunEvent> events = [];
        List<StepRun> changed = [];
        foreach (var step in state.Steps.Where(s => !s.HasEnded))
        {
            var stepFrom = step.Status;
            var to = end.Status == RunStatus.Cancelled || stepFrom == StepStatus.Running ? StepStatus.Cancelled : StepStatus.Skipped;
            var why = end.Status == RunStatus.Cancelled ? "the run was cancelled" : "the run failed before it";
            step.MoveTo(to, why, now);
            changed.Add(step);
            events.Add(StepEvents.OfStep(step, stepFrom, $"Step {step.StepId} {to.ToString().ToLowerInvariant()}: {why}", why));
        }

        var reason = Reason(end, cancel);
        run.MoveTo(end.Status, reason, now);
        events.Add(StepEvents.OfRun(run, from, Message(end.Status, reason), reason, end.Status == RunStatus.Failed ? EventLevel.Error : EventLevel.Info));
        await writer.SaveAsync(new RunChanges { Steps = changed, Events = events, Release = true }, cancellationToken);
        await writer.WriteRunDocumentAsync(cancellationToken);
        services.Log.RunEnded(run.Key, end.Status, reason is null ? "" : $": {reason}");
    }

    private string? Reason(RunEnd end, CancelOrder? cancel)
    {
        if (end.Status == RunStatus.Cancelled && cancel is not null)
        {
            var seconds = services.Time.GetElapsedTime(cancel.Began).TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture);
            var agents = cancel.Agents switch
            {
                0 => "no agent was working",
                1 => $"1 agent stopped in {seconds} s, nothing of it is left alive",
                _ => $"{cancel.Agents} agents stopped in {seconds} s, nothing of them is left alive",
            };
            return $"cancelled by {cancel.By}; {agents}";
        }

        if (end.Status != RunStatus.Failed)
        {
            return end.Reason;
        }

        var culprit = state.Steps.FirstOrDefault(s => s.Status == StepStatus.Failed && workflow?.Step(s.StepId).ContinueOnError != true && s.StatusReason is not null);
        return culprit is null ? end.Reason : $"{end.Reason}: {culprit.StatusReason}";
    }

    private static string Message(RunStatus status, string? reason) => status switch
    {
        RunStatus.Completed => "Run completed",
        RunStatus.Failed => $"Run failed: {reason}",
        RunStatus.Cancelled => $"Run {reason}",
        RunStatus.Pending or RunStatus.Running or RunStatus.Waiting or RunStatus.Paused => throw new ArgumentOutOfRangeException(nameof(status), status, "not an end"),
    };
}
