using Signalbox.Engine.Agents;
using Signalbox.Engine.Events;
using Signalbox.Engine.Runs.Records;
using Signalbox.Engine.Runs.Resolution;
using Signalbox.Engine.Workflows;

namespace Signalbox.Engine.Runs.Execution.Attempts;

/// <summary>What becomes of the attempts of a run that workers claim, give back, or never come for.</summary>
internal sealed class PooledAttempts(RunState state, WorkflowDefinition workflow, RunSessionServices services, SessionWriter writer, RunCheckpoints checkpoints)
{
    /// <summary>The attempts of a run that somebody is at work on: not those that wait for a worker.</summary>
    public static IReadOnlyList<(StepRun Step, Attempt Attempt)> HeldOf(RunState state) =>
    [
        .. state.Attempts.Where(a => a.Status == AttemptStatus.Running)
            .Select(a => (Step: state.Steps.Single(s => s.Id == a.StepRunId), Attempt: a))
            .Where(a => a.Step.Status != StepStatus.Blocked),
    ];

    /// <summary>Before a step is offered: whoever claims it may read the files of the steps before at once, so that they are there.</summary>
    public async Task PrepareAsync(Decision decision, CancellationToken cancellationToken)
    {
        if (decision.Actions.Any(a => a is StepAction.Start start && services.Agents.Find(start.Step.Agent) is IPooledAgent))
        {
            await writer.FlushAsync(cancellationToken);
            await writer.DocumentsAsync();
        }
    }

    /// <summary>A worker gave its attempt back: it waits for the next one, at a checkpoint of what there is.</summary>
    public async Task ReturnAsync(SessionMessage.Returned returned, bool isStopping, CancellationToken cancellationToken)
    {
        var (step, attempt) = (returned.Flight.Step, returned.Flight.Attempt);
        services.Slots.Leave(attempt.Agent);
        var why = ClaimOffers.Waits(workflow.Step(step.StepId), step);
        var checkpoint = await checkpoints.TakeAsync(CheckpointType.Recovery, step, attempt, $"{StepResolver.NameOf(step)} went back to the pool: {returned.Why}", cancellationToken);
        attempt.Worker = null;
        step.Block(BlockCause.Claim, why, until: null, services.Time.GetUtcNow());
        await writer.SaveAsync(
            new RunChanges
            {
                Steps = [step],
                Attempts = [attempt],
                Checkpoints = [checkpoint],
                Events = [StepEvents.OfStep(step, StepStatus.Running, $"Step {why}", returned.Why, EventLevel.Warning, attempt)],
            },
            cancellationToken);
        if (isStopping)
        {
            await WithdrawAsync(cancellationToken);
        }
    }

    /// <summary>The run is to end: what waits for a worker waits no more.</summary>
    public async Task WithdrawAsync(CancellationToken cancellationToken)
    {
        var waiting = state.Attempts
            .Where(a => a.Status == AttemptStatus.Running && state.Steps.Single(s => s.Id == a.StepRunId).Status == StepStatus.Blocked)
            .ToList();
        foreach (var attempt in waiting)
        {
            await services.Agents.FindOrProcess(attempt.Agent).StopAsync(AttemptFactory.ForStop(state, attempt, []), cancellationToken);
            attempt.End(AttemptStatus.Cancelled, services.Time.GetUtcNow());
        }

        if (waiting.Count > 0)
        {
            await writer.SaveAsync(new RunChanges { Attempts = waiting }, cancellationToken);
        }
    }
}
