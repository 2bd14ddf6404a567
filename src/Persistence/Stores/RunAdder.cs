using Microsoft.EntityFrameworkCore;
using Signalbox.Engine.Events;
using Signalbox.Engine.Identity;
using Signalbox.Engine.Runs;
using Signalbox.Persistence.Providers;
using Signalbox.Persistence.Rows;

namespace Signalbox.Persistence.Stores;

/// <summary>Writes new runs.</summary>
internal sealed class RunAdder(RowTables tables, RunWriter writer, TimeProvider time)
{
    private const string NextNumber =
        "INSERT INTO key_counters (prefix, last_number) VALUES (@prefix, 1) ON CONFLICT (prefix) DO UPDATE SET last_number = key_counters.last_number + 1 RETURNING last_number";

    /// <summary>The run as given and its events as stored, or the run that had the given id before and no events; null when the chosen key is taken.</summary>
    public async Task<(Run Run, IReadOnlyList<RunEvent> Events)?> AddAsync(WriteScope scope, NewRun newRun, CancellationToken cancellationToken)
    {
        if (newRun.GivenId is { } id && await FindGivenAsync(scope, id, cancellationToken) is { } first)
        {
            return (first, []);
        }

        if (newRun.ChosenKey is { } key)
        {
            return await TryAddAsync(scope, newRun, key, cancellationToken);
        }

        // A person may have chosen the next key already: then it is the one after.
        while (true)
        {
            var number = (long)(await scope.ScalarAsync(NextNumber, [("@prefix", newRun.KeyPrefix)], cancellationToken))!;
            if (await TryAddAsync(scope, newRun, FormattableString.Invariant($"{newRun.KeyPrefix}-{number}"), cancellationToken) is { } added)
            {
                return added;
            }
        }
    }

    /// <summary>The run as stored.</summary>
    public static async Task<Run> ReadAsync(WriteScope scope, Run run, CancellationToken cancellationToken)
    {
        var context = await scope.ContextAsync(cancellationToken);
        return await context.Runs.AsNoTracking().SingleAsync(r => r.Id == run.Id, cancellationToken);
    }

    private static async Task<Run?> FindGivenAsync(WriteScope scope, RunId id, CancellationToken cancellationToken)
    {
        // Whoever adds it at the same moment, on another server, is waited for: until the transaction ends.
        if (scope.LockRows.Length > 0)
        {
            await scope.ScalarAsync("SELECT pg_advisory_xact_lock(hashtextextended(@id, 7164013254))", [("@id", id.Value)], cancellationToken);
        }

        var context = await scope.ContextAsync(cancellationToken);
        return await context.Runs.AsNoTracking().SingleOrDefaultAsync(r => r.Id == id, cancellationToken);
    }

    /// <summary>No foreign key sees to it (see the configuration of runs), and retention may have been faster.</summary>
    private static async Task CheckForkAsync(WriteScope scope, Run run, CancellationToken cancellationToken)
    {
        if (run.ForkedFrom is { } checkpoint
            && await scope.ScalarAsync($"SELECT r.id FROM checkpoints c JOIN runs r ON r.id = c.run_id WHERE c.id = @id AND {RetentionStore.IsUnmarked}" + scope.LockRows, [("@id", checkpoint.Value)], cancellationToken) is null)
        {
            throw new ArgumentException($"run {run.Key} cannot begin from checkpoint {checkpoint}: it is gone", nameof(run));
        }
    }

    private async Task<(Run Run, IReadOnlyList<RunEvent> Events)?> TryAddAsync(WriteScope scope, NewRun newRun, string key, CancellationToken cancellationToken)
    {
        if (await scope.ScalarAsync("SELECT id FROM runs WHERE key = @key", [("@key", key)], cancellationToken) is not null)
        {
            return null;
        }

        var run = newRun.Create(key);
        await CheckForkAsync(scope, run, cancellationToken);
        var events = newRun.CreateEvents(run);
        var now = time.GetUtcNow();
        var numbers = new EventNumbers(events.Count, now < run.CreatedAt ? run.CreatedAt : now, run.TraceId, 0, 0, run.Status);

        // Somebody else may commit the same key in between, on PostgreSQL.
        if (await tables.Runs.TryInsertAsync(scope, [run], cancellationToken, ("event_sequence", numbers.LastSequence), ("last_event_at", numbers.Time)) == 0)
        {
            return null;
        }

        await writer.WriteStepsAsync(scope, newRun.CreateSteps(run), cancellationToken);
        return (run, await writer.WriteEventsAsync(scope, run.Id, events, numbers, cancellationToken));
    }
}
