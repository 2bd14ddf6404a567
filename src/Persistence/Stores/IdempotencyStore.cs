using System.Data.Common;
using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Signalbox.Persistence.Providers;
using Signalbox.Persistence.Rows;

namespace Signalbox.Persistence.Stores;

internal sealed class IdempotencyStore(Database database, RowTables tables, IdempotencyStoreOptions options, TimeProvider time) : IIdempotencyStore
{
    private const string IsRow = "caller = @caller AND key = @key AND token = @token";

    private const string TakeOver =
        "UPDATE idempotency SET token = @next, held_until = @until WHERE " + IsRow + " AND status IS NULL AND held_until <= @now";

    private const string Complete =
        "UPDATE idempotency SET status = @status, content_type = @type, location = @location, body = @body WHERE " + IsRow + " AND status IS NULL";

    private const string Forget = "DELETE FROM idempotency WHERE created_at <= @expired";

    // A turn adds one row, so a hundred at a time keeps up.
    private const string Trim =
        "DELETE FROM idempotency WHERE (caller, key) IN (SELECT caller, key FROM idempotency ORDER BY created_at DESC, caller, key LIMIT 100 OFFSET @capacity)";

    // Whoever answers may be another server, which can tell nobody here when it has.
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(25);

    public async Task<IdempotencyTurn> BeginAsync(string caller, string key, string requestHash, CancellationToken cancellationToken)
    {
        while (true)
        {
            var row = await FindAsync(caller, key, cancellationToken);
            if (row is null || IsFree(row))
            {
                if (await TryTakeAsync(caller, key, requestHash, cancellationToken) is { } turn)
                {
                    return turn;
                }
            }
            else if (Answered(row, requestHash) is { } answered)
            {
                return answered;
            }
            else
            {
                await Task.Delay(Pause, time, cancellationToken);
            }
        }
    }

    public Task<bool> CompleteAsync(IdempotencyTurn turn, IdempotencyAnswer answer, CancellationToken cancellationToken)
    {
        var body = answer.Body is { Length: <= IIdempotencyStore.MaxBodyBytes } ? answer.Body : null;
        return database.WriteAsync(
            Durability.Full,
            async scope =>
            {
                // A null has no type of its own, and this column takes no text.
                var sql = body is null ? Complete.Replace("@body", "NULL", StringComparison.Ordinal) : Complete;
                (string, object?)[] values =
                [
                    .. Row(turn), ("@status", answer.Status), ("@type", RunWriter.Text(answer.ContentType)), ("@location", RunWriter.Text(answer.Location)),
                    .. body is null ? [] : new (string, object?)[] { ("@body", body) },
                ];
                return await scope.ExecuteAsync(sql, values, cancellationToken) == 1;
            },
            cancellationToken);
    }

    public Task AbandonAsync(IdempotencyTurn turn, CancellationToken cancellationToken) =>
        database.WriteAsync(
            Durability.Full, scope => scope.ExecuteAsync($"DELETE FROM idempotency WHERE {IsRow} AND status IS NULL", Row(turn), cancellationToken), cancellationToken);

    private static (string Name, object? Value)[] Row(IdempotencyTurn turn) => turn.Token is { } token
        ? [("@caller", RunWriter.Text(turn.Caller)), ("@key", RunWriter.Text(turn.Key)), ("@token", token)]
        : throw new ArgumentException("this turn was answered already", nameof(turn));

    private static IdempotencyTurn? Answered(IdempotencyRow row, string requestHash)
    {
        if (!string.Equals(row.RequestHash, requestHash, StringComparison.Ordinal))
        {
            return new IdempotencyTurn(row.Caller, row.Key, null, null, IsOtherRequest: true);
        }

        return row.Status is { } status
            ? new IdempotencyTurn(row.Caller, row.Key, null, new IdempotencyAnswer(status, row.ContentType, row.Location, row.Body), IsOtherRequest: false)
            : null;
    }

    private async Task<IdempotencyRow?> FindAsync(string caller, string key, CancellationToken cancellationToken)
    {
        await using var context = database.CreateDbContext();
        return await context.Idempotency.AsNoTracking().SingleOrDefaultAsync(r => r.Caller == caller && r.Key == key, cancellationToken);
    }

    private bool IsFree(IdempotencyRow row)
    {
        var now = time.GetUtcNow();
        return row.CreatedAt + options.Lifetime <= now || (row.Status is null && row.HeldUntil <= now);
    }

    /// <summary>The turn to answer; null when another was faster.</summary>
    private Task<IdempotencyTurn?> TryTakeAsync(string caller, string key, string requestHash, CancellationToken cancellationToken) =>
        database.WriteAsync(
            Durability.Full,
            async scope =>
            {
                var now = time.GetUtcNow();
                var token = RandomNumberGenerator.GetHexString(32, lowercase: true);
                var turn = new IdempotencyTurn(caller, key, token, null, IsOtherRequest: false);
                await scope.ExecuteAsync(Forget, [("@expired", (now - options.Lifetime).UtcTicks)], cancellationToken);
                var row = new IdempotencyRow
                {
                    Caller = caller,
                    Key = key,
                    RequestHash = requestHash,
                    Token = token,
                    HeldUntil = now + options.Hold,
                    CreatedAt = now,
                };
                if (await tables.Idempotency.TryInsertAsync(scope, [row], cancellationToken) == 1)
                {
                    await scope.ExecuteAsync(Trim, [("@capacity", options.Capacity)], cancellationToken);
                    return turn with { FirstSaid = now };
                }

                return await TryTakeOverAsync(scope, row, cancellationToken) is { } firstSaid ? turn with { FirstSaid = firstSaid } : null;
            },
            cancellationToken);

    /// <summary>When the key was first said; null when another was faster.</summary>
    private static async Task<DateTimeOffset?> TryTakeOverAsync(WriteScope scope, IdempotencyRow row, CancellationToken cancellationToken)
    {
        (string Name, object? Value)[] name = [("@caller", RunWriter.Text(row.Caller)), ("@key", RunWriter.Text(row.Key))];
        var held = await scope.QueryAsync(
            "SELECT token, request_hash, created_at FROM idempotency WHERE caller = @caller AND key = @key", name, ReadHeld, cancellationToken);
        return held is [var (token, hash, said)]
            && string.Equals(hash, row.RequestHash, StringComparison.Ordinal)
            && await scope.ExecuteAsync(
                TakeOver,
                [.. name, ("@token", token), ("@next", row.Token), ("@until", row.HeldUntil.UtcTicks), ("@now", row.CreatedAt.UtcTicks)],
                cancellationToken) == 1
            ? new DateTimeOffset(said, TimeSpan.Zero)
            : null;
    }

    private static (string Token, string Hash, long FirstSaid) ReadHeld(DbDataReader reader) => (reader.GetString(0), reader.GetString(1), reader.GetInt64(2));
}
