namespace Signalbox.Engine.Coordination;

/// <summary>What the configuration says of agents.</summary>
public sealed record AgentRulesOptions
{
    /// <summary>Models that are allowed though their provider is not known to have them.</summary>
    public IReadOnlyList<string> AllowedModels { get; init; } = [];

    /// <summary>Providers beyond those that this version knows.</summary>
    public IReadOnlyList<string> Providers { get; init; } = [];

    /// <summary>Agents that the configuration names.</summary>
    public IReadOnlyList<AgentRegistration> Agents { get; init; } = [];
}
