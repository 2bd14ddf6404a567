using Microsoft.EntityFrameworkCore;
using Signalbox.Engine.Events;
using Signalbox.Engine.Identity;
using Signalbox.Engine.Runs.Execution.Sessions;
using Signalbox.Engine.Sessions;
using Signalbox.Persistence.Providers;
using Signalbox.Persistence.Rows;

namespace Signalbox.Persistence.Stores;

internal sealed class AgentSessionStore(Database database, RowTables tables, TimeProvider time, WebhookOutbox? outbox = null) : IAgentSessionStore, ISessionPapers
{
    private readonly RunWriter _writer = new(tables, outbox);

    public async Task<IReadOnlyList<AgentSession>> ListAsync(RunId run, CancellationToken cancellationToken)
    {
        await using var context = database.CreateDbContext();
        return await context.AgentSessions.AsNoTracking().Where(s => s.RunId == run).OrderBy(s => s.CreatedAt).ThenBy(s => s.Id).ToListAsync(cancellationToken);
    }

    public async Task<IReadOnlyList<AgentSession>> ListOfAgentAsync(string agent, AgentSessionId? before, int limit, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        await using var context = database.CreateDbContext();
        var sessions = context.AgentSessions.AsNoTracking().Where(s => s.Agent == agent);
        if (before is { } id)
        {
            if (await FindAsync(context, id, cancellationToken) is not { } last)
            {
                return [];
            }

            sessions = sessions.Where(s => s.CreatedAt <= last.CreatedAt && (s.CreatedAt < last.CreatedAt || string.Compare((string)(object)s.Id, id.Value) < 0));
        }

        return await sessions.OrderByDescending(s => s.CreatedAt).ThenByDescending(s => s.Id).Take(limit).ToListAsync(cancellationToken);
    }

    public async Task<AgentSession?> FindAsync(AgentSessionId id, CancellationToken cancellationToken)
    {
        await using var context = database.CreateDbContext();
        return await FindAsync(context, id, cancellationToken);
    }

    public async Task<IReadOnlyList<SessionPaper>> ListPapersAsync(IReadOnlyCollection<AgentSessionId> sessions, CancellationToken cancellationToken)
    {
        await using var context = database.CreateDbContext();
        return await context.SessionPapers.AsNoTracking().Where(p => sessions.Contains(p.SessionId)).OrderBy(p => p.SessionId).ToListAsync(cancellationToken);
    }

    public async Task<SessionPaper?> FindLatestPaperAsync(RepositoryId repository, string feature, string role, CancellationToken cancellationToken)
    {
        await using var context = database.CreateDbContext();
        return await context.SessionPapers.AsNoTracking()
            .Where(p => p.RepositoryId == repository && p.Feature == feature && p.Role == role)
            .OrderByDescending(p => p.UpdatedAt).ThenByDescending(p => p.SessionId).FirstOrDefaultAsync(cancellationToken);
    }

    public async Task<IReadOnlyList<SessionPaper>> ListPastAsync(RepositoryId repository, string feature, int limit, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        await using var context = database.CreateDbContext();
        return await context.SessionPapers.AsNoTracking()
            .Where(p => p.RepositoryId == repository && p.Feature == feature)
            .OrderByDescending(p => p.Day).ThenByDescending(p => p.Number).Take(limit).ToListAsync(cancellationToken);
    }

    public Task<SessionPaper> AddPaperAsync(SessionPaper paper, CancellationToken cancellationToken) => database.WriteAsync(
        Durability.Full,
        async scope =>
        {
            // Of two that ask at once, the unique key lets one have the number.
            var taken = await scope.ScalarAsync(
                "SELECT COALESCE(MAX(number), 0) FROM session_papers WHERE repository_id = @repository AND feature = @feature AND day = @day",
                [("@repository", paper.RepositoryId.Value), ("@feature", paper.Feature), ("@day", paper.Day)],
                cancellationToken);
            for (var number = Convert.ToInt32(taken, System.Globalization.CultureInfo.InvariantCulture) + 1; ; number++)
            {
                var numbered = paper with { Number = number };
                if (await tables.SessionPapers.TryInsertAsync(scope, [numbered], cancellationToken) == 1)
                {
                    return numbered;
                }

                var context = await scope.ContextAsync(cancellationToken);
                if (await context.SessionPapers.AsNoTracking().SingleOrDefaultAsync(p => p.SessionId == paper.SessionId, cancellationToken) is { } there)
                {
                    return there;
                }
            }
        },
        cancellationToken);

    public Task<IReadOnlyList<RunEvent>> SaveAsync(SessionPaperSave save, CancellationToken cancellationToken) => database.WriteAsync<IReadOnlyList<RunEvent>>(
        Durability.Full,
        async scope =>
        {
            // The run's row first, as every writer of a run does. Its executor holds it or has let go: what is written here changes nothing that it decides from.
            var numbers = save.Events.Count == 0 ? null
                : await RunWriter.ChangeAsync(scope, save.RunId, "status = status", "", [], save.Events.Count, time.GetUtcNow(), cancellationToken);
            await tables.SessionPapers.UpsertAsync(scope, save.Papers, "", cancellationToken);
            await tables.Approvals.InsertAsync(scope, save.Questions, cancellationToken);
            await tables.Learnings.TryInsertAsync(scope, save.Learnings, cancellationToken);
            return numbers is null ? [] : await _writer.WriteEventsAsync(scope, save.RunId, save.Events, numbers.Value, cancellationToken);
        },
        cancellationToken);

    private static Task<AgentSession?> FindAsync(SignalboxDbContext context, AgentSessionId id, CancellationToken cancellationToken) =>
        context.AgentSessions.AsNoTracking().SingleOrDefaultAsync(s => s.Id == id, cancellationToken);
}
