using Microsoft.EntityFrameworkCore;
using Signalbox.Engine.Identity;
using Signalbox.Engine.Runs;

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

        var steps = await context.StepRuns.AsNoTracking().Where(s => s.RunId == id)
            .OrderBy(s => s.Position).ThenBy(s => s.Visit).ToListAsync(cancellationToken);
        var attempts = await context.Attempts.AsNoTracking().Where(a => a.RunId == id).ToListAsync(cancellationToken);
        var workspace = await context.Workspaces.AsNoTracking().Where(w => w.RunId == id)
            .OrderByDescending(w => w.CreatedAt).FirstOrDefaultAsync(cancellationToken);
        var order = steps.Select((step, index) => (step.Id, index)).ToDictionary(s => s.Id, s => s.index);
        return new RunState
        {
            Run = head.run,
            Version = head.version,
            Repository = head.repository,
            Steps = steps,
            Attempts = [.. attempts.OrderBy(a => order[a.StepRunId]).ThenBy(a => a.Number)],
            Workspace = workspace,
        };
    }
}
