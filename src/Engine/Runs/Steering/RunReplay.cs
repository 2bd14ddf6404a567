using Signalbox.Engine.Identity;
using Signalbox.Engine.Events;
using Signalbox.Engine.Metrics.Facts;
using Signalbox.Engine.Runs.Execution;
using Signalbox.Engine.Runs.Execution.Attempts;
using Signalbox.Engine.Runs.Records;
using Signalbox.Engine.Runs.Resolution;
using Signalbox.Engine.Workflows;
using Signalbox.Engine.Workspaces;

namespace Signalbox.Engine.Runs.Steering;

/// <summary>Takes ended runs up again. What completed stays as it was: it is visited anew only where a person says so (design/engine.md, "Resume, rerun, fork").</summary>
internal sealed class RunReplay(RunSessionServices services, RunOrders orders)
{
    public async Task<RunResult> ResumeAsync(RunId id, string? from, string actor, CancellationToken cancellationToken)
    {
        if (await services.Store.LoadAsync(id, cancellationToken) is not { } state)
        {
            return RunOrders.Missing(id);
        }

        if (!state.Run.HasEnded && from is null)
        {
            return await orders.OrderAsync(id, RunOrder.Continue, actor, cancellationToken);
        }

        var (workflow, refused) = Readable(state);
        if (workflow is null)
        {
            return new RunResult { Refused = refused };
        }

        if (from is null)
        {
            return await ReopenAsync(state, workflow, s => IsUnfinished(s), $"resumed by {actor}", null, actor, cancellationToken);
        }

        if (workflow.Type == WorkflowType.Graph)
        {
            return new RunResult { Refused = $"{state.Run.Key} is a graph, which goes on along its edges: resume it from where it stopped, or fork it from a checkpoint" };
        }

        if (EntityId.TryParse<CheckpointId>(from, out var checkpointId))
        {
            return await FromCheckpointAsync(state, workflow, checkpointId, actor, cancellationToken);
        }

        if (workflow.Steps.All(s => !string.Equals(s.Id, from, StringComparison.Ordinal)))
        {
            return new RunResult { NotFound = $"{state.Run.Key} has no step '{from}': it has {string.Join(", ", workflow.Steps.Select(s => s.Id))}" };
        }

        var again = Downstream(workflow, from);
        return await ReopenAsync(state, workflow, s => again.Contains(s.StepId) || IsUnfinished(s), $"resumed by {actor} from step {from}", null, actor, cancellationToken);
    }

    public async Task<RunResult> RerunAsync(RunId id, string step, bool downstream, string actor, CancellationToken cancellationToken)
    {
        if (await services.Store.LoadAsync(id, cancellationToken) is not { } state)
        {
            return RunOrders.Missing(id);
        }

        var (workflow, refused) = Readable(state);
        if (workflow is null)
        {
            return new RunResult { Refused = refused };
        }

        if (workflow.Type == WorkflowType.Graph)
        {
            return new RunResult { Refused = $"{state.Run.Key} is a graph, which goes on along its edges: resume it, or fork it from a checkpoint before '{step}'" };
        }

        if (workflow.Steps.All(s => !string.Equals(s.Id, step, StringComparison.Ordinal)))
        {
            return new RunResult { NotFound = $"{state.Run.Key} has no step '{step}': it has {string.Join(", ", workflow.Steps.Select(s => s.Id))}" };
        }

        var again = downstream ? Downstream(workflow, step) : [step];
        return await ReopenAsync(state, workflow, s => again.Contains(s.StepId), $"step {step} is run again by {actor}{(downstream ? " with what depends on it" : "")}", null, actor, cancellationToken);
    }

