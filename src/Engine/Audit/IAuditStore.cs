using Signalbox.Engine.Identity;

namespace Signalbox.Engine.Audit;

/// <summary>Keeps the audit log: entries are added and read, nothing else.</summary>
public interface IAuditStore
{
    /// <summary>Adds an entry.</summary>
    Task AddAsync(AuditEntry entry, CancellationToken cancellationToken);

    /// <summary>Entries, newest first; those that come after another one in that order. None where that one is not known.</summary>
    Task<IReadOnlyList<AuditEntry>> ListAsync(AuditFilter filter, AuditEntryId? before, int limit, CancellationToken cancellationToken);
}
