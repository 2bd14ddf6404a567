using Signalbox.Engine.Audit;
using Signalbox.Engine.Identity;

namespace Signalbox.Unit.Engine.Audit;

/// <summary>An audit log in memory.</summary>
internal sealed class FakeAudit : IAuditStore
{
    private readonly Lock _lock = new();
    private readonly List<AuditEntry> _entries = [];

    /// <summary>What was written, oldest first.</summary>
    public IReadOnlyList<AuditEntry> Entries
    {
        get
        {
            lock (_lock)
            {
                return [.. _entries];
            }
        }
    }

    public Task AddAsync(AuditEntry entry, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            _entries.Add(entry);
        }

        return Task.CompletedTask;
    }

    public Task<IReadOnlyList<AuditEntry>> ListAsync(AuditFilter filter, AuditEntryId? before, int limit, CancellationToken cancellationToken)
    {
        var newest = Entries.Reverse().Where(e => Fits(filter.Target, e.Target) && Fits(filter.Who, e.Who) && Fits(filter.Action, e.Action)).ToList();
        return Task.FromResult<IReadOnlyList<AuditEntry>>([.. before is { } id ? newest.SkipWhile(e => e.Id != id).Skip(1).Take(limit) : newest.Take(limit)]);
    }

    private static bool Fits(string? wanted, string found) => wanted is null || string.Equals(wanted, found, StringComparison.Ordinal);
}
