using Signalbox.Engine.Audit;
using Signalbox.Engine.Events;
using Signalbox.Engine.Governance.Configuration;
using Signalbox.Engine.Workflows;
using Signalbox.Unit.Engine.Audit;

namespace Signalbox.Unit.Engine.Governance.Configuration;

/// <summary>Configurations in memory, and a server that takes them.</summary>
internal sealed class FakeConfigurations : IConfigurationStore, IConfigurationTarget
{
    private readonly List<ConfigurationVersion> _versions = [];

    public FakeConfigurations(RunEventBus? bus = null)
    {
        Log = new AuditLog(Audit, new AuditValues(text => text), TimeProvider.System);
        Desk = new ConfigurationDesk(this, this, Log, bus ?? new RunEventBus(), TimeProvider.System);
    }

    public FakeAudit Audit { get; } = new();

    public AuditLog Log { get; }

    public ConfigurationDesk Desk { get; }

    /// <summary>Versions that took effect, in order.</summary>
    public List<string> Taken { get; } = [];

    /// <summary>Somebody else adds one first.</summary>
    public bool IsTooLate { get; set; }

    /// <summary>What the server finds wrong.</summary>
    public List<Diagnostic> Faults { get; } = [];

    public IReadOnlyList<string> RestartNeeded { get; set; } = [];

    public IReadOnlyList<string> Unsettled { get; set; } = [];

    public ConfigurationKnown Known { get; set; } = ConfigurationKnown.Nothing;

    public IReadOnlyList<Diagnostic> FindFaults(ConfigurationDocument document, string file) => Faults;

    public Task<IReadOnlyList<string>> TakeAsync(ConfigurationVersion version, ConfigurationDocument document, CancellationToken cancellationToken)
    {
        if (!string.Equals(Taken.LastOrDefault(), version.Version, StringComparison.Ordinal))
        {
            Taken.Add(version.Version);
        }

        return Task.FromResult(RestartNeeded);
    }

    public Task SettleAsync(CancellationToken cancellationToken)
    {
        Unsettled = [];
        return Task.CompletedTask;
    }

    public Task<ConfigurationVersion?> NewestAsync(CancellationToken cancellationToken) => Task.FromResult(_versions.LastOrDefault());

    public Task<int> NewestNumberAsync(CancellationToken cancellationToken) => Task.FromResult(_versions.Count);

    public Task<ConfigurationVersion?> FindAsync(string version, CancellationToken cancellationToken) => Task.FromResult(_versions.Find(v => string.Equals(v.Version, version, StringComparison.Ordinal)));

    public Task<IReadOnlyList<ConfigurationSummary>> ListAsync(int? before, int limit, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<ConfigurationSummary>>([.. _versions.Where(v => before is null || v.Number < before).OrderByDescending(v => v.Number).Take(limit).Select(ConfigurationSummary.Of)]);

    public async Task<bool> AddAsync(ConfigurationVersion version, AuditEntry? audit, CancellationToken cancellationToken)
    {
        if (IsTooLate)
        {
            return false;
        }

        _versions.Add(version);
        if (audit is not null)
        {
            await Audit.AddAsync(audit, cancellationToken);
        }

        return true;
    }
}
