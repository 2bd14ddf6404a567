namespace Signalbox.Engine.Agents;

/// <summary>A typed event of an agent's stream (design/agents.md).</summary>
public abstract record AgentEvent
{
    /// <summary>The process runs.</summary>
    public sealed record Started(int ProcessId) : AgentEvent;

    /// <summary>The session's id and model became known.</summary>
    public sealed record Session(string? SessionId, string? Model) : AgentEvent;

    /// <summary>What the agent says.</summary>
    /// <param name="Value">The text, or the next piece of it.</param>
    /// <param name="Continues">It goes on where the text before it stopped, without anything between.</param>
    public sealed record Text(string Value, bool Continues = false) : AgentEvent;

    /// <summary>What the agent thinks.</summary>
    /// <param name="Value">The text, or the next piece of it.</param>
    /// <param name="Continues">It goes on where the thought before it stopped, without anything between.</param>
    public sealed record Thinking(string Value, bool Continues = false) : AgentEvent;

    public sealed record ToolStarted(string Id, string Name, string Input) : AgentEvent;

    public sealed record ToolEnded(string Id, string Output, bool IsError, int? ExitCode) : AgentEvent;

    /// <summary>A file was changed.</summary>
    /// <param name="Path">As the agent says it.</param>
    /// <param name="Kind"><c>add</c>, <c>update</c> or <c>delete</c>; another word where the agent has one.</param>
    /// <param name="Diff">Lines that begin with a space, <c>-</c> or <c>+</c>, and <c>@@</c> lines between hunks; null when the stream does not tell them.</param>
    public sealed record FileChanged(string Path, string Kind, string? Diff = null) : AgentEvent;

    public sealed record UsageReported(AgentUsage Usage) : AgentEvent;

    public sealed record RateLimited(string Message, DateTimeOffset? ResetsAt) : AgentEvent;

    public sealed record Warning(string Message) : AgentEvent;
}
