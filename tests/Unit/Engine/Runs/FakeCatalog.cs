using Signalbox.Engine.Agents;

namespace Signalbox.Unit.Engine.Runs;

/// <summary>One agent, <c>shell</c>, whose attempts the test plays.</summary>
internal sealed class FakeCatalog : IAgentCatalog
{
    public FakeAgent Shell { get; } = new();

    public AgentStatus Status { get; set; } = AgentStatus.Active;

    public IReadOnlyList<AgentInfo> Agents => [Info("shell", Status), Info("claude", AgentStatus.Unregistered)];

    public IAgent? Find(string id) => string.Equals(id, "shell", StringComparison.Ordinal) ? Shell : null;

    public AgentInfo? FindInfo(string id) => Agents.FirstOrDefault(a => string.Equals(a.Id, id, StringComparison.Ordinal));

    public Task RefreshAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private static AgentInfo Info(string id, AgentStatus status) => new()
    {
        Id = id,
        Name = id,
        Provider = id,
        Capabilities = ["general"],
        Status = status,
        StatusReason = status == AgentStatus.Active ? "ready" : "not on the PATH: install it",
    };
}