    private static (WorkflowDefinition? Workflow, string? Refused) Readable(RunState state)
    {
        var run = state.Run;
        if (!run.HasEnded)
        {
            return (null, $"{run.Key} is {run.Status.ToString().ToLowerInvariant()}: cancel it or wait for its end first");
        }

        if (run.Status == RunStatus.Completed)
        {
            return (null, $"{run.Key} is completed, which is final: fork it from one of its checkpoints with `signalbox run fork {run.Key} --checkpoint CP`");
        }

        if (state.Workspaces.FirstOrDefault(w => w.Status == WorkspaceStatus.Removed || w.RemovalAt is not null) is { } workspace)
        {
            return (null, $"{(state.Workspaces.Count > 1 ? "a" : "the")} workspace of {run.Key} {(workspace.Status == WorkspaceStatus.Removed ? "was" : "is being")} removed: fork it from one of its checkpoints with `signalbox run fork {run.Key} --checkpoint CP`");
        }

        var definition = WorkflowParser.Parse(state.Version.Yaml, run.Workflow).Definition;
        return definition is null ? (null, $"version {run.WorkflowVersion} of {run.Workflow} cannot be read by this version of Signalbox: start a new run") : (definition, null);
    }

    private async Task<RunResult> FromCheckpointAsync(RunState state, WorkflowDefinition workflow, CheckpointId id, string actor, CancellationToken cancellationToken)
    {
        if (await services.Checkpoints.GetAsync(id, cancellationToken) is not { } checkpoint || checkpoint.RunId != state.Run.Id)
        {
            return new RunResult { NotFound = $"{state.Run.Key} has no checkpoint {id}" };
        }

        if (state.Workspaces.Count == 0 || RunForks.Without(state.Run, checkpoint) is not null)
        {
            return new RunResult { Refused = $"{id} has no commit of {RunForks.Without(state.Run, checkpoint) ?? "the workspace"}: choose another checkpoint, or resume from a step" };
        }

        // What is there now is kept before it is replaced: nothing is lost by going back.
        var models = new StepModels(state, workflow, services.Time);
        var present = await new RunCheckpoints(state, services.Workspaces, models, services.Time)
            .TakeAsync(CheckpointType.Recovery, null, null, $"kept by {actor} before going back to {id}", cancellationToken);
        if (RunForks.Without(state.Run, present) is { } unkept)
        {
            return new RunResult { Refused = $"{unkept} cannot be kept first: {string.Join("; ", present.LeftOut)}" };
        }

        var completed = checkpoint.Completed.ToHashSet(StringComparer.Ordinal);
        return await ReopenAsync(state, workflow, s => !completed.Contains(s.Id.Value), $"resumed by {actor} from {id} ({checkpoint.Summary})", (present, checkpoint), actor, cancellationToken);
    }

