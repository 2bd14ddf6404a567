using Microsoft.EntityFrameworkCore;
using Signalbox.Engine.Events;
using Signalbox.Engine.Identity;
using Signalbox.Engine.Runs;
using Signalbox.Persistence.Providers;
using Signalbox.Persistence.Rows;

namespace Signalbox.Persistence.Stores;

internal sealed class RunStore(Database database, RowTables tables, TimeProvider time) : IRunStore
{
    private const string NextNumber =
        "INSERT INTO key_counters (prefix, last_number) VALUES (@prefix, 1) ON CONFLICT (prefix) DO UPDATE SET last_number = key_counters.last_number + 1 RETURNING last_number";

    // One statement, so that of two claims one wins: the database looks at the row again when the other has committed.
    private const string Claim =
        "UPDATE runs SET epoch = epoch + 1, node = @node WHERE id = @id AND status IN ('Pending', 'Running') AND (node IS NULL OR (node <> @node AND node NOT IN ({0})))";

    private readonly RunWriter _writer = new(tables);

    public Task<(Run Run, IReadOnlyList<RunEvent> Events)?> AddAsync(NewRun newRun, CancellationToken cancellationToken) =>
        database.WriteAsync<(Run Run, IReadOnlyList<RunEvent> Events)?>(
            Durability.Full,
            async scope =>
            {
                var added = newRun.ChosenKey is { } key
                    ? await TryAddAsync(scope, newRun, key, cancellationToken)
                    : await AddNumberedAsync(scope, newRun, cancellationToken);
                if (added is null)
                {
                    scope.Abandon();
                }

                return added;
            },
            cancellationToken);

    public Task<RunState?> LoadAsync(RunId id, CancellationToken cancellationToken) =>
        database.ReadAsync(context => RunReader.LoadAsync(context, id, cancellationToken), cancellationToken);

    public async Task<RunClaim> TryClaimAsync(RunId id, string node, IReadOnlyCollection<string> liveNodes, RunLimits limits, CancellationToken cancellationToken) =>
        new(await ClaimAsync(id, node, liveNodes, cancellationToken), []);

    private Task<RunState?> ClaimAsync(RunId id, string node, IReadOnlyCollection<string> liveNodes, CancellationToken cancellationToken) =>
        database.WriteAsync(
            Durability.Full,
            async scope =>
            {
                // An empty list is no SQL; no node has an empty name.
                var live = (liveNodes.Count == 0 ? [""] : liveNodes).Select((name, index) => (Name: $"@live{index}", Value: (object?)name)).ToList();
                var sql = Claim.Replace("{0}", string.Join(", ", live.Select(l => l.Name)), StringComparison.Ordinal);
                if (await scope.ExecuteAsync(sql, [("@id", id.Value), ("@node", node), .. live], cancellationToken) == 0)
                {
                    scope.Abandon();
                    return null;
                }

                return await RunReader.LoadAsync(await scope.ContextAsync(cancellationToken), id, cancellationToken);
            },
            cancellationToken);

    public Task<RunSaveOutcome> SaveAsync(RunSave save, CancellationToken cancellationToken)
    {
        if (save.Steps.Any(s => s.RunId != save.Run.Id) || save.Attempts.Any(a => a.RunId != save.Run.Id))
        {
            throw new ArgumentException($"a save of run {save.Run.Id} holds rows of another run", nameof(save));
        }

        return database.WriteAsync(
            Durability.Full,
            async scope =>
            {
                var events = await _writer.SaveAsync(scope, save, time.GetUtcNow(), cancellationToken);
                if (events is null)
                {
                    scope.Abandon();
                }

                return new RunSaveOutcome(events is not null, events ?? []);
            },
            cancellationToken);
    }

    public Task<CancelRequest> RequestCancelAsync(RunId id, string by, CancellationToken cancellationToken) =>
        database.WriteAsync(
            Durability.Full,
            async scope =>
            {
                var request = await RequestCancelAsync(scope, id, by, cancellationToken);
                if (request.Events.Count == 0)
                {
                    scope.Abandon();
                }

                return request;
            },
            cancellationToken);

