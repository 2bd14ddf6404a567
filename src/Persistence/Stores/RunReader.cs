using Microsoft.EntityFrameworkCore;
using Signalbox.Engine.Identity;
using Signalbox.Engine.Runs;
using Signalbox.Engine.Workspaces;

namespace Signalbox.Persistence.Stores;

/// <summary>Reads the whole state of a run; the caller's transaction makes it one state.</summary>
internal static class RunReader
{
    public static async Task<RunState?> LoadAsync(SignalboxDbContext context, RunId id, CancellationToken cancellationToken)
    {
        var head = await (
            from run in context.Runs.AsNoTracking()
            join version in context.WorkflowVersions.AsNoTracking() on run.WorkflowVersionId equals version.Id
            join repository in context.Repositories.AsNoTracking() on run.RepositoryId equals repository.Id
            where run.Id == id
            select new { run, version, repository }).FirstOrDefaultAsync(cancellationToken);
        if (head is null)
        {
            return null;
        }

        var steps = await context.StepRuns.AsNoTracking().Where(s => s.RunId == id).ToListAsync(cancellationToken);
        var attempts = await context.Attempts.AsNoTracking().Where(a => a.RunId == id).ToListAsync(cancellationToken);
        var approvals = await ApprovalsAsync(context, id, cancellationToken);
        var workspaces = await context.Workspaces.AsNoTracking().Where(w => w.RunId == id).ToListAsync(cancellationToken);
        var repositories = await RepositoriesAsync(context, head.run, cancellationToken);

        // Items stand behind the visit that they belong to.
        var visits = steps.ToDictionary(s => s.Id, s => s.Visit);
        steps =
        [
            .. steps.OrderBy(s => s.Position)
                .ThenBy(s => s.ParentId is { } parent ? visits[parent] : s.Visit)
                .ThenBy(s => s.ItemIndex ?? -1)
                .ThenBy(s => s.Visit)
                .ThenBy(s => s.Id.Value, StringComparer.Ordinal),
        ];
        var order = steps.Select((step, index) => (step.Id, index)).ToDictionary(s => s.Id, s => s.index);
        return new RunState
        {
            Run = head.run,
            Version = head.run.Definition is { } definition ? head.version.With(definition) : head.version,
            Repository = head.repository,
            Steps = steps,
            Attempts = [.. attempts.OrderBy(a => order[a.StepRunId]).ThenBy(a => a.Number)],
            Approvals = approvals,
            Repositories = repositories,

            // The newest of each repository: one that was left on another node stays a row.
            Workspaces = [.. (repositories.Count == 0 ? [head.repository] : repositories).Select(r => workspaces.Where(w => w.RepositoryId == r.Id).MaxBy(w => w.CreatedAt)).OfType<Workspace>()],
        };
    }

    private static async Task<IReadOnlyList<Repository>> RepositoriesAsync(SignalboxDbContext context, Run run, CancellationToken cancellationToken)
    {
        if (run.Repositories.Count == 0)
        {
            return [];
        }

        var ids = run.Repositories.Select(r => r.Id).ToList();
        var found = await context.Repositories.AsNoTracking().Where(r => ids.Contains(r.Id)).ToDictionaryAsync(r => r.Id, cancellationToken);

        // One of several is no column of the run's: it may have been forgotten since the run ended.
        return [.. run.Repositories.Select(r => found.GetValueOrDefault(r.Id) ?? new Repository { Id = r.Id, Name = r.Name, Path = "(forgotten)", CreatedAt = run.CreatedAt })];
    }

    public static async Task<RunSignals?> ReadSignalsAsync(SignalboxDbContext context, RunId id, CancellationToken cancellationToken)
    {
        var signals = await context.Runs
            .Where(r => r.Id == id)
            .Select(r => new RunSignals
            {
                Wake = r.Wake,
                CancelRequestedAt = r.CancelRequestedAt,
                CancelRequestedBy = r.CancelRequestedBy,
                PauseRequestedAt = r.PauseRequestedAt,
                PauseRequestedBy = r.PauseRequestedBy,
                StepsAllowed = r.StepsAllowed,
                Additions = r.Additions,
            })
            .SingleOrDefaultAsync(cancellationToken);
        return signals is null
            ? null
            : signals with
            {
                Approvals = await ApprovalsAsync(context, id, cancellationToken),
                Claims = await (
                    from claim in context.StepClaims.AsNoTracking()
                    join attempt in context.Attempts on claim.AttemptId equals attempt.Id
                    where claim.RunId == id && attempt.Status == AttemptStatus.Running
                    select claim).ToListAsync(cancellationToken),
                Children = await context.Runs
                    .Where(r => r.ParentRunId == id && r.ParentStepRunId != null)
                    .OrderBy(r => r.CreatedAt).ThenBy(r => r.Id)
                    .Select(r => new ChildRun(r.Id, r.Key, r.ParentStepRunId!.Value, r.Status, r.StatusReason, r.CostUsd))
                    .ToListAsync(cancellationToken),
            };
    }

    private static Task<List<Approval>> ApprovalsAsync(SignalboxDbContext context, RunId run, CancellationToken cancellationToken) =>
        context.Approvals.AsNoTracking().Where(a => a.RunId == run).OrderBy(a => a.CreatedAt).ThenBy(a => a.Id).ToListAsync(cancellationToken);
}
