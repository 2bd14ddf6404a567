namespace Signalbox.Engine.Agents;

/// <summary>How an attempt ended, as the agent's process and its stream say. What is not known is null, never 0 or empty.</summary>
public sealed record AgentResult
{
    public required AgentOutcome Outcome { get; init; }

    /// <summary>Exit code of the process; null when it never ran or was lost.</summary>
    public int? ExitCode { get; init; }

    /// <summary>The agent's last word; null when it gave none.</summary>
    public string? FinalText { get; init; }

    /// <summary>
    /// What a string output without a source takes: the final text of a coding agent, the last non-empty line that a script printed.
    /// Null when there is neither.
    /// </summary>
    public string? OutputText
    {
        get => field ?? FinalText;
        init;
    }

    /// <summary>The JSON object that the agent ended with, as plain values; null when it ended with none.</summary>
    public IReadOnlyDictionary<string, object?>? Structured { get; init; }

    public string? SessionId { get; init; }

    public string? Model { get; init; }

    public AgentUsage? Usage { get; init; }

    /// <summary>Why it did not succeed; null on success.</summary>
    public AgentError? Error { get; init; }

    public IReadOnlyList<ToolCall> ToolCalls { get; init; } = [];

    public IReadOnlyList<string> PermissionDenials { get; init; } = [];

    public IReadOnlyList<string> Warnings { get; init; } = [];
}
