namespace Signalbox.Engine.Agents.Cli;

/// <summary>What an agent's stream said, whatever its process did.</summary>
internal sealed record CliStreamResult
{
    /// <summary>The line that says how it ended was there.</summary>
    public required bool Complete { get; init; }

    /// <summary>The fault that the stream itself reports; null when it reports none.</summary>
    public AgentError? Error { get; init; }

    public string? FinalText { get; init; }

    public string? SessionId { get; init; }

    public string? Model { get; init; }

    public AgentUsage? Usage { get; init; }

    /// <summary>The cost is that of the whole session and not of this attempt alone.</summary>
    public bool CostIsOfSession { get; init; }

    /// <summary>The tokens are those of the whole session and not of this attempt alone.</summary>
    public bool TokensAreOfSession { get; init; }

    public IReadOnlyList<ToolCall> ToolCalls { get; init; } = [];

    public IReadOnlyList<string> PermissionDenials { get; init; } = [];

    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>Last line that was no JSON: where a CLI that cannot begin says why.</summary>
    public string? LastPlainLine { get; init; }
}
