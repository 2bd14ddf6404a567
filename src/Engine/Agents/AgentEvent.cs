namespace Signalbox.Engine.Agents;

/// <summary>A typed event of an agent's stream (design/agents.md).</summary>
public abstract record AgentEvent
{
    /// <summary>The process runs.</summary>
    public sealed record Started(int ProcessId) : AgentEvent;

    /// <summary>The session's id and model became known.</summary>
    public sealed record Session(string? SessionId, string? Model) : AgentEvent;

    public sealed record Text(string Value) : AgentEvent;

    public sealed record Thinking(string Value) : AgentEvent;

    public sealed record ToolStarted(string Id, string Name, string Input) : AgentEvent;

    public sealed record ToolEnded(string Id, string Output, bool IsError, int? ExitCode) : AgentEvent;

    public sealed record FileChanged(string Path, string Kind) : AgentEvent;

    public sealed record UsageReported(AgentUsage Usage) : AgentEvent;

    public sealed record RateLimited(string Message, DateTimeOffset? ResetsAt) : AgentEvent;

    public sealed record Warning(string Message) : AgentEvent;
}
