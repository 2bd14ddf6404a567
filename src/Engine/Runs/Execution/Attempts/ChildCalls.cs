using Signalbox.Engine.Library;
using Signalbox.Engine.Runs.Records;
using Signalbox.Engine.Runs.Resolution;
using Signalbox.Engine.Workflows;
using Signalbox.Engine.Workspaces;

namespace Signalbox.Engine.Runs.Execution.Attempts;

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
        var repository = state.RepositoryOf(stepRun);
        var found = await FindAsync(step, repository, cancellationToken);
        if (found is not [{ } entry])
        {
            return (null, $"there is no workflow '{step.Workflow}' in {repository.Name} or beside '{state.Run.Workflow}'");
        }

        var places = await RunRepositories.FindAsync(entry.Definition!, entry.Repository, step.Repository, repository, services.Repositories, cancellationToken);
        if (places.Fault is { } missing)
        {
            return (null, missing);
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
        if (models.Complete(model, step, stepRun) is { } fault)
        {
            return (null, fault);
        }

        var values = (IReadOnlyDictionary<string, object?>)model["with"]!;
        var binding = InputBinder.Bind(entry.Definition!, values);
        var (group, groupFault) = ConcurrencyGroup.Of(entry.Definition!, binding.Values, places.Repository!.Name, state.Run.OriginalPrompt);
        if (binding.Faults.Count > 0 || groupFault is not null)
        {
            return (null, $"inputs of '{step.Workflow}': {string.Join(" ", binding.Faults.Select(f => f.Message).Append(groupFault).OfType<string>())}");
        }

        if (await GroupRules.MakeRoomAsync(services, group, entry.Definition!.Concurrency.WhenBusy, line, state.Run.StartedBy, cancellationToken) is { } busy)
        {
            return (null, busy);
        }

        return (await MakeAsync(step, stepRun, entry, places, binding.Values, group, cancellationToken), null);
    }

    private async Task<RunPlan> MakeAsync(
        StepDefinition step, StepRun stepRun, WorkflowEntry entry, RunRepositories places, IReadOnlyDictionary<string, object?> inputs, string? group, CancellationToken cancellationToken)
    {
        // The child begins with the work as it is now, in workspaces of its own; in repositories that this run does not work in, with what they hold.
        var begin = await CommitsAsync(step, stepRun, places, cancellationToken);
        return new RunPlan
        {
            Workflow = entry.Workflow.Slug,
            Version = entry.Version!,
            Definition = entry.Definition!,
            Repository = places.Repository!,
            Repositories = places.From(begin.GetValueOrDefault).All,
            Inputs = inputs,
            Environment = state.Run.Environment,
            Priority = state.Run.Priority,
            Group = group,
            Prompt = state.Run.OriginalPrompt,
            Trigger = RunTrigger.Workflow,
            Actor = state.Run.StartedBy,
            ParentRunId = state.Run.Id,
            ParentStepRunId = stepRun.Id,
            BaseCommit = places.All.Count == 0 ? begin.GetValueOrDefault(places.Repository!.Name) : null,
            Overrides = new RunOverrides(state.Run.AgentOverride, state.Run.ModelOverride),
            TraceId = state.Run.TraceId,
            Says = $"Queued by step {step.Id} of {state.Run.Key}: {entry.Workflow.Slug} v{entry.Version!.Number}",
        };
    }

    /// <summary>The workflow of the repository that the step works in, else of the one that has the workflow of this run.</summary>
    private async Task<IReadOnlyList<WorkflowEntry>> FindAsync(StepDefinition step, Repository repository, CancellationToken cancellationToken)
    {
        var found = await services.Library.FindAsync($"{repository.Name}/{step.Workflow}", cancellationToken);
        if (found.Count > 0)
        {
            return found;
        }

        var home = (await services.Library.ListAsync(cancellationToken)).FirstOrDefault(e => e.Workflow.Id == state.Version.WorkflowId)?.Repository;
        return home is null || home.Id == repository.Id ? found : await services.Library.FindAsync($"{home.Name}/{step.Workflow}", cancellationToken);
    }

    /// <summary>Commits of the work as it is now, by the names that the child's repositories have for it.</summary>
    private async Task<Dictionary<string, string?>> CommitsAsync(StepDefinition step, StepRun stepRun, RunRepositories places, CancellationToken cancellationToken)
    {
        IReadOnlyList<RunRepository> all = places.All.Count == 0 ? [new RunRepository(places.Repository!.Id, places.Repository.Name)] : places.All;
        var commits = new Dictionary<string, string?>(StringComparer.Ordinal);
        foreach (var (one, place) in all.Select((r, index) => (r, index + 1)))
        {
            if (state.Repositories.FirstOrDefault(r => r.Id == one.Id) is { } own && state.WorkspaceIn(own) is { } workspace)
            {
                var name = place == 1 ? $"refs/signalbox/{state.Run.Id}/{stepRun.Id}" : FormattableString.Invariant($"refs/signalbox/{state.Run.Id}/{stepRun.Id}-{place}");
                var taken = await services.Workspaces.CheckpointAsync(workspace.Path, name, $"{state.Run.Key}: what {step.Id} begins with", cancellationToken);
                commits[one.Name] = taken.Commit ?? checkpoints.LastCommitIn(own);
            }
        }

        return commits;
    }
}
