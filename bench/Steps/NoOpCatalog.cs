using Signalbox.Engine.Agents;

namespace Signalbox.Bench.Steps;

/// <summary>Knows the one agent.</summary>
internal sealed class NoOpCatalog(NoOpAgent agent) : IAgentCatalog
{
    public IReadOnlyList<AgentInfo> Agents { get; } =
        [new AgentInfo { Id = agent.Id, Name = "No-op", Kind = AgentKind.Command, Provider = "bench", Capabilities = [], Status = AgentStatus.Active, StatusReason = "always" }];

    public IAgent? Find(string id) => string.Equals(id, agent.Id, StringComparison.Ordinal) ? agent : null;

    public AgentInfo? FindInfo(string id) => Find(id) is null ? null : Agents[0];

    public Task RefreshAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
