using Signalbox.Engine.Agents;
using Signalbox.Engine.Events;
using Signalbox.Engine.Identity;
using Signalbox.Engine.Logs;
using Signalbox.Engine.Processes;
using Signalbox.Engine.Runs;
using Signalbox.Engine.Runs.Execution;
using Signalbox.Engine.Workflows;
using static Signalbox.Engine.Coordination.WorkAnswers;

namespace Signalbox.Engine.Coordination;

/// <summary>
/// What workers may do with steps (design/agents.md, Workers): claim, progress, log, checkpoint, complete, fail, release. A word with an old lease changes
/// nothing; secrets of the step are masked in everything that is kept.
/// </summary>
public sealed class WorkPool(
    IClaimStore claims, IMessageStore messages, IAgentStore agents, IRunQueries runs, RunSessionServices services, ClaimSignals signals, ProcessLimits limits)
{
    /// <summary>Longest time that a claim may wait for a step.</summary>
    public static readonly TimeSpan MaxWait = TimeSpan.FromSeconds(60);

    /// <summary>Characters of a sentence that a worker says.</summary>
    public const int MaxText = 8 * 1024;

    /// <summary>Characters of a final text.</summary>
    public const int MaxFinalText = 1024 * 1024;

    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(500);
    private readonly WorkerPulse _pulse = new(agents);

    /// <summary>Gives the worker the first step that it can do. Null: there is none.</summary>
    public Task<WorkItem?> ClaimAsync(string agentId, CancellationToken cancellationToken) => ClaimAsync(agentId, TimeSpan.Zero, CancellationToken.None, cancellationToken);

    /// <summary>Gives the worker the first step that it can do; waits for one as long as it is told to. Null: there was none.</summary>
    /// <param name="agentId">The worker.</param>
    /// <param name="wait">How long, at most <see cref="MaxWait"/>.</param>
    /// <param name="noLonger">Ends the waiting, never a claim half way.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<WorkItem?> ClaimAsync(string agentId, TimeSpan wait, CancellationToken noLonger, CancellationToken cancellationToken)
    {
        var began = services.Time.GetTimestamp();
        while (true)
        {
            // Once asked for, it is known whether something was claimed: a commit that is given up half way may have been one.
            cancellationToken.ThrowIfCancellationRequested();
            if (await claims.TryClaimAsync(agentId, CancellationToken.None) is { } claimed)
            {
                return await HandOverAsync(claimed, agentId, cancellationToken);
            }

            if (services.Time.GetElapsedTime(began) + LookAgain > (wait < MaxWait ? wait : MaxWait))
            {
                return null;
            }

            using var waiting = CancellationTokenSource.CreateLinkedTokenSource(noLonger, cancellationToken);
            await Task.Delay(LookAgain, services.Time, waiting.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            cancellationToken.ThrowIfCancellationRequested();
            if (noLonger.IsCancellationRequested)
            {
                return null;
            }
        }
    }

    /// <summary>Says how far it is.</summary>
    public async Task<WorkResult> ProgressAsync(StepRunId step, Lease lease, int? percent, string? text, CancellationToken cancellationToken)
    {
        List<InputFault> faults = [.. TooLong("message", text, MaxText), .. OfProgress(percent, text)];
        return faults.Count > 0 ? new WorkResult { Invalid = faults } : await WithAttemptAsync(
            step,
            lease,
            (held, secrecy) =>
            {
                var said = text is null ? null : secrecy.Mask(text);
                var message = $"{lease.AgentId} on {held.StepId}: {string.Join(", ", ((string?[])[percent is null ? null : $"{percent} %", said]).OfType<string>())}";
                return HeardAsync(WriteAsync(step, lease, new ClaimUpdate(message) { Percent = percent, Progress = said }, cancellationToken), lease, cancellationToken);
            },
            cancellationToken);
    }

    /// <summary>Appends to the log of the attempt.</summary>
    public Task<WorkResult> LogAsync(StepRunId step, Lease lease, LogStream stream, string text, CancellationToken cancellationToken) =>
        LogAsync(step, lease, stream, text, after: null, cancellationToken);

    /// <summary>Appends to the log of the attempt, <paramref name="after"/> so many bytes of it: what stands there already is not appended again. Null: whatever stands there.</summary>
    public async Task<WorkResult> LogAsync(StepRunId step, Lease lease, LogStream stream, string text, long? after, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (await HeldAsync(step, lease, cancellationToken) is { Claim: null } refused)
        {
            return refused;
        }

        var claim = (await claims.FindAsync(step, cancellationToken))!;
        if (await runs.FindAttemptAsync(claim.AttemptId, cancellationToken) is not { } found)
        {
            return Missing(step);
        }

        if (WorkPlaces.FilesElsewhere(found.Run, services.Cluster) is { } elsewhere)
        {
            return elsewhere;
        }

        var writer = signals.Writer(claim.AttemptId);
        await writer.WaitAsync(cancellationToken);
        try
        {
            // Asked again by the only writer: what has ended gets not one byte more.
            var held = await HeldAsync(step, lease, cancellationToken);
            return held.Claim is null ? held : await HeardAsync(WorkLogs.AppendAsync(held, WorkLogs.FileOf(found.Attempt.Directory, stream), after, text, limits.MaxOutputBytes, cancellationToken), lease, cancellationToken);
        }
        finally
        {
            writer.Release();
        }
    }

    /// <summary>Makes a checkpoint with the files as they are now.</summary>
    public async Task<WorkResult> CheckpointAsync(StepRunId step, Lease lease, CheckpointType type, string summary, CancellationToken cancellationToken)
    {
        List<InputFault> faults = [.. TooLong("summary", summary, MaxText)];
        if (string.IsNullOrWhiteSpace(summary))
        {
            faults.Add(new InputFault("summary", null, "what was reached, in one sentence", "summary: nothing was given, allowed is what was reached, in one sentence."));
        }

        return faults.Count > 0 ? new WorkResult { Invalid = faults } : await WithAttemptAsync(
            step,
            lease,
            async (held, secrecy) =>
            {
                var state = (await runs.GetAsync(held.RunId, cancellationToken))!;
                if (WorkPlaces.FilesElsewhere(state.Run, services.Cluster) is { } elsewhere)
                {
                    return elsewhere;
                }

                var checkpoint = await WorkerCheckpoints.TakeAsync(state, held, type, secrecy.Mask(summary), services, cancellationToken);
                var update = new ClaimUpdate($"{lease.AgentId} reached in {held.StepId}: {checkpoint.Summary}") { Checkpoint = checkpoint };
                return await HeardAsync(WriteAsync(step, lease, update, cancellationToken), lease, cancellationToken);
            },
            cancellationToken);
    }

    /// <summary>Says that the step is done, or that it failed and why; what that means for the run is the engine's to say. Said again with the same lease, it is answered again.</summary>
    public async Task<WorkResult> EndAsync(StepRunId step, Lease lease, AgentResult result, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(result);
        List<InputFault> faults = [.. TooLong("text", result.FinalText, MaxFinalText), .. TooLong("message", result.Error?.Message, MaxText)];
        return faults.Count > 0 ? new WorkResult { Invalid = faults } : await WorkEnds.FindAsync(step, lease, result, claims, runs, services, cancellationToken) ?? await WithAttemptAsync(
            step,
            lease,
            async (held, secrecy) =>
            {
                var masked = secrecy.Mask(result);
                var message = result.Error is null ? $"{lease.AgentId} says that {held.StepId} is done" : $"{lease.AgentId} says that {held.StepId} failed: {masked.Error!.Message}";
                var update = new ClaimUpdate(message)
                {
                    Status = result.Error is null ? ClaimStatus.Completed : ClaimStatus.Failed,
                    Level = result.Error is null ? EventLevel.Info : EventLevel.Warning,
                    Result = ClaimResults.Of(masked, services.Time.GetUtcNow()),
                };
                var writer = signals.Writer(held.AttemptId);
                await writer.WaitAsync(cancellationToken);
                try
                {
                    return await WriteAsync(step, lease, update, cancellationToken);
                }
                finally
                {
                    writer.Release();
                }
            },
            cancellationToken);
    }

    /// <summary>Gives the step back: another worker may claim it.</summary>
    public async Task<WorkResult> ReleaseAsync(StepRunId step, Lease lease, string? reason, CancellationToken cancellationToken)
    {
        List<InputFault> faults = [.. TooLong("reason", reason, MaxText)];
        return faults.Count > 0 ? new WorkResult { Invalid = faults } : await WithAttemptAsync(
            step,
            lease,
            (held, secrecy) =>
            {
                var why = string.IsNullOrWhiteSpace(reason) ? $"{lease.AgentId} gave it back" : secrecy.Mask(reason);
                return WriteAsync(step, lease, new ClaimUpdate($"{lease.AgentId} gives {held.StepId} back: {why}") { Status = ClaimStatus.Open, Reason = why }, cancellationToken);
            },
            cancellationToken);
    }

    /// <summary>Says who alone may claim a step that waits; null: whoever fits.</summary>
    public async Task<WorkResult> AssignAsync(StepRunId step, string? agentId, string actor, CancellationToken cancellationToken)
    {
        if (agentId is not null && await agents.FindAsync(agentId, cancellationToken) is not { Kind: AgentKind.Worker })
        {
            return new WorkResult { Invalid = [new InputFault("agent", agentId, "the id of a worker", $"agent: found '{agentId}', allowed is the id of a worker.")] };
        }

        var write = await claims.AssignAsync(step, agentId, actor, cancellationToken);
        await TellAsync(write, cancellationToken);
        return write.Taken ? new WorkResult { Claim = write.Claim }
            : write.Claim is { } claim ? new WorkResult { Refused = $"{claim.StepId} does not wait for a worker: {Standing(claim)}" }
            : Missing(step);
    }

    /// <summary>What a worker holds; null: what all hold.</summary>
    public Task<IReadOnlyList<StepClaim>> ListHeldAsync(string? agentId, CancellationToken cancellationToken) => claims.ListHeldAsync(agentId, cancellationToken);

    /// <summary>Who holds something.</summary>
    internal async Task<IReadOnlyList<string>> ListHoldersAsync(CancellationToken cancellationToken) =>
        [.. (await claims.ListHeldAsync(null, cancellationToken)).Select(c => c.AgentId!).Distinct(StringComparer.Ordinal)];

    /// <summary>Gives back what a worker holds that is gone.</summary>
    internal async Task ReturnAllAsync(string agentId, string reason, CancellationToken cancellationToken)
    {
        foreach (var write in await claims.ReturnAllAsync(agentId, reason, cancellationToken))
        {
            await TellAsync(write, cancellationToken);
        }
    }

    /// <summary>
    /// What was claimed is told, or it is open again: a worker that never hears of its claim would hold it until the time of the step is over, and another
    /// could have done it.
    /// </summary>
    private async Task<WorkItem> HandOverAsync(ClaimWrite claimed, string agentId, CancellationToken listening)
    {
        var claim = claimed.Claim!;
        try
        {
            await TellAsync(claimed, CancellationToken.None);
            listening.ThrowIfCancellationRequested(); // before its messages are marked as read
            var item = await WorkItems.MakeAsync(claim, agentId, runs, agents, messages, services.Bus, CancellationToken.None);
            listening.ThrowIfCancellationRequested();
            return item;
        }
        catch (Exception fault)
        {
            var why = listening.IsCancellationRequested ? $"{agentId} went away before it was told" : $"it could not be handed to {agentId}: {fault.Message}";
            var update = new ClaimUpdate($"{claim.StepId} went back to the pool: {why}") { Level = EventLevel.Warning, Status = ClaimStatus.Open, Reason = why };
            await WriteAsync(claim.StepRunId, new Lease(agentId, claim.Epoch), update, CancellationToken.None);
            throw;
        }
    }

    // A word that was taken says that its worker is there, as a heartbeat does.
    private async Task<WorkResult> HeardAsync(Task<WorkResult> word, Lease lease, CancellationToken cancellationToken)
    {
        var result = await word;
        if (result.Claim is not null)
        {
            await _pulse.HeardAsync(lease.AgentId, services.Time.GetUtcNow(), cancellationToken);
        }

        return result;
    }

    private async Task<WorkResult> HeldAsync(StepRunId step, Lease lease, CancellationToken cancellationToken) => await claims.FindAsync(step, cancellationToken) switch
    {
        null => Missing(step),
        { Status: ClaimStatus.Claimed } claim when claim.Epoch == lease.Epoch && string.Equals(claim.AgentId, lease.AgentId, StringComparison.Ordinal) => new WorkResult { Claim = claim },
        var claim => Stale(claim, lease),
    };

    private async Task<WorkResult> WithAttemptAsync(StepRunId step, Lease lease, Func<StepClaim, AttemptSecrecy, Task<WorkResult>> write, CancellationToken cancellationToken)
    {
        var held = await HeldAsync(step, lease, cancellationToken);
        return held.Claim is not { } claim ? held
            : await runs.FindAttemptAsync(claim.AttemptId, cancellationToken) is not { } found ? Missing(step)
            : WorkPlaces.SecretElsewhere(found.Attempt, found.Run, services) is { } unmasked ? unmasked
            : await write(claim, AttemptSecrecy.Of(found.Attempt.SecretNames, services.Secrets));
    }

    private async Task<WorkResult> WriteAsync(StepRunId step, Lease lease, ClaimUpdate update, CancellationToken cancellationToken)
    {
        var write = await claims.WriteAsync(step, lease, update, cancellationToken);
        await TellAsync(write, cancellationToken);
        return write.Taken ? new WorkResult { Claim = write.Claim } : write.Claim is { } claim ? Refused(claim) : Missing(step);

        WorkResult Refused(StepClaim there) => there.Status == ClaimStatus.Claimed && there.Epoch == lease.Epoch
            ? new WorkResult { Refused = $"the run of {there.StepId} is being ended: stop the work" }
            : Stale(there, lease);
    }

    private async Task TellAsync(ClaimWrite write, CancellationToken cancellationToken)
    {
        if (write is { Taken: true, Claim: { } claim, WakeUp: { } wakeUp })
        {
            signals.Announce(claim.AttemptId);
            await new RunOrders(services).TellAsync(claim.RunId, write.Events, [wakeUp], cancellationToken);
        }
    }
}