    public Task<RunSignals?> ReadSignalsAsync(RunId id, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<RunOrderOutcome> OrderAsync(RunId id, RunOrder order, string by, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<(IReadOnlyList<RunEvent> Events, RunWakeUp WakeUp)?> ReopenAsync(RunReopening reopening, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<(bool Found, IReadOnlyList<RunEvent> Events)> PinAsync(RunId id, bool pinned, string by, CancellationToken cancellationToken) => throw new NotSupportedException();

    public async Task<IReadOnlyList<RunWakeUp>> ListHeldAsync(IReadOnlyCollection<string> nodes, CancellationToken cancellationToken)
    {
        await using var context = database.CreateDbContext();
        return await context.Runs.Where(r => r.Node != null && nodes.Contains(r.Node)).Select(r => new RunWakeUp(r.Id, r.Epoch, r.Wake)).ToListAsync(cancellationToken);
    }

    public Task<IReadOnlyList<RunWakeUp>> ListReadyAsync(RunLimits limits, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<IReadOnlyList<Run>> ListGroupAsync(string group, CancellationToken cancellationToken) => throw new NotSupportedException();

    public async Task<IReadOnlyList<RunWakeUp>> ListUnclaimedAsync(IReadOnlyCollection<string> liveNodes, RunLimits limits, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using var context = database.CreateDbContext();

        // A Waiting or Paused run needs no job: what it waits for moves it on.
        return await context.Runs
            .Where(r => (r.Status == RunStatus.Pending || r.Status == RunStatus.Running) && (r.Node == null || !liveNodes.Contains(r.Node)))
            .OrderBy(r => r.CreatedAt).ThenBy(r => r.Id)
            .Select(r => new RunWakeUp(r.Id, r.Epoch, r.Wake))
            .ToListAsync(cancellationToken);
    }

    private async Task<(Run Run, IReadOnlyList<RunEvent> Events)?> AddNumberedAsync(WriteScope scope, NewRun newRun, CancellationToken cancellationToken)
    {
        // A person may have chosen the next key already: then it is the one after.
        while (true)
        {
            await using var command = scope.Command(NextNumber, ("@prefix", newRun.KeyPrefix));
            var number = (long)(await command.ExecuteScalarAsync(cancellationToken))!;
            if (await TryAddAsync(scope, newRun, FormattableString.Invariant($"{newRun.KeyPrefix}-{number}"), cancellationToken) is { } added)
            {
                return added;
            }
        }
    }

    private async Task<(Run Run, IReadOnlyList<RunEvent> Events)?> TryAddAsync(WriteScope scope, NewRun newRun, string key, CancellationToken cancellationToken)
    {
        await using (var taken = scope.Command("SELECT 1 FROM runs WHERE key = @key", ("@key", key)))
        {
            if (await taken.ExecuteScalarAsync(cancellationToken) is not null)
            {
                return null;
            }
        }

        var run = newRun.Create(key);
        var events = newRun.CreateEvents(run);
        var now = time.GetUtcNow();
        var numbers = new EventNumbers(events.Count, now < run.CreatedAt ? run.CreatedAt : now, run.TraceId);

        // Somebody else may commit the same key in between, on PostgreSQL.
        if (await tables.Runs.TryInsertAsync(scope, [run], cancellationToken, ("event_sequence", numbers.LastSequence), ("last_event_at", numbers.Time)) == 0)
        {
            return null;
        }

        await tables.StepRuns.InsertAsync(scope, newRun.CreateSteps(run), cancellationToken);
        var stored = await _writer.WriteEventsAsync(scope, run, events, numbers, cancellationToken);
        var context = await scope.ContextAsync(cancellationToken);
        return (await context.Runs.AsNoTracking().SingleAsync(r => r.Id == run.Id, cancellationToken), stored);
    }

    private async Task<CancelRequest> RequestCancelAsync(WriteScope scope, RunId id, string by, CancellationToken cancellationToken)
    {
        await using (var command = scope.Command("SELECT id FROM runs WHERE id = @id" + scope.LockRows, ("@id", id.Value)))
        {
            if (await command.ExecuteScalarAsync(cancellationToken) is null)
            {
                return new CancelRequest(CancelOutcome.NotFound, []);
            }
        }

        var context = await scope.ContextAsync(cancellationToken);
        var run = await context.Runs.AsNoTracking().SingleAsync(r => r.Id == id, cancellationToken);
        if (run.HasEnded)
        {
            return new CancelRequest(CancelOutcome.AlreadyEnded, []);
        }

        if (run.Status == RunStatus.Pending && run.Node is null)
        {
            return new CancelRequest(CancelOutcome.Cancelled, await CancelNowAsync(scope, run, by, cancellationToken));
        }

        if (run.CancelRequestedAt is not null)
        {
            return new CancelRequest(CancelOutcome.AlreadyRequested, []);
        }

        var asked = new RunEvent { RunId = id, Message = $"Cancel requested by {by}" };
        return new CancelRequest(CancelOutcome.Requested, await _writer.RequestCancelAsync(scope, run, by, [asked], time.GetUtcNow(), cancellationToken));
    }

    private async Task<IReadOnlyList<RunEvent>> CancelNowAsync(WriteScope scope, Run run, string by, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var reason = $"cancelled by {by} before it began";
        var context = await scope.ContextAsync(cancellationToken);
        var steps = await context.StepRuns.AsNoTracking().Where(s => s.RunId == run.Id).OrderBy(s => s.Position).ThenBy(s => s.Visit).ToListAsync(cancellationToken);
        steps.RemoveAll(s => s.HasEnded);
        var events = new List<RunEvent>();
        foreach (var step in steps)
        {
            events.Add(new RunEvent
            {
                RunId = run.Id,
                StepId = step.StepId,
                StepRunId = step.Id,
                Transition = $"{step.Status} -> {StepStatus.Cancelled}",
                Reason = reason,
                Message = $"Step {step.Name} cancelled",
            });
            step.MoveTo(StepStatus.Cancelled, reason, now);
        }

        events.Add(new RunEvent { RunId = run.Id, Transition = $"{run.Status} -> {RunStatus.Cancelled}", Reason = reason, Message = "Run cancelled" });
        run.MoveTo(RunStatus.Cancelled, reason, now);
        var stored = await _writer.SaveAsync(scope, new RunSave { Run = run, Epoch = run.Epoch, Steps = steps, Events = events }, now, cancellationToken);

        // A new epoch: an executor that let go of the run cannot write over the cancel.
        await scope.ExecuteAsync(
            "UPDATE runs SET epoch = epoch + 1, cancel_requested_at = @now, cancel_requested_by = @by WHERE id = @id",
            [("@now", now.UtcTicks), ("@by", by), ("@id", run.Id.Value)],
            cancellationToken);
        return stored!;
    }
}
