using System.Diagnostics;
using Signalbox.Engine.Agents;
using Signalbox.Engine.Identity;
using Signalbox.Engine.Library;
using Signalbox.Engine.Workflows;

namespace Signalbox.Engine.Runs.Execution;

/// <summary>Makes runs, for every way a run can come to be: a start, a child of another run, a fork.</summary>
public sealed class RunFactory(IAgentCatalog agents, RunServiceOptions options, TimeProvider time, ServerNode? node = null)
{
    /// <summary>What keeps a workflow from being run, as a sentence; null when nothing does.</summary>
    /// <param name="entry">The workflow.</param>
    /// <param name="agent">Agent that does its agents' steps instead of their own; null: their own.</param>
    public string? Unusable(WorkflowEntry entry, string? agent = null)
    {
        ArgumentNullException.ThrowIfNull(entry);
        if (entry.Definition is not { } definition)
        {
            return $"the workflow '{entry.Workflow.Slug}' has never been valid: look at its file";
        }

        foreach (var step in definition.Steps.Where(s => s.Kind is StepKind.Shell || (s.Kind is StepKind.Agent && agent is null)).DistinctBy(s => s.Agent, StringComparer.Ordinal))
        {
            var info = agents.FindInfo(step.Agent);
            if (agents.Find(step.Agent) is IPooledAgent)
            {
                continue; // a worker that is not there yet is waited for
            }

            if (info is null || info.Status != AgentStatus.Active)
            {
                return info is null
                    ? $"'{entry.Workflow.Slug}' needs the agent '{step.Agent}', which is not known"
                    : $"'{entry.Workflow.Slug}' needs {info.Name}: {info.StatusReason}";
            }
        }

        return definition.Steps.Where(s => s.Tools is not null).Select(s => StepTools.Missing(s, agent ?? s.Agent, agents)).FirstOrDefault(f => f is not null) is { } fault
            ? $"'{entry.Workflow.Slug}', {fault}"
            : null;
    }

    /// <summary>The run of this plan, to be written.</summary>
    internal NewRun Make(RunPlan plan) => new(
        key => Create(plan, key),
        plan.Definition.Key,
        plan.Key,
        run => plan.Steps?.Invoke(run) ?? Steps(run, plan.Definition),
        run => [StepEvents.Note(run, plan.Says ?? $"Queued by {plan.Actor}: {plan.Workflow} v{plan.Version.Number} on {(plan.Repositories.Count == 0 ? plan.Repository.Name : string.Join(", ", plan.Repositories.Select(r => r.Name)))}")])
    {
        GivenId = plan.MayExist ? plan.Id : null,
    };

    /// <summary>The step runs of a run that has done nothing yet.</summary>
    internal static IReadOnlyList<StepRun> Steps(Run run, WorkflowDefinition definition) => [.. definition.Steps.Select((step, index) => Step(run, step, index + 1, run.AgentOverride))];

    internal static StepRun Step(Run run, StepDefinition step, int position, string? agentOverride, int visit = 1, string? comment = null) => new()
    {
        Id = EntityId.New<StepRunId>(),
        RunId = run.Id,
        StepId = step.Id,
        Name = step.Name,
        Position = position,
        Visit = visit,
        Repository = run.Repositories.Count == 0 ? null : step.Repository,
        Agent = step.Kind == StepKind.Agent ? agentOverride ?? step.Agent : step.Agent,
        Needs = step.Needs,
        Comment = comment,
    };

    private Run Create(RunPlan plan, string key)
    {
        var now = time.GetUtcNow();
        return new Run
        {
            Id = plan.Id,
            Key = key,
            WorkflowVersionId = plan.Version.Id,
            Workflow = plan.Workflow,
            WorkflowVersion = plan.Version.Number,
            RepositoryId = plan.Repository.Id,
            Repository = plan.Repository.Name,
            Repositories = plan.Repositories,
            OriginalPrompt = plan.Prompt,
            Inputs = plan.Inputs,
            Environment = plan.Environment,
            Priority = plan.Priority,
            ConcurrencyGroup = plan.Group,
            ParentRunId = plan.ParentRunId,
            ParentStepRunId = plan.ParentStepRunId,
            ForkedFrom = plan.ForkedFrom,
            Definition = plan.Added,
            BaseCommit = plan.BaseCommit,
            JudgedCommit = plan.JudgedCommit,
            AgentOverride = plan.Overrides.Agent,
            ModelOverride = plan.Overrides.Model,
            MaxCostUsd = plan.Overrides.MaxCostUsd,
            MaxDurationMinutes = plan.Overrides.MaxDurationMinutes,
            Trigger = plan.Trigger,
            StartedBy = plan.Actor,
            Directory = Path.Combine(options.RunsFolder, key),
            Home = node?.Id,
            TraceId = plan.TraceId ?? ActivityTraceId.CreateRandom().ToHexString(),
            NextAction = "begin as soon as a place is free",
            Wake = 1,
            CreatedAt = now,
            LastEventAt = now,
        };
    }
}
