namespace Signalbox.Engine.Agents;

/// <summary>An agent as people see it (spec 2 Agent; design/domain.md).</summary>
public sealed record AgentInfo
{
    /// <summary><c>^[a-z][a-z0-9_-]*$</c></summary>
    public required string Id { get; init; }

    /// <summary>Name for people, such as <c>Claude Code</c>.</summary>
    public required string Name { get; init; }

    /// <summary>How it does its work.</summary>
    public required AgentKind Kind { get; init; }

    /// <summary>Whether the server's configuration describes it; otherwise it is found by itself.</summary>
    public bool IsConfigured { get; init; }

    public required string Provider { get; init; }

    /// <summary>The model it uses when a step names none; null leaves it to the agent.</summary>
    public string? Model { get; init; }

    public required IReadOnlyList<string> Capabilities { get; init; }

    public required AgentStatus Status { get; init; }

    /// <summary>Why it has this status and, when it cannot work, what to do.</summary>
    public required string StatusReason { get; init; }

    /// <summary>Absolute path of the program; null when not found.</summary>
    public string? Program { get; init; }

    /// <summary>Version as the program prints it; null when not known.</summary>
    public string? Version { get; init; }

    public DateTimeOffset? LastHealthCheck { get; init; }
}
