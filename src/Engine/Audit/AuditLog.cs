using Signalbox.Engine.Identity;

namespace Signalbox.Engine.Audit;

/// <summary>
/// Writes down what people and tokens change (design/security.md). What the server does by itself is no entry: a change that nobody stands behind
/// (<see cref="AuditOrigin.Current"/>) writes none.
/// </summary>
public sealed class AuditLog(IAuditStore store, AuditValues values, TimeProvider time)
{
    /// <summary>Writes an entry right after the change, unless nobody stands behind it.</summary>
    /// <param name="action">What was done (<see cref="AuditActions"/>).</param>
    /// <param name="target">To what.</param>
    /// <param name="before">What was, for JSON; null: nothing.</param>
    /// <param name="after">What is, for JSON; null: nothing.</param>
    public Task WriteAsync(string action, string target, object? before = null, object? after = null) =>
        // The change is committed: that whoever asked for it is gone by now must not keep it out of the log.
        Make(action, target, before, after) is { } entry ? store.AddAsync(entry, CancellationToken.None) : Task.CompletedTask;

    /// <summary>An entry for a store that writes it with the change itself; null when nobody stands behind it.</summary>
    public AuditEntry? Make(string action, string target, object? before = null, object? after = null) => AuditOrigin.Current is not { } origin ? null : new AuditEntry
    {
        Id = EntityId.New<AuditEntryId>(),
        At = time.GetUtcNow(),
        Who = origin.Who,
        Via = origin.Via,
        Address = origin.Address,
        Action = action,
        Target = target,
        Before = values.Write(before),
        After = values.Write(after),
    };

    /// <summary>Entries, newest first.</summary>
    public Task<IReadOnlyList<AuditEntry>> ListAsync(AuditFilter filter, AuditEntryId? before, int limit, CancellationToken cancellationToken) =>
        store.ListAsync(filter, before, limit, cancellationToken);
}
