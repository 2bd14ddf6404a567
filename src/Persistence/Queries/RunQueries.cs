using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using Signalbox.Engine.Events;
using Signalbox.Engine.Identity;
using Signalbox.Engine.Runs;
using Signalbox.Persistence.Providers;
using Signalbox.Persistence.Stores;

namespace Signalbox.Persistence.Queries;

internal sealed class RunQueries(Database database) : IRunQueries
{
    private const int MaxLimit = 200;

    private static readonly Expression<Func<Run, RunSummary>> Summary = r => new RunSummary
    {
        Id = r.Id,
        Key = r.Key,
        Workflow = r.Workflow,
        WorkflowVersion = r.WorkflowVersion,
        Repository = r.Repository,
        Status = r.Status,
        StatusReason = r.StatusReason,
        Trigger = r.Trigger,
        Inputs = r.Inputs,
        OriginalPrompt = r.OriginalPrompt,
        CurrentStep = r.CurrentStep,
        NextAction = r.NextAction,
        StartedBy = r.StartedBy,
        CostUsd = r.CostUsd,
        CancelRequested = r.CancelRequestedAt != null,
        CreatedAt = r.CreatedAt,
        StartedAt = r.StartedAt,
        EndedAt = r.EndedAt,
    };

    public Task<RunPage> ListAsync(RunFilter filter, CancellationToken cancellationToken)
    {
        if (filter.Limit is < 1 or > MaxLimit)
        {
            throw new ArgumentException($"the limit {filter.Limit} is not from 1 to {MaxLimit}", nameof(filter));
        }

        RunCursor? cursor = filter.Cursor is null ? null : RunCursor.Parse(filter.Cursor);
        return database.ReadAsync(context => ListAsync(context, filter, cursor, cancellationToken), cancellationToken);
    }

    public async Task<IReadOnlyDictionary<RunId, string>> KeysAsync(IReadOnlyCollection<RunId> ids, CancellationToken cancellationToken)
    {
        await using var context = database.CreateDbContext();
        return await context.Runs.Where(r => ids.Contains(r.Id)).ToDictionaryAsync(r => r.Id, r => r.Key, cancellationToken);
    }

    public async Task<IReadOnlyList<RunId>> ResolveAsync(string text, CancellationToken cancellationToken)
    {
        await using var context = database.CreateDbContext();
        var exact = await context.Runs.Where(r => r.Id == RunId.From(text) || r.Key == text).Select(r => r.Id).ToListAsync(cancellationToken);
        if (exact.Count > 0)
        {
            return exact.Contains(RunId.From(text)) ? [RunId.From(text)] : exact;
        }

        // Keys are said aloud and typed in small letters. Without an index on this form: a walk along the index of keys.
        var spoken = text.ToUpperInvariant();
        var keys = await context.Database
            .SqlQuery<string>($"SELECT id AS \"Value\" FROM runs WHERE upper(key) = {spoken} ORDER BY id LIMIT 2")
            .ToListAsync(cancellationToken);
        if (keys.Count > 0)
        {
            return [.. keys.Select(RunId.From)];
        }

        if (text.Length <= RunId.Prefix.Length || !text.StartsWith(RunId.Prefix, StringComparison.Ordinal))
        {
            return [];
        }

        // A range, not a pattern: it is found by the key's index. No character of an id comes after z.
        var end = text + "~";
        var ids = await context.Database
            .SqlQuery<string>($"SELECT id AS \"Value\" FROM runs WHERE id >= {text} AND id < {end} ORDER BY id LIMIT 2")
            .ToListAsync(cancellationToken);
        return [.. ids.Select(RunId.From)];
    }

    public Task<RunState?> GetAsync(RunId id, CancellationToken cancellationToken) =>
        database.ReadAsync(context => RunReader.LoadAsync(context, id, cancellationToken), cancellationToken);

