using Microsoft.EntityFrameworkCore;
using Signalbox.Engine.Identity;
using Signalbox.Engine.Runs;
using Signalbox.Persistence.Providers;

namespace Signalbox.Persistence.Stores;

internal sealed class CheckpointStore(Database database) : ICheckpointStore
{
    public async Task<IReadOnlyList<Checkpoint>> ListAsync(RunId run, CancellationToken cancellationToken)
    {
        await using var context = database.CreateDbContext();
        var checkpoints = await context.Checkpoints.AsNoTracking().Where(c => c.RunId == run).OrderBy(c => c.CreatedAt).ThenBy(c => c.Id).ToListAsync(cancellationToken);

        // Those of one instant as a run goes: its plan first, its completion last.
        return [.. checkpoints.OrderBy(c => c.CreatedAt).ThenBy(c => c.Type)];
    }

    public async Task<Checkpoint?> GetAsync(CheckpointId id, CancellationToken cancellationToken)
    {
        await using var context = database.CreateDbContext();
        return await context.Checkpoints.AsNoTracking().SingleOrDefaultAsync(c => c.Id == id, cancellationToken);
    }
}