    private async Task<RunResult> ReopenAsync(
        RunState state, WorkflowDefinition workflow, Func<StepRun, bool> isAgain, string why, (Checkpoint Kept, Checkpoint To)? wentBack, string actor, CancellationToken cancellationToken)
    {
        var now = services.Time.GetUtcNow();
        var (changed, events) = Again(state, workflow, isAgain, wentBack?.To, why, now);
        if (changed.Count == 0)
        {
            return new RunResult { Refused = $"every step of {state.Run.Key} has completed: there is nothing to run again" };
        }

        var run = state.Run;
        var line = await GroupRules.LineAsync(run, services.Store, ChildCalls.MaxDepth + 1, cancellationToken);
        if (await GroupRules.MakeRoomAsync(services, run.ConcurrencyGroup, workflow.Concurrency.WhenBusy, line, actor, cancellationToken) is { } busy)
        {
            return new RunResult { Refused = busy };
        }

        // Last of all: files are replaced when nothing that can be known before speaks against it.
        GoingBack? back = wentBack is var (kept, to) ? new GoingBack(state, services, kept, to) : null;
        if (back is not null && await back.GoAsync(cancellationToken) is { } fault)
        {
            return new RunResult { Refused = fault };
        }

        var status = run.Status;
        run.MoveTo(RunStatus.Running, null, now);
        run.NextAction = $"go on with {string.Join(", ", changed.Select(StepResolver.NameOf).Take(5))}";
        events.Add(StepEvents.OfRun(run, status, $"Run {why}", why));
        var checkpoints = new RunCheckpoints(state, services.Workspaces, new StepModels(state, workflow, services.Time), services.Time);
        var earlier = await services.Checkpoints.ListAsync(run.Id, cancellationToken);
        checkpoints.Continue(wentBack is { } went ? [.. earlier, went.To] : earlier);
        var mark = checkpoints.Mark(CheckpointType.Replan, null, why, actor);
        var reopened = await services.Store.ReopenAsync(
            new RunReopening
            {
                Run = run,
                Epoch = run.Epoch,
                Limits = services.Limits,
                OnlyBeside = workflow.Concurrency.WhenBusy == WhenBusy.Reject ? line : null,
                Workspaces = [.. state.Workspaces.Select(w => w.Id)],
                Steps = changed,
                Checkpoints = [mark],
                Events = events,
                Facts = [RunMeasure.Interrupted(run, InterruptionCause.Resumed, now)],
            },
            cancellationToken);
        if (reopened is not { } done)
        {
            var left = back is null ? null : await back.CallOffAsync("the run has changed meanwhile");
            return new RunResult { Refused = $"{run.Key} has changed in this moment: look at it and try again{(left is null ? "" : $"; {left}")}" };
        }

        await orders.TellAsync(run.Id, done.Events, [done.WakeUp], cancellationToken);
        return await orders.ResultAsync(run.Id, cancellationToken);
    }

    /// <summary>Steps that are to run again: what failed is taken up, what completed is visited anew.</summary>
    private static (List<StepRun> Changed, List<RunEvent> Events) Again(
        RunState state, WorkflowDefinition workflow, Func<StepRun, bool> isAgain, Checkpoint? wentBackTo, string why, DateTimeOffset now)
    {
        List<StepRun> changed = [];
        List<RunEvent> events = [];
        var again = workflow.Steps.Select(s => state.Latest(s.Id)!).Where(isAgain).ToList();
        foreach (var step in again)
        {
            // An item that completed after the checkpoint left files that are no longer there: all of them are done again.
            var isUndone = wentBackTo is not null
                && state.Steps.Any(i => i.ParentId == step.Id && i.Status == StepStatus.Completed && !wentBackTo.Completed.Contains(i.Id.Value, StringComparer.Ordinal));
            if (!isUndone && step.Status is (StepStatus.Failed or StepStatus.Cancelled))
            {
                foreach (var part in state.Steps.Where(s => s.Id == step.Id || (s.ParentId == step.Id && s.Status is StepStatus.Failed or StepStatus.Cancelled)).ToList())
                {
                    var from = part.Status;
                    part.Reopen(state.AttemptsOf(part).Count(), why, now);
                    changed.Add(part);
                    events.Add(StepEvents.OfStep(part, from, $"Step {StepResolver.NameOf(part)} is to run again: {why}", why));
                }
            }
            else if (step.HasEnded)
            {
                var visit = RunFactory.Step(state.Run, workflow.Step(step.StepId), step.Position, state.Run.AgentOverride, step.Visit + 1);
                state.Add(visit);
                changed.Add(visit);
                events.Add(StepEvents.OfStep(visit, StepStatus.Pending, $"Step {step.StepId} is visited again, visit {visit.Visit}: {why}", why));
            }
        }

        return (changed, events);
    }

    private static bool IsUnfinished(StepRun step) => step.Status is StepStatus.Failed or StepStatus.Cancelled or StepStatus.Skipped;

    private static HashSet<string> Downstream(WorkflowDefinition workflow, string step)
    {
        HashSet<string> found = [step];
        bool grew;
        do
        {
            grew = false;
            foreach (var other in workflow.Steps.Where(s => s.Needs.Any(found.Contains)))
            {
                grew |= found.Add(other.Id);
            }
        }
        while (grew);
        return found;
    }
}
