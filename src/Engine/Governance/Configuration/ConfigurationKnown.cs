namespace Signalbox.Engine.Governance.Configuration;

/// <summary>What a server knows beside the document, so that its workflows may name it.</summary>
/// <param name="Agents">Ids of its other agents: registered, or of its own options; null: not known, and then none that a workflow names is refused.</param>
/// <param name="McpServers">Names of its other MCP servers; null: not known, and then none that a workflow names is refused.</param>
public sealed record ConfigurationKnown(IReadOnlyCollection<string>? Agents, IReadOnlyCollection<string>? McpServers)
{
    /// <summary>Providers of agents beyond those that this version knows.</summary>
    public IReadOnlyList<string> Providers { get; init; } = [];

    /// <summary>Models that are allowed though their provider is not known to have them.</summary>
    public IReadOnlyList<string> AllowedModels { get; init; } = [];

    /// <summary>No server is asked: any agent and any MCP server may be named.</summary>
    public static ConfigurationKnown Nothing { get; } = new(null, null);
}
