namespace Signalbox.Dashboard.Api.Models;

/// <summary>What is said of an agent to register or change it; what is left out stays, or gets its default.</summary>
public sealed record AgentBody
{
    /// <summary>The id; left out: <c>ag_</c> and 12 characters. Not for a change.</summary>
    public string? Id { get; init; }

    public string? Name { get; init; }

    /// <summary><c>worker</c> when left out; <c>shell</c>, <c>cli</c>, <c>api</c> or <c>command</c>.</summary>
    public string? Kind { get; init; }

    public string? Provider { get; init; }

    public string? Model { get; init; }

    public IReadOnlyList<string>? Capabilities { get; init; }

    public string? Role { get; init; }

    /// <summary>Settings; secrets as references only.</summary>
    public IReadOnlyDictionary<string, string>? Config { get; init; }

    public int? Capacity { get; init; }

    public string? Version { get; init; }

    /// <summary>False: it does nothing until it is true again.</summary>
    public bool? Enabled { get; init; }
}
