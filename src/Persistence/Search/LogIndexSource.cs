using Microsoft.EntityFrameworkCore;
using Signalbox.Engine.Identity;
using Signalbox.Engine.Logs;
using Signalbox.Engine.Logs.Search;
using Signalbox.Engine.Runs;
using Signalbox.Persistence.Providers;

namespace Signalbox.Persistence.Search;

internal sealed class LogIndexSource(Database database) : ILogIndexSource
{
    public async Task<IReadOnlyList<IndexedStream>> StreamsAsync(DateTimeOffset? endedSince, CancellationToken cancellationToken)
    {
        await using var context = database.CreateDbContext();
        var runs = context.Runs.AsNoTracking();
        if (endedSince is { } since)
        {
            // Each part is a walk down an index.
            runs = runs.Where(r => r.EndedAt >= since || r.Status == RunStatus.Pending || r.Status == RunStatus.Running || r.Status == RunStatus.Waiting || r.Status == RunStatus.Paused);
        }

        var streams = await (
            from run in runs
            join attempt in context.Attempts on run.Id equals attempt.RunId
            join step in context.StepRuns on attempt.StepRunId equals step.Id
            join stream in context.LogStreams on attempt.Id equals stream.AttemptId
            orderby attempt.StartedAt, attempt.Id, stream.Stream
            select new { run.Id, run.Key, run.Workflow, step.StepId, attempt.Number, stream }).ToListAsync(cancellationToken);
        return [.. streams.Select(s => new IndexedStream(s.stream.AttemptId, s.stream.Stream, s.Id, s.Key, s.Workflow, s.StepId, s.Number, s.stream.CommittedOffset, s.stream.Complete))];
    }

    public async Task<long?> FirstLineWithoutTextAsync(AttemptId attempt, LogStream stream, CancellationToken cancellationToken)
    {
        await using var context = database.CreateDbContext();
        return await context.LogChunks
            .Where(c => c.AttemptId == attempt && c.Stream == stream && c.Text == null)
            .OrderBy(c => c.Offset)
            .Select(c => (long?)c.FirstLine)
            .FirstOrDefaultAsync(cancellationToken);
    }

    public async Task<IReadOnlySet<AttemptId>> ExistingAsync(IReadOnlyCollection<AttemptId> attempts, CancellationToken cancellationToken)
    {
        await using var context = database.CreateDbContext();
        return await context.Attempts.Where(a => attempts.Contains(a.Id)).Select(a => a.Id).ToHashSetAsync(cancellationToken);
    }
}
