using Microsoft.EntityFrameworkCore;
using Signalbox.Engine.Events;
using Signalbox.Engine.Identity;
using Signalbox.Engine.Runs;
using Signalbox.Persistence.Providers;
using Signalbox.Persistence.Rows;

namespace Signalbox.Persistence.Stores;

internal sealed class RunStore : IRunStore
{
    private readonly Database _database;
    private readonly TimeProvider _time;
    private readonly RunAdder _adder;
    private readonly RunSaver _saver;
    private readonly RunClaims _claims;
    private readonly RunOrders _orders;

    public RunStore(Database database, RowTables tables, TimeProvider time, ServerNode? node = null, WebhookOutbox? outbox = null)
    {
        var writer = new RunWriter(tables, outbox);
        (_database, _time) = (database, time);
        _adder = new RunAdder(tables, writer, time);
        var queue = new RunQueue(database);
        _saver = new RunSaver(tables, writer, _adder, queue);
        _claims = new RunClaims(database, time, node);
        _orders = new RunOrders(tables, writer, _saver, queue);
    }

    public Task<(Run Run, IReadOnlyList<RunEvent> Events)?> AddAsync(NewRun newRun, CancellationToken cancellationToken) =>
        WriteAsync<(Run Run, IReadOnlyList<RunEvent> Events)?>(
            async scope => await _adder.AddAsync(scope, newRun, cancellationToken) is { } added
                ? (await RunAdder.ReadAsync(scope, added.Run, cancellationToken), added.Events)
                : null,
            added => added is not null,
            cancellationToken);

    public Task<RunAddition> AddAloneAsync(NewRun newRun, string group, CancellationToken cancellationToken) =>
        WriteAsync(
            async scope =>
            {
                await scope.EnterQueueAsync(cancellationToken);
                if (await RunQueue.BusyAsync(scope, group, [], cancellationToken) is { } busy)
                {
                    return new RunAddition(null, [], busy);
                }

                return await _adder.AddAsync(scope, newRun, cancellationToken) is { } added
                    ? new RunAddition(await RunAdder.ReadAsync(scope, added.Run, cancellationToken), added.Events, null)
                    : new RunAddition(null, [], null);
            },
            added => added.Run is not null,
            cancellationToken);

    public Task<RunState?> LoadAsync(RunId id, CancellationToken cancellationToken) =>
        _database.ReadAsync(context => RunReader.LoadAsync(context, id, cancellationToken), cancellationToken);

    public Task<RunClaim> TryClaimAsync(RunId id, string node, IReadOnlyCollection<string> liveNodes, RunLimits limits, CancellationToken cancellationToken) =>
        _claims.TryClaimAsync(id, node, liveNodes, limits, cancellationToken);

    public Task<RunSaveOutcome> SaveAsync(RunSave save, CancellationToken cancellationToken)
    {
        RunSaver.Check(save);
        return WriteAsync(scope => _saver.SaveAsync(scope, save, _time.GetUtcNow(), cancellationToken), outcome => outcome.Saved, cancellationToken);
    }

    public Task<RunSignals?> ReadSignalsAsync(RunId id, CancellationToken cancellationToken) =>
        _database.ReadAsync(context => RunReader.ReadSignalsAsync(context, id, cancellationToken), cancellationToken);

    public Task<CancelRequest> RequestCancelAsync(RunId id, string by, CancellationToken cancellationToken) =>
        WriteAsync(scope => _orders.CancelAsync(scope, id, by, _time.GetUtcNow(), cancellationToken), request => request.Events.Count > 0, cancellationToken);

    public Task<RunOrderOutcome> OrderAsync(RunId id, RunOrder order, string by, CancellationToken cancellationToken) =>
        WriteAsync(scope => _orders.OrderAsync(scope, id, order, by, _time.GetUtcNow(), cancellationToken), outcome => outcome.Taken, cancellationToken);

    public Task<(IReadOnlyList<RunEvent> Events, RunWakeUp WakeUp)?> ReopenAsync(RunReopening reopening, CancellationToken cancellationToken)
    {
        if (reopening.Run.Status != RunStatus.Running || reopening.Steps.Any(s => s.RunId != reopening.Run.Id) || reopening.Checkpoints.Any(c => c.RunId != reopening.Run.Id))
        {
            throw new ArgumentException($"run {reopening.Run.Id} is taken up as Running, with rows of its own", nameof(reopening));
        }

        return WriteAsync(scope => _orders.ReopenAsync(scope, reopening, _time.GetUtcNow(), cancellationToken), reopened => reopened is not null, cancellationToken);
    }

    public Task<(IReadOnlyList<RunEvent> Events, RunWakeUp WakeUp)?> AddStepsAsync(StepsAddition addition, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(addition);
        if (addition.Steps.Any(s => s.RunId != addition.Run.Id))
        {
            throw new ArgumentException($"steps of another run than {addition.Run.Id}", nameof(addition));
        }

        return WriteAsync(scope => _orders.AddStepsAsync(scope, addition, _time.GetUtcNow(), cancellationToken), added => added is not null, cancellationToken);
    }

    public Task<(bool Found, IReadOnlyList<RunEvent> Events)> PinAsync(RunId id, bool pinned, string by, CancellationToken cancellationToken) =>
        WriteAsync(scope => _orders.PinAsync(scope, id, pinned, by, _time.GetUtcNow(), cancellationToken), outcome => outcome.Events.Count > 0, cancellationToken);

    public async Task<IReadOnlyList<RunWakeUp>> ListHeldAsync(IReadOnlyCollection<string> nodes, CancellationToken cancellationToken)
    {
        await using var context = _database.CreateDbContext();
        return await context.Runs.Where(r => r.Node != null && nodes.Contains(r.Node)).Select(r => new RunWakeUp(r.Id, r.Epoch, r.Wake)).ToListAsync(cancellationToken);
    }

    public Task<IReadOnlyList<RunWakeUp>> ListUnclaimedAsync(IReadOnlyCollection<string> liveNodes, RunLimits limits, DateTimeOffset now, CancellationToken cancellationToken) =>
        _claims.ListUnclaimedAsync(liveNodes, limits, now, cancellationToken);

    public Task<IReadOnlyList<RunWakeUp>> ListReadyAsync(RunLimits limits, CancellationToken cancellationToken) => _claims.ListReadyAsync(limits, cancellationToken);

    public async Task<IReadOnlyList<Run>> ListGroupAsync(string group, CancellationToken cancellationToken)
    {
        await using var context = _database.CreateDbContext();
        return await context.Runs.AsNoTracking()
            .Where(r => r.ConcurrencyGroup == group
                && (r.Status == RunStatus.Pending || r.Status == RunStatus.Running || r.Status == RunStatus.Waiting || r.Status == RunStatus.Paused))
            .OrderBy(r => r.CreatedAt).ThenBy(r => r.Id)
            .ToListAsync(cancellationToken);
    }

    public async Task<IReadOnlyList<RunId>> ListLatestEndedAsync(int limit, CancellationToken cancellationToken)
    {
        await using var context = _database.CreateDbContext();
        return await context.Runs.Where(r => r.EndedAt != null).OrderByDescending(r => r.EndedAt).Take(limit).Select(r => r.Id).ToListAsync(cancellationToken);
    }

    public bool IsUnavailable(Exception exception) => DatabaseFaults.Explain(exception) is not null;

    /// <summary>A write that is kept only when its outcome says so.</summary>
    private Task<T> WriteAsync<T>(Func<WriteScope, Task<T>> write, Func<T, bool> isKept, CancellationToken cancellationToken) =>
        _database.WriteAsync(
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
