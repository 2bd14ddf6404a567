using Microsoft.EntityFrameworkCore;
using Signalbox.Engine.Identity;
using Signalbox.Engine.Learnings;
using Signalbox.Persistence.Providers;
using Signalbox.Persistence.Rows;

namespace Signalbox.Persistence.Stores;

internal sealed class LearningStore(Database database, RowTables tables) : ILearningStore
{
    // Of two answers one finds it where it was read.
    private const string Decide = "UPDATE learnings SET status = @status, decided_by = @by, decided_at = @at WHERE id = @id AND status = @from";

    public Task<int> AddAsync(IReadOnlyList<Learning> learnings, CancellationToken cancellationToken) =>
        database.WriteAsync(Durability.Full, scope => tables.Learnings.TryInsertAsync(scope, learnings, cancellationToken), cancellationToken);

    public async Task<IReadOnlyList<Learning>> ListAsync(RepositoryId? repository, LearningKind? kind, LearningStatus? status, LearningId? before, int limit, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        await using var context = database.CreateDbContext();
        var learnings = context.Learnings.AsNoTracking();
        learnings = repository is { } of ? learnings.Where(l => l.RepositoryId == of) : learnings;
        learnings = kind is { } wanted ? learnings.Where(l => l.Kind == wanted) : learnings;
        learnings = status is { } at ? learnings.Where(l => l.Status == at) : learnings;
        if (before is { } id)
        {
            if (await FindAsync(context, id, cancellationToken) is not { } last)
            {
                return [];
            }

            learnings = learnings.Where(l => l.CreatedAt <= last.CreatedAt && (l.CreatedAt < last.CreatedAt || string.Compare((string)(object)l.Id, id.Value) < 0));
        }

        return await learnings.OrderByDescending(l => l.CreatedAt).ThenByDescending(l => l.Id).Take(limit).ToListAsync(cancellationToken);
    }

    public async Task<Learning?> FindAsync(LearningId id, CancellationToken cancellationToken)
    {
        await using var context = database.CreateDbContext();
        return await FindAsync(context, id, cancellationToken);
    }

    public async Task<Learning?> FindAsync(RepositoryId repository, LearningKind kind, string textHash, CancellationToken cancellationToken)
    {
        await using var context = database.CreateDbContext();
        return await context.Learnings.AsNoTracking().SingleOrDefaultAsync(l => l.RepositoryId == repository && l.Kind == kind && l.TextHash == textHash, cancellationToken);
    }

    public Task<bool> DecideAsync(Learning learning, LearningStatus from, CancellationToken cancellationToken) => database.WriteAsync(
        Durability.Full,
        async scope => await scope.ExecuteAsync(
            Decide,
            [
                ("@status", learning.Status.ToString()), ("@by", RunWriter.Text(learning.DecidedBy)), ("@at", learning.DecidedAt?.UtcTicks), ("@id", learning.Id.Value),
                ("@from", from.ToString()),
            ],
            cancellationToken) == 1,
        cancellationToken);

    public async Task<int> CountProposedAsync(CancellationToken cancellationToken)
    {
        await using var context = database.CreateDbContext();
        return await context.Learnings.CountAsync(l => l.Status == LearningStatus.Proposed, cancellationToken);
    }

    private static Task<Learning?> FindAsync(SignalboxDbContext context, LearningId id, CancellationToken cancellationToken) =>
        context.Learnings.AsNoTracking().SingleOrDefaultAsync(l => l.Id == id, cancellationToken);
}
