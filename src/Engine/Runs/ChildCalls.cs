using Signalbox.Engine.Workflows;

namespace Signalbox.Engine.Runs;

/// <summary>Starts runs of other workflows as steps of this one (<c>workflow:</c>).</summary>
internal sealed class ChildCalls(RunState state, RunSessionServices services, RunCheckpoints checkpoints)
{
    /// <summary>Runs inside runs, at most: a workflow that calls itself ends with a reason.</summary>
    public const int MaxDepth = 8;

    public async Task CallAsync(StepDefinition step, StepAction action, DecisionApplier applier, StepModels models, CancellationToken cancellationToken)
    {
        var (plan, fault) = await PlanAsync(step, action.Step, models, cancellationToken);
        if (plan is null)
        {
            applier.Fail(action.Step, fault!);
            return;
        }

        action.Step.ChildRunId = plan.Id;
        applier.Block(action.Step, BlockCause.ChildRun, $"{StepResolver.NameOf(action.Step)} waits for its run of {plan.Workflow}");
        applier.Add(services.Factory.Make(plan));
    }

    private async Task<(RunPlan? Plan, string? Fault)> PlanAsync(StepDefinition step, StepRun stepRun, StepModels models, CancellationToken cancellationToken)
    {
        var found = await services.Library.FindAsync($"{state.Run.Repository}/{step.Workflow}", cancellationToken);
        if (found is not [{ } entry])
        {
            return (null, $"there is no workflow '{step.Workflow}' in {state.Run.Repository}");
        }

        if (services.Factory.Unusable(entry) is { } unusable)
        {
            return (null, unusable);
        }

        var line = await GroupRules.LineAsync(state.Run, services.Store, MaxDepth + 1, cancellationToken);
        if (line.Count > MaxDepth)
        {
            return (null, $"'{step.Workflow}' would be a run inside {MaxDepth} others; does a workflow call itself?");
        }

        var model = await models.BuildAsync(cancellationToken);
        if (StepModels.Complete(model, step, stepRun) is { } fault)
        {
            return (null, fault);
        }

        var values = (IReadOnlyDictionary<string, object?>)model["with"]!;
        var binding = InputBinder.Bind(entry.Definition!, values);
        var (group, groupFault) = ConcurrencyGroup.Of(entry.Definition!, binding.Values, state.Run.Repository, state.Run.OriginalPrompt);
        if (binding.Faults.Count > 0 || groupFault is not null)
        {
            return (null, $"inputs of '{step.Workflow}': {string.Join(" ", binding.Faults.Select(f => f.Message).Append(groupFault).OfType<string>())}");
        }

        if (await GroupRules.MakeRoomAsync(services, group, entry.Definition!.Concurrency.WhenBusy, line, state.Run.StartedBy, cancellationToken) is { } busy)
        {
            return (null, busy);
        }

        // The child begins with the work as it is now, in a workspace of its own.
        var start = state.Workspace is null ? null : (await services.Workspaces.CheckpointAsync(
            state.Workspace.Path, $"refs/signalbox/{state.Run.Id}/{stepRun.Id}", $"{state.Run.Key}: what {step.Id} begins with", cancellationToken)).Commit;
        return (new RunPlan
        {
            Workflow = entry.Workflow.Slug,
            Version = entry.Version!,
            Definition = entry.Definition!,
            Repository = state.Repository,
            Inputs = binding.Values,
            Environment = state.Run.Environment,
            Priority = state.Run.Priority,
            Group = group,
            Prompt = state.Run.OriginalPrompt,
            Trigger = RunTrigger.Workflow,
            Actor = state.Run.StartedBy,
            ParentRunId = state.Run.Id,
            ParentStepRunId = stepRun.Id,
            BaseCommit = start ?? checkpoints.LastCommit,
            Overrides = new RunOverrides(state.Run.AgentOverride, state.Run.ModelOverride),
            TraceId = state.Run.TraceId,
            Says = $"Queued by step {step.Id} of {state.Run.Key}: {entry.Workflow.Slug} v{entry.Version!.Number}",
        }, null);
    }
}
