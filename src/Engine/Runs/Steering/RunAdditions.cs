using Signalbox.Engine.Identity;
using Signalbox.Engine.Runs.Execution;
using Signalbox.Engine.Workflows;

namespace Signalbox.Engine.Runs.Steering;

/// <summary>
/// Adds steps to a run (design/agents.md, Workers: "Coordinators may also create plan steps in a run"). They are checked with those that are there by the reader of
/// workflows, and become a part of the run's own definition: whatever reads it sees one workflow.
/// </summary>
internal sealed class RunAdditions(RunSessionServices services, RunOrders orders)
{
    /// <summary>How often it is tried again because somebody else added steps in the same moment.</summary>
    private const int MaxTries = 20;

    public async Task<AddStepsResult> AddAsync(RunId id, string added, string actor, CancellationToken cancellationToken)
    {
        for (var tries = 1; ; tries++)
        {
            if (await services.Store.LoadAsync(id, cancellationToken) is not { } state)
            {
                return new AddStepsResult { NotFound = RunOrders.Missing(id).NotFound };
            }

            if (Refusal(state.Run) is { } refused)
            {
                return new AddStepsResult { Refused = refused };
            }

            var (result, addition) = await PlanAsync(state, added, actor, cancellationToken);
            if (addition is null)
            {
                return result;
            }

            if (await services.Store.AddStepsAsync(addition, cancellationToken) is var (events, wakeUp))
            {
                await orders.TellAsync(id, events, [wakeUp], cancellationToken);
                return result with { Run = (await orders.ResultAsync(id, cancellationToken)).Run };
            }

            if (tries == MaxTries)
            {
                return new AddStepsResult { Refused = $"{state.Run.Key} changes all the time: try again" };
            }
        }
    }

    private static string? Refusal(Run run) =>
        run.HasEnded ? $"{run.Key} has ended ({run.Status.ToString().ToLowerInvariant()}): no step can be added to it"
        : run.CancelRequestedAt is not null ? $"{run.Key} is being cancelled: no step can be added to it"
        : null;

    private async Task<(AddStepsResult Result, StepsAddition? Addition)> PlanAsync(RunState state, string added, string actor, CancellationToken cancellationToken)
    {
        var run = state.Run;
        var before = WorkflowParser.Parse(state.Version.Yaml, run.Workflow).Definition;
        if (before is null)
        {
            return (new AddStepsResult { Refused = $"version {run.WorkflowVersion} of {run.Workflow} cannot be read by this version of Signalbox" }, null);
        }

        if (before.Type == WorkflowType.Graph)
        {
            return (new AddStepsResult { Refused = $"{run.Key} is a graph, which goes along its edges: no edge would lead to a step that is added; start another run for it" }, null);
        }

        var agents = services.Agents.Agents.Select(a => a.Id).ToHashSet(StringComparer.Ordinal);
        var workflows = (await services.Library.ListAsync(cancellationToken)).Select(e => e.Workflow.Slug).ToHashSet(StringComparer.Ordinal);
        var parsed = AddedSteps.Parse(state.Version.Yaml, run.Workflow, added, "steps", agents, workflows, services.Agents.McpServers.Select(s => s.Id).ToHashSet(StringComparer.Ordinal));
        if (parsed.Definition is not { } definition)
        {
            return (new AddStepsResult { Invalid = parsed.Diagnostics }, null);
        }

        var missing = parsed.Steps.Where(s => s.Kind is StepKind.Agent or StepKind.Shell)
            .Select(s => (Step: s, Agent: s.Kind == StepKind.Agent ? run.AgentOverride ?? s.Agent : s.Agent))
            .Select(s => StepNeeds.MissingAgent(services.Agents, s.Agent, s.Step.Id) ?? StepTools.Missing(s.Step, s.Agent, services.Agents)
                ?? s.Step.Secrets.Where(name => definition.Inputs.All(i => !string.Equals(i.Name, name, StringComparison.Ordinal))).Select(name => services.Secrets.Resolve(name).Fault).FirstOrDefault(f => f is not null))
            .FirstOrDefault(m => m is not null);
        if (missing is not null)
        {
            return (new AddStepsResult { Refused = missing }, null);
        }

        IReadOnlyList<string> ids = [.. parsed.Steps.Select(s => s.Id)];
        return (new AddStepsResult { Steps = ids }, new StepsAddition
        {
            Run = run,
            Definition = parsed.Yaml!,
            Steps = [.. parsed.Steps.Select((step, index) => RunFactory.Step(run, step, before.Steps.Count + index + 1, run.AgentOverride))],
            Event = StepEvents.Note(run, $"{(ids.Count == 1 ? "1 step was" : $"{ids.Count} steps were")} added by {actor}: {string.Join(", ", ids)}") with
            {
                Data = new Dictionary<string, object?>(StringComparer.Ordinal) { ["addedSteps"] = ids, ["by"] = actor },
            },
        });
    }
}
