using Signalbox.Engine.Identity;
using Signalbox.Engine.Runs.Execution;
using Signalbox.Engine.Runs.Records;
using Signalbox.Engine.Workflows;
using Signalbox.Engine.Workspaces;

namespace Signalbox.Engine.Runs.Steering;

/// <summary>Starts runs at checkpoints of others.</summary>
internal sealed class RunForks(RunSessionServices services)
{
    public async Task<StartRunResult> ForkAsync(ForkRequest request, CancellationToken cancellationToken)
    {
        var checkpoint = await services.Checkpoints.GetAsync(request.Checkpoint, cancellationToken);
        var source = checkpoint is null ? null : await services.Store.LoadAsync(checkpoint.RunId, cancellationToken);
        if (checkpoint is null || source is null || (request.Run is { } wanted && wanted != checkpoint.RunId))
        {
            return new StartRunResult { NotFound = $"there is no checkpoint {request.Checkpoint}{(request.Run is null ? "" : " of this run")}; the run's page and `signalbox run show` list those there are" };
        }

        if (Without(source.Run, checkpoint) is { } without)
        {
            return new StartRunResult { Refused = $"{checkpoint.Id} has no commit of {without} ({string.Join("; ", checkpoint.LeftOut)}): choose another checkpoint" };
        }

        if (RunOverrides.AgentFault(request.Agent, services.Agents) is { } missing)
        {
            return new StartRunResult { Refused = missing.Message };
        }

        var definition = WorkflowParser.Parse(source.Version.Yaml, source.Run.Workflow).Definition;
        if (definition is null)
        {
            return new StartRunResult { Refused = $"version {source.Run.WorkflowVersion} of {source.Run.Workflow} cannot be read by this version of Signalbox" };
        }

        var (group, fault) = ConcurrencyGroup.Of(definition, source.Run.Inputs, source.Run.Repository, source.Run.OriginalPrompt);
        if (fault is not null)
        {
            return new StartRunResult { Refused = fault };
        }

        if (await RunService.FindGivenAsync(request.Id, services, cancellationToken) is { } first)
        {
            return first;
        }

        if (await GroupRules.MakeRoomAsync(services, group, definition.Concurrency.WhenBusy, [], request.Actor, cancellationToken) is { } busy)
        {
            return new StartRunResult { Refused = busy };
        }

        return await AddAsync(request, source, checkpoint, definition, group, cancellationToken);
    }

    /// <summary>The workspace of which a checkpoint has no commit, in words; null when it has all.</summary>
    internal static string? Without(Run run, Checkpoint checkpoint) => run.Repositories.Count == 0
        ? checkpoint.Commit is null ? "the workspace" : null
        : run.Repositories.FirstOrDefault(r => !checkpoint.Commits.ContainsKey(r.Name)) is { } missing ? $"the workspace of {missing.Name}" : null;

    private async Task<StartRunResult> AddAsync(
        ForkRequest request, RunState source, Checkpoint checkpoint, WorkflowDefinition definition, string? group, CancellationToken cancellationToken)
    {
        var kept = (await services.Checkpoints.ListAsync(source.Run.Id, cancellationToken)).TakeWhile(c => c.Id != checkpoint.Id).Append(checkpoint).ToList();
        var left = checkpoint.LeftOut.Count == 0 ? "" : $"; the checkpoint could not hold {string.Join(", ", checkpoint.LeftOut)}";
        return await RunService.AddAsync(
            new RunPlan
            {
                Workflow = source.Run.Workflow,
                Version = source.Version,
                Added = source.Run.Definition,
                Definition = definition,
                Repository = source.Repository,
                Inputs = source.Run.Inputs,
                Environment = source.Run.Environment,
                Priority = source.Run.Priority,
                Group = group,
                Id = request.Id ?? EntityId.New<RunId>(),
                MayExist = request.Id is not null,
                Key = request.Key,
                Prompt = source.Run.OriginalPrompt,
                Trigger = RunTrigger.Fork,
                Actor = request.Actor,
                ForkedFrom = checkpoint.Id,
                BaseCommit = source.Run.Repositories.Count == 0 ? checkpoint.Commit : null,
                JudgedCommit = source.Run.Repositories.Count == 0 ? JudgedIn(source, source.Repository, kept) : null,
                Repositories = [.. source.Run.Repositories.Select((r, at) => r with { BaseCommit = checkpoint.Commits[r.Name], JudgedCommit = JudgedIn(source, source.Repositories[at], kept) })],
                Overrides = new RunOverrides(request.Agent, request.Agent is null ? source.Run.ModelOverride : null, source.Run.MaxCostUsd, source.Run.MaxDurationMinutes),
                Says = $"Forked by {request.Actor} from {source.Run.Key} at {checkpoint.Id} ({checkpoint.Summary}){left}",
                Steps = run => Steps(run, definition, source, checkpoint),
            },
            services,
            cancellationToken);
    }

    /// <summary>What was let pass up to the checkpoint: its own files may be those that somebody rejected.</summary>
    private static string JudgedIn(RunState source, Repository repository, List<Checkpoint> kept) =>
        JudgedFiles.Of(source, repository, [.. kept.Select(c => KeptFiles.Of(source, c, repository)).OfType<KeptFiles>()]).Commit;

    private List<StepRun> Steps(Run run, WorkflowDefinition definition, RunState source, Checkpoint checkpoint)
    {
        var completed = checkpoint.Completed.ToHashSet(StringComparer.Ordinal);
        var now = services.Time.GetUtcNow();
        List<StepRun> steps = [];
        foreach (var (step, position) in definition.Steps.Select((s, i) => (s, i + 1)))
        {
            var done = source.Steps.Where(s => s.ParentId is null && string.Equals(s.StepId, step.Id, StringComparison.Ordinal) && completed.Contains(s.Id.Value)).OrderBy(s => s.Visit).ToList();
            var kept = definition.Type == WorkflowType.Graph ? done : [.. done.TakeLast(1)];
            foreach (var (visit, number) in kept.Select((s, i) => (s, i + 1)))
            {
                var taken = RunFactory.Step(run, step, position, run.AgentOverride, number);
                taken.TakeOver(visit.Outputs, visit.Verified, $"taken over from {source.Run.Key}", now);

                // The way on from the checkpoint itself is chosen anew.
                taken.ChosenBranch = visit.Id == checkpoint.StepRunId ? null : visit.ChosenBranch;
                steps.Add(taken);
            }

            if (kept.Count == 0 || (definition.Type == WorkflowType.Graph && IsAwaited(steps, definition, step.Id, kept.Count)))
            {
                steps.Add(RunFactory.Step(run, step, position, run.AgentOverride, kept.Count + 1));
            }
        }

        return steps;
    }

    /// <summary>Whether an edge that was taken leads to a visit that the checkpoint had not come to.</summary>
    private static bool IsAwaited(List<StepRun> steps, WorkflowDefinition definition, string stepId, int visits) =>
        visits < steps.Count(s => string.Equals(s.ChosenBranch, stepId, StringComparison.Ordinal)) + (string.Equals(definition.Steps[0].Id, stepId, StringComparison.Ordinal) ? 1 : 0);
}
