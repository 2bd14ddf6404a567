using Signalbox.Engine.Agents;

namespace Signalbox.Engine.Coordination;

/// <summary>What somebody says of an agent to register or change it. Null leaves a thing as it is, or to its default.</summary>
public sealed record AgentRegistration
{
    /// <summary>The id; null: <c>ag_</c> and 12 characters.</summary>
    public string? Id { get; init; }

    /// <summary>Name for people; the id when not given.</summary>
    public string? Name { get; init; }

    /// <summary>How it does its work; a worker when not given.</summary>
    public AgentKind? Kind { get; init; }

    /// <summary>Whose it is; <c>external</c> when not given.</summary>
    public string? Provider { get; init; }

    public string? Model { get; init; }

    /// <summary>What it can do; at least one.</summary>
    public IReadOnlyList<string>? Capabilities { get; init; }

    /// <summary>What it is for; <c>worker</c> when not given.</summary>
    public string? Role { get; init; }

    /// <summary>Settings; secrets as references only.</summary>
    public IReadOnlyDictionary<string, string>? Config { get; init; }

    /// <summary>Steps at once, 1 to 1000; a worker has 1 when not given.</summary>
    public int? Capacity { get; init; }

    /// <summary>Version, as it says.</summary>
    public string? Version { get; init; }

    /// <summary>False: it does nothing until a person says otherwise; true: it works again.</summary>
    public bool? Enabled { get; init; }
}