    public async Task<IReadOnlyList<RunEvent>> EventsAsync(RunId id, long afterSequence, int limit, CancellationToken cancellationToken)
    {
        await using var context = database.CreateDbContext();
        return await context.RunEvents.AsNoTracking()
            .Where(e => e.RunId == id && e.Sequence > afterSequence)
            .OrderBy(e => e.Sequence)
            .Take(limit)
            .ToListAsync(cancellationToken);
    }

    public async Task<(Attempt Attempt, Run Run)?> FindAttemptAsync(AttemptId id, CancellationToken cancellationToken)
    {
        await using var context = database.CreateDbContext();
        var found = await (
            from attempt in context.Attempts.AsNoTracking()
            join run in context.Runs.AsNoTracking() on attempt.RunId equals run.Id
            where attempt.Id == id
            select new { attempt, run }).SingleOrDefaultAsync(cancellationToken);
        return found is null ? null : (found.attempt, found.run);
    }

    public async Task<IReadOnlyDictionary<RunStatus, int>> CountByStatusAsync(DateTimeOffset? since, CancellationToken cancellationToken)
    {
        await using var context = database.CreateDbContext();
        var runs = since is { } from ? context.Runs.Where(r => r.CreatedAt >= from) : context.Runs;
        var counts = await runs.GroupBy(r => r.Status).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, cancellationToken);
        return Enum.GetValues<RunStatus>().ToDictionary(status => status, status => counts.GetValueOrDefault(status));
    }

    public Task<IReadOnlyList<RunSummary>> ChildrenAsync(RunId id, CancellationToken cancellationToken) =>
        database.ReadAsync(
            async context =>
            {
                var children = await context.Runs
                    .Where(r => r.ParentRunId == id)
                    .OrderBy(r => r.CreatedAt).ThenBy(r => r.Id)
                    .Select(Summary)
                    .ToListAsync(cancellationToken);
                return await RunSteps.AddAsync(context, children, cancellationToken);
            },
            cancellationToken);

    public Task<int?> QueuePositionAsync(RunId id, CancellationToken cancellationToken) =>
        database.ReadAsync<int?>(
            async context =>
            {
                var run = await context.Runs
                    .Where(r => r.Id == id && (r.Status == RunStatus.Pending || (r.Status == RunStatus.Waiting && r.QueuedFor != null)))
                    .Select(r => new { r.Priority, r.CreatedAt, IsHeld = r.Node != null })
                    .SingleOrDefaultAsync(cancellationToken);
                if (run is null || run.IsHeld)
                {
                    return run is null ? null : 0;
                }

                return await context.Runs.CountAsync(
                    r => (r.Status == RunStatus.Pending || (r.Status == RunStatus.Waiting && r.QueuedFor != null))
                        && r.Node == null
                        && r.Priority >= run.Priority
                        && (r.Priority > run.Priority
                            || r.CreatedAt < run.CreatedAt
                            || (r.CreatedAt == run.CreatedAt && string.Compare((string)(object)r.Id, id.Value) < 0)),
                    cancellationToken);
            },
            cancellationToken);

    public Task<IReadOnlyDictionary<WorkflowId, RunSummary>> LastResultsAsync(CancellationToken cancellationToken) =>
        database.ReadAsync<IReadOnlyDictionary<WorkflowId, RunSummary>>(
            async context =>
            {
                // One look at the end of an index for each version, however many runs there are.
                var newest = await context.WorkflowVersions
                    .Select(v => new
                    {
                        v.WorkflowId,
                        RunId = context.Runs
                            .Where(r => r.WorkflowVersionId == v.Id && r.EndedAt != null)
                            .OrderByDescending(r => r.CreatedAt).ThenByDescending(r => r.Id)
                            .Select(r => (RunId?)r.Id)
                            .FirstOrDefault(),
                    })
                    .ToListAsync(cancellationToken);
                var workflows = newest.Where(n => n.RunId is not null).ToDictionary(n => n.RunId!.Value, n => n.WorkflowId);
                var ids = workflows.Keys.ToList();
                var runs = await context.Runs.Where(r => ids.Contains(r.Id)).Select(Summary).ToListAsync(cancellationToken);
                var last = runs
                    .GroupBy(r => workflows[r.Id])
                    .Select(g => (Workflow: g.Key, Run: g.OrderByDescending(r => r.CreatedAt).ThenByDescending(r => r.Id.Value, StringComparer.Ordinal).First()))
                    .ToList();
                var complete = await RunSteps.AddAsync(context, [.. last.Select(l => l.Run)], cancellationToken);
                return complete.ToDictionary(r => workflows[r.Id]);
            },
            cancellationToken);

    private static async Task<RunPage> ListAsync(SignalboxDbContext context, RunFilter filter, RunCursor? cursor, CancellationToken cancellationToken)
    {
        var matching = Matching(context, filter);
        var total = await InStatuses(matching, filter.Statuses).CountAsync(cancellationToken);

        // One status at a time: each is a walk down one index, while the database would sort every run of several.
        var found = new List<RunSummary>();
        IEnumerable<RunStatus[]> groups = filter.Statuses.Count == 0 ? [[]] : filter.Statuses.Distinct().Select(s => new[] { s });
        foreach (var statuses in groups)
        {
            found.AddRange(await After(InStatuses(matching, statuses), cursor)
                .OrderByDescending(r => r.CreatedAt).ThenByDescending(r => r.Id)
                .Take(filter.Limit + 1)
                .Select(Summary)
                .ToListAsync(cancellationToken));
        }

        var page = found.OrderByDescending(r => r.CreatedAt).ThenByDescending(r => r.Id.Value, StringComparer.Ordinal).Take(filter.Limit).ToList();
        var next = found.Count > page.Count ? new RunCursor(page[^1].CreatedAt, page[^1].Id).ToString() : null;
        return new RunPage(await RunSteps.AddAsync(context, page, cancellationToken), next, total);
    }

    private static IQueryable<Run> Matching(SignalboxDbContext context, RunFilter filter)
    {
        var runs = context.Runs.AsNoTracking();
        if (!string.IsNullOrEmpty(filter.Workflow))
        {
            runs = runs.Where(r => r.Workflow == filter.Workflow);
        }

        if (!string.IsNullOrEmpty(filter.Repository))
        {
            runs = runs.Where(r => r.Repository == filter.Repository);
        }

        if (!string.IsNullOrEmpty(filter.Agent))
        {
            runs = runs.Where(r => context.StepRuns.Any(s => s.RunId == r.Id && s.Agent == filter.Agent)
                || context.Attempts.Any(a => a.RunId == r.Id && a.Agent == filter.Agent));
        }

        if (filter.Since is { } since)
        {
            runs = runs.Where(r => r.CreatedAt >= since);
        }

        if (filter.Until is { } until)
        {
            runs = runs.Where(r => r.CreatedAt <= until);
        }

        return string.IsNullOrWhiteSpace(filter.Text) ? runs : context.WhereMentions(runs, filter.Text.Trim());
    }

    private static IQueryable<Run> InStatuses(IQueryable<Run> runs, IReadOnlyCollection<RunStatus> statuses) => statuses.Count switch
    {
        0 => runs,
        1 => InStatus(runs, statuses.First()),
        _ => runs.Where(r => statuses.Contains(r.Status)),
    };

    private static IQueryable<Run> InStatus(IQueryable<Run> runs, RunStatus status) => runs.Where(r => r.Status == status);

    // Written so that the first half is a range of the index.
    private static IQueryable<Run> After(IQueryable<Run> runs, RunCursor? cursor) => cursor is not { } last
        ? runs
        : runs.Where(r => r.CreatedAt <= last.CreatedAt && (r.CreatedAt < last.CreatedAt || string.Compare((string)(object)r.Id, last.Id.Value) < 0));
}
