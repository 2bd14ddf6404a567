using Microsoft.EntityFrameworkCore;
using Signalbox.Engine.Coordination;
using Signalbox.Engine.Runs;
using Signalbox.Persistence.Providers;

namespace Signalbox.Persistence.Queries;

internal sealed class AgentActivityStore(Database database) : IAgentActivityStore
{
    private const int Decimals = 6;

    public async Task<IReadOnlyList<AgentStep>> ListStepsAsync(string? agentId, CancellationToken cancellationToken)
    {
        await using var context = database.CreateDbContext();

        // A run that waits, rests or has ended has no attempt at work: the index of runs by status leads to the few that have.
        return await (
            from run in context.Runs
            join attempt in context.Attempts on run.Id equals attempt.RunId
            join step in context.StepRuns on attempt.StepRunId equals step.Id
            where run.Status == RunStatus.Running && attempt.Status == AttemptStatus.Running && attempt.Worker == null && step.Status != StepStatus.Blocked
                && (agentId == null || attempt.Agent == agentId)
            orderby attempt.StartedAt, attempt.Id
            select new AgentStep
            {
                Agent = attempt.Agent,
                RunId = run.Id,
                RunKey = run.Key,
                StepRunId = step.Id,
                StepId = step.StepId,
                ItemIndex = step.ItemIndex,
                AttemptId = attempt.Id,
                Attempt = attempt.Number,
                StartedAt = attempt.StartedAt,
            }).ToListAsync(cancellationToken);
    }

    public async Task<IReadOnlyDictionary<string, AgentCost>> SumCostsAsync(DateTimeOffset since, CancellationToken cancellationToken)
    {
        await using var context = database.CreateDbContext();

        // Through the runs, whose indexes know what ended since and what has not ended; attempts have none of their times.
        var runs = context.Runs.Where(r => r.EndedAt >= since).Select(r => r.Id)
            .Concat(context.Runs.Where(r => r.EndedAt == null && (r.Status == RunStatus.Running || r.Status == RunStatus.Waiting || r.Status == RunStatus.Paused)).Select(r => r.Id));

        // SQLite keeps decimals as text and cannot add them up.
        var sums = await (
            from run in runs
            join attempt in context.Attempts on run equals attempt.RunId
            where attempt.StartedAt >= since
            group new { Usd = (double?)attempt.Usage!.CostUsd, attempt.Usage.CostEstimated } by attempt.Worker ?? attempt.Agent into g
            select new
            {
                Agent = g.Key,
                Attempts = g.Count(),
                Known = g.Count(a => a.Usd != null),
                Estimated = g.Count(a => a.Usd != null && a.CostEstimated),
                Usd = g.Sum(a => a.Usd),
            }).ToListAsync(cancellationToken);
        return sums.ToDictionary(
            s => s.Agent,
            s => new AgentCost(s.Attempts, s.Attempts - s.Known, s.Known == 0 ? null : Math.Round((decimal)(s.Usd ?? 0), Decimals), s.Estimated > 0),
            StringComparer.Ordinal);
    }
}
