namespace Signalbox.Dashboard.Api.Models;

/// <summary>A session of an agent in a run.</summary>
public sealed record AgentSessionModel
{
    public required string Id { get; init; }

    public required string Run { get; init; }

    public required string Agent { get; init; }

    public required string Role { get; init; }

    public required string Feature { get; init; }

    public required string Status { get; init; }

    public string? StatusReason { get; init; }

    public required string CurrentStep { get; init; }

    /// <summary>Tries at the current step.</summary>
    public required int IterationCount { get; init; }

    /// <summary>Tries at the current step that are allowed; null: unknown.</summary>
    public int? MaxIterations { get; init; }

    public required IReadOnlyList<string> ToolsAllowed { get; init; }

    public required IReadOnlyList<string> McpServers { get; init; }

    /// <summary>Null before its files were first written.</summary>
    public AgentMemoryModel? Memory { get; init; }

    /// <summary>Text of <c>claude-progress.txt</c>; null before it was first written.</summary>
    public string? Progress { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? EndedAt { get; init; }
}
