using Microsoft.EntityFrameworkCore;
using Signalbox.Engine.Runs;

namespace Signalbox.Persistence.Queries;

/// <summary>Adds to a page of runs what comes from their steps, with one query for the whole page.</summary>
internal static class RunSteps
{
    public static async Task<IReadOnlyList<RunSummary>> AddAsync(SignalboxDbContext context, IReadOnlyList<RunSummary> runs, CancellationToken cancellationToken)
    {
        if (runs.Count == 0)
        {
            return runs;
        }

        var ids = runs.Select(r => r.Id).ToList();
        var steps = await context.StepRuns
            .Where(s => ids.Contains(s.RunId) && s.ParentId == null)
            .Select(s => new { s.RunId, s.StepId, s.Position, s.Visit, s.Agent, Ended = s.EndedAt != null })
            .ToListAsync(cancellationToken);

        // The last visit of a step is the one that counts; its items are part of it.
        var byRun = steps.GroupBy(s => (s.RunId, s.StepId)).Select(visits => visits.MaxBy(s => s.Visit)!).OrderBy(s => s.Position).ToLookup(s => s.RunId);
        return
        [
            .. runs.Select(run => run with
            {
                StepsTotal = byRun[run.Id].Count(),
                StepsEnded = byRun[run.Id].Count(s => s.Ended),
                Agents = [.. byRun[run.Id].Select(s => s.Agent).Distinct(StringComparer.Ordinal)],
            }),
        ];
    }
}
