using Signalbox.Engine.Audit;

namespace Signalbox.Engine.Governance.Configuration;

/// <summary>Keeps the configurations that were applied; none is ever changed.</summary>
public interface IConfigurationStore
{
    /// <summary>The one in force; null while none was applied.</summary>
    Task<ConfigurationVersion?> NewestAsync(CancellationToken cancellationToken);

    /// <summary>Number of the one in force; 0 while none was applied.</summary>
    Task<int> NewestNumberAsync(CancellationToken cancellationToken);

    /// <summary>The one of a semantic version; null when there is none.</summary>
    Task<ConfigurationVersion?> FindAsync(string version, CancellationToken cancellationToken);

    /// <summary>Those before a number, newest first; null: all.</summary>
    Task<IReadOnlyList<ConfigurationSummary>> ListAsync(int? before, int limit, CancellationToken cancellationToken);

    /// <summary>Adds the next one and its audit entry in one transaction. False when its number or version is taken: nothing was written then.</summary>
    Task<bool> AddAsync(ConfigurationVersion version, AuditEntry? audit, CancellationToken cancellationToken);
}
