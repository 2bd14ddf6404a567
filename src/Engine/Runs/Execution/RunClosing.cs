using System.Globalization;
using Signalbox.Engine.Events;
using Signalbox.Engine.Runs.Records;
using Signalbox.Engine.Runs.Resolution;
using Signalbox.Engine.Workflows;

namespace Signalbox.Engine.Runs.Execution;

/// <summary>Ends a run: what has not ended is cancelled or skipped, the run says how and why, and the executor lets go of it, in one transaction.</summary>
internal sealed class RunClosing(RunState state, WorkflowDefinition? workflow, RunSessionServices services, SessionWriter writer)
{
    /// <summary>What was kept of the workspaces; null: nothing that matters now.</summary>
    public RunCheckpoints? Checkpoints { get; init; }

    /// <summary>Ends the run.</summary>
    /// <param name="end">How.</param>
    /// <param name="stop">The stop that leads to it; null when it comes to its end by itself.</param>
    /// <param name="checkpoint">The last checkpoint; null for none.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="PlanChangedException">Steps were added since it was read; nothing was written, and the state in memory is of no use any more.</exception>
    public async Task CloseAsync(RunEnd end, StopOrder? stop, Checkpoint? checkpoint, CancellationToken cancellationToken)
    {
        var run = state.Run;
        if (state.Attempts.Any(a => a.Status == AttemptStatus.Running))
        {
            throw new InvalidOperationException($"run {run.Key} cannot end {end.Status}: an attempt of it is still at work");
        }

        end = end.Status == RunStatus.Completed ? await PushAsync(end, cancellationToken) : end;

        var files = end.Status == RunStatus.Completed ? await RunMeasure.ChangedFilesAsync(services.Workspaces, state.Workspaces, cancellationToken) : null;
        var now = services.Time.GetUtcNow();
        var from = run.Status;
        List<RunEvent> events = [];
        var changed = CloseSteps(end, now, events);
        List<Approval> expired = [];
        foreach (var approval in state.Approvals.Where(a => a is { Status: ApprovalStatus.Open, IsQuestion: false }))
        {
            approval.Decide(ApprovalStatus.Expired, "signalbox", "the run ended first", approval.Answers, now);
            expired.Add(approval);
            events.Add(StepEvents.OfApproval(state.Steps.First(s => s.Id == approval.StepRunId), approval, $"The question of {approval.StepId} expired: the run ended first", "the run ended first"));
        }

        var reason = Reason(end, stop);
        run.WakeAt = null;
        run.MoveTo(end.Status, reason, now);
        events.Add(StepEvents.OfRun(run, from, Message(end.Status, reason), reason, end.Status == RunStatus.Failed ? EventLevel.Error : EventLevel.Info));

        // Whoever reads that the run has ended finds the files of its steps.
        await writer.DocumentsAsync();
        RunChanges changes = new() { Facts = [writer.Measures.Ended(files, CancelMs(end, stop, now))], Steps = changed, Approvals = expired, Checkpoints = checkpoint is null ? [] : [checkpoint], Events = events, Release = true };
        if (!await writer.TrySaveAsync(changes, seenWake: null, cancellationToken))
        {
            throw new PlanChangedException(run.Key);
        }

        writer.AddStepDocuments(changed);
        await writer.WriteRunDocumentAsync(cancellationToken);
        services.Log.RunEnded(run.Key, end.Status, reason is null ? "" : $": {reason}");
        RunTrace.Record(state);
        await services.Queue.AdmitAsync(cancellationToken);
    }

    /// <summary>Pushes what the run did, and says what of it nobody let pass: that stays where it is.</summary>
    private async Task<RunEnd> PushAsync(RunEnd end, CancellationToken cancellationToken)
    {
        var secrecy = new Lazy<AttemptSecrecy>(() => AttemptSecrecy.Of([.. state.Attempts.SelectMany(a => a.SecretNames).Distinct(StringComparer.Ordinal)], services.Secrets));
        var left = Checkpoints is null || workflow is null
            ? []
            : await new TrustGate(state, services.Trust).AtEndAsync(workflow, Checkpoints, text => secrecy.Value.Mask(text), cancellationToken);
        var events = left.Select(l => StepEvents.OfLeft(state.Run, l.Review)).ToList();
        events.AddRange(await new RunRemotes(state, services).PushAsync(left.Select(l => l.Repository.Id).ToHashSet(), cancellationToken));
        if (events.Count > 0)
        {
            // On its own: a server that stops in between pushes once more, which changes nothing.
            await writer.SaveAsync(new RunChanges { Events = events }, cancellationToken);
        }

        return left.Count == 0 ? end : end with { Reason = $"with changes that nobody let pass: {string.Join("; ", left.Select(l => l.Review.Why))}" };
    }

    /// <summary>What has not ended is cancelled, or skipped where it never began.</summary>
    private List<StepRun> CloseSteps(RunEnd end, DateTimeOffset now, List<RunEvent> events)
    {
        List<StepRun> changed = [];
        foreach (var step in state.Steps.Where(s => !s.HasEnded))
        {
            var stepFrom = step.Status;
            var to = end.Status == RunStatus.Cancelled || stepFrom != StepStatus.Pending ? StepStatus.Cancelled : StepStatus.Skipped;
            var why = end.Status switch
            {
                RunStatus.Cancelled => "the run was cancelled",
                RunStatus.Failed => GraphPath.NeverCame,
                RunStatus.Completed => GraphPath.NoPath,
                RunStatus.Pending or RunStatus.Running or RunStatus.Waiting or RunStatus.Paused => throw new ArgumentOutOfRangeException(nameof(end), end, "not an end"),
            };
            step.MoveTo(to, why, now);
            changed.Add(step);
            events.Add(StepEvents.OfStep(step, stepFrom, $"Step {StepResolver.NameOf(step)} {to.ToString().ToLowerInvariant()}: {why}", why));
        }

        return changed;
    }

    /// <summary>From the wish on: that nobody was there to notice it is part of the wait.</summary>
    private long? CancelMs(RunEnd end, StopOrder? stop, DateTimeOffset now) =>
        end.Status == RunStatus.Cancelled && state.Run.StartedAt is not null && stop?.AskedAt is { } asked ? RunMeasure.Milliseconds(now - asked) : null;

    private string? Reason(RunEnd end, StopOrder? stop)
    {
        if (end.Status == RunStatus.Cancelled && stop is not null)
        {
            var seconds = services.Time.GetElapsedTime(stop.Began).TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture);
            var agents = stop.Agents switch
            {
                0 => stop.Workers > 0 ? null : "no agent was working",
                1 => $"1 agent stopped in {seconds} s, nothing of it is left alive",
                _ => $"{stop.Agents} agents stopped in {seconds} s, nothing of them is left alive",
            };
            var workers = stop.Workers switch
            {
                0 => null,
                1 => "1 worker was told to stop",
                _ => $"{stop.Workers} workers were told to stop",
            };
            return string.Join("; ", new[] { $"cancelled by {stop.By}", agents, workers }.OfType<string>());
        }

        if (end.Status != RunStatus.Failed || stop is not null)
        {
            return end.Reason;
        }

        var culprit = state.Steps.FirstOrDefault(s => s is { Status: StepStatus.Failed, ChosenBranch: null } && workflow?.Step(s.StepId).ContinueOnError != true && s.StatusReason is not null && state.Latest(s.StepId) == s);
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
