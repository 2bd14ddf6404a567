using Signalbox.Engine.Agents;

namespace Signalbox.Unit.Engine.Runs;

/// <summary>One agent, <c>shell</c>, whose attempts the test plays.</summary>
internal sealed class FakeCatalog : IAgentCatalog
{
    public FakeAgent Shell { get; } = new();

    public AgentStatus Status { get; set; } = AgentStatus.Active;

    /// <summary>Another name under which the same agent is there; null: none.</summary>
    public string? Extra { get; set; }

    public IReadOnlyList<McpServer> McpServers { get; set; } = [];

    public IReadOnlyList<AgentInfo> Agents => [Info("shell", Status), Info("claude", AgentStatus.Unregistered), .. Extra is null ? [] : new[] { Info(Extra, AgentStatus.Active) }];

    public IAgent? Find(string id) => id is "shell" || string.Equals(id, Extra, StringComparison.Ordinal) ? Shell : null;

    public AgentInfo? FindInfo(string id) => Agents.FirstOrDefault(a => string.Equals(a.Id, id, StringComparison.Ordinal));

    public Task RefreshAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private static AgentInfo Info(string id, AgentStatus status) => new()
    {
        Id = id,
        Name = id,
        Kind = AgentKind.Cli,
        Provider = id,
        Capabilities = ["general"],
        Status = status,
        StatusReason = status == AgentStatus.Active ? "ready" : "not on the PATH: install it",
    };
}
