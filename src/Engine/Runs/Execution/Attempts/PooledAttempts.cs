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

    /// <summary>The attempts of a run that are at workers, or wait for one, by way of another node.</summary>
    public static IReadOnlyList<(StepRun Step, Attempt Attempt)> ElsewhereOf(RunState state, RunSessionServices services) =>
    [
        .. state.Attempts.Where(a => a.Status == AttemptStatus.Running && services.IsElsewhere(a) && services.Agents.Find(a.Agent) is IPooledAgent)
            .Select(a => (state.Steps.Single(s => s.Id == a.StepRunId), a)),
    ];

    /// <summary>The files of the run are in reach of this node: workers go on as they were, and are watched from here.</summary>
    /// <returns>What changed.</returns>
    public static RunChanges Adopt(IReadOnlyList<(StepRun Step, Attempt Attempt)> pooled, WorkflowDefinition workflow, RunSessionServices services)
    {
        var now = services.Time.GetUtcNow();
        foreach (var (step, attempt) in pooled)
        {
            attempt.Node = services.Cluster!.Node.Id;
            if (step.Status == StepStatus.Blocked)
            {
                step.MoveTo(StepStatus.Running, null, now);
                step.Block(BlockCause.Claim, ClaimOffers.Waits(workflow.Step(step.StepId), step, services.Cluster), until: null, now);
            }
        }

        return new RunChanges { Steps = [.. pooled.Select(p => p.Step)], Attempts = [.. pooled.Select(p => p.Attempt)] };
    }

    /// <summary>The files of the run stayed on the other node: what waits there for a worker is ended as what is at work there, and offered anew from here.</summary>
    /// <returns>What changed.</returns>
    public static RunChanges Leave(IReadOnlyList<(StepRun Step, Attempt Attempt)> pooled, RunSessionServices services)
    {
        List<StepRun> waiting = [.. pooled.Select(p => p.Step).Where(s => s.Status == StepStatus.Blocked)];
        waiting.ForEach(s => s.MoveTo(StepStatus.Running, null, services.Time.GetUtcNow()));
        return new RunChanges { Steps = waiting };
    }

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
        var why = ClaimOffers.Waits(workflow.Step(step.StepId), step, services.Cluster);
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
