using Microsoft.EntityFrameworkCore;
using Signalbox.Engine.Coordination;
using Signalbox.Engine.Events;
using Signalbox.Engine.Identity;
using Signalbox.Engine.Runs;
using Signalbox.Persistence.Providers;
using Signalbox.Persistence.Rows;

namespace Signalbox.Persistence.Stores;

/// <summary>The pool. Rows are locked in one order everywhere: the worker, its claims, then the run, so that nobody waits in a circle.</summary>
internal sealed class ClaimStore(Database database, RowTables tables, TimeProvider time, ServerNode? node = null) : IClaimStore
{
    // A run may end between the look and the lock; then another step may fit.
    private const int Tries = 5;

    private readonly ClaimWriter _writer = new(tables, time, node);

    public async Task<ClaimWrite?> TryClaimAsync(string agentId, CancellationToken cancellationToken)
    {
        for (var tries = 0; tries < Tries; tries++)
        {
            var (claimed, isEmpty, _) = await KeptAsync(scope => _writer.ClaimAsync(scope, agentId, cancellationToken), c => c.Write is not null || c.Woken, cancellationToken);
            if (claimed is not null || isEmpty)
            {
                return claimed;
            }
        }

        return null;
    }

    public Task<ClaimWrite> WriteAsync(StepRunId stepRun, Lease lease, ClaimUpdate update, CancellationToken cancellationToken) =>
        KeptAsync(scope => _writer.WriteAsync(scope, stepRun, lease, update, cancellationToken), w => w.Taken, cancellationToken);

    public Task<ClaimWrite> AssignAsync(StepRunId stepRun, string? agentId, string by, CancellationToken cancellationToken) =>
        KeptAsync(scope => _writer.AssignAsync(scope, stepRun, agentId, by, cancellationToken), w => w.Taken, cancellationToken);

    public async Task<IReadOnlyList<ClaimWrite>> ReturnAllAsync(string agentId, string reason, CancellationToken cancellationToken)
    {
        // A transaction each: a worker may hold steps of several runs, and no row of a run is held while another's is waited for.
        List<ClaimWrite> returned = [];
        foreach (var claim in await ListHeldAsync(agentId, cancellationToken))
        {
            var update = new ClaimUpdate($"{agentId} gave {claim.StepId} back: {reason}") { Level = EventLevel.Warning, Status = ClaimStatus.Open, Reason = reason };
            var write = await WriteAsync(claim.StepRunId, new Lease(agentId, claim.Epoch), update, cancellationToken);
            if (write.Taken)
            {
                returned.Add(write);
            }
        }

        return returned;
    }

    public Task WithdrawAsync(AttemptId attempt, string reason, CancellationToken cancellationToken) => database.WriteAsync(
        Durability.Full,
        scope => scope.ExecuteAsync(
            "UPDATE step_claims SET status = 'Withdrawn', reason = @reason WHERE attempt_id = @id AND status IN ('Open', 'Claimed')",
            [("@reason", RunWriter.Text(reason)), ("@id", attempt.Value)],
            cancellationToken),
        cancellationToken);

    public async Task<StepClaim?> GetAsync(AttemptId attempt, CancellationToken cancellationToken)
    {
        await using var context = database.CreateDbContext();
        return await context.StepClaims.AsNoTracking().SingleOrDefaultAsync(c => c.AttemptId == attempt, cancellationToken);
    }

    public async Task<StepClaim?> FindAsync(StepRunId stepRun, CancellationToken cancellationToken)
    {
        await using var context = database.CreateDbContext();
        return await ClaimWriter.NewestOf(context, stepRun).FirstOrDefaultAsync(cancellationToken);
    }

    public async Task<IReadOnlyList<StepClaim>> ListHeldAsync(string? agentId, CancellationToken cancellationToken)
    {
        await using var context = database.CreateDbContext();
        var held = context.StepClaims.AsNoTracking().Where(c => c.Status == ClaimStatus.Claimed);
        held = agentId is null ? held : held.Where(c => c.AgentId == agentId);
        return await held.OrderBy(c => c.ClaimedAt).ThenBy(c => c.AttemptId).ToListAsync(cancellationToken);
    }

    public async Task<IReadOnlyList<StepClaim>> ListOpenAsync(int limit, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        await using var context = database.CreateDbContext();
        return await context.StepClaims.AsNoTracking().Where(c => c.Status == ClaimStatus.Open)
            .OrderByDescending(c => c.Priority).ThenBy(c => c.OfferedAt).ThenBy(c => c.AttemptId)
            .Take(limit).ToListAsync(cancellationToken);
    }

    private Task<T> KeptAsync<T>(Func<WriteScope, Task<T>> write, Func<T, bool> isKept, CancellationToken cancellationToken) => database.WriteAsync(
        Durability.Full,
        async scope =>
        {
            var outcome = await write(scope);
            if (!isKept(outcome))
            {
                scope.Abandon();
            }

            return outcome;
        },
        cancellationToken);
}
