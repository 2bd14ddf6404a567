using Signalbox.Engine.Agents;

namespace Signalbox.Unit.Dashboard.Components;

/// <summary>Agents in memory.</summary>
internal sealed class FakeAgentCatalog : IAgentCatalog
{
    public List<AgentInfo> Known { get; } = [];

    public int Refreshed { get; private set; }

    public IReadOnlyList<AgentInfo> Agents => [.. Known];

    public IAgent? Find(string id) => null;

    public AgentInfo? FindInfo(string id) => Known.Find(a => string.Equals(a.Id, id, StringComparison.Ordinal));

    public Task RefreshAsync(CancellationToken cancellationToken)
    {
        Refreshed++;
        return Task.CompletedTask;
    }
}
