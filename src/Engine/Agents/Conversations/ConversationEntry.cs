namespace Signalbox.Engine.Agents.Conversations;

/// <summary>One thing that was said or done in an attempt. Texts are masked, hostile and unescaped: what shows them escapes them (design/security.md).</summary>
public abstract record ConversationEntry
{
    /// <summary>Number of the entry, from 0. It stays the same while the attempt goes on.</summary>
    public required int Index { get; init; }

    /// <summary>The agent says something.</summary>
    /// <param name="Text">Its words, as Markdown mostly.</param>
    public sealed record Message(string Text) : ConversationEntry;

    /// <summary>The agent thinks.</summary>
    /// <param name="Text">Its words.</param>
    public sealed record Thinking(string Text) : ConversationEntry;

    /// <summary>The agent uses a tool.</summary>
    /// <param name="Id">The agent's id of the call.</param>
    /// <param name="Name">Name of the tool.</param>
    /// <param name="Input">What it was given, as JSON text.</param>
    /// <param name="Output">What it answered; null while it has not.</param>
    /// <param name="IsError">Whether it answered with an error; null while it has not answered.</param>
    /// <param name="ExitCode">Exit code of a command; null where there is none.</param>
    public sealed record ToolUse(string Id, string Name, string Input, string? Output, bool? IsError, int? ExitCode) : ConversationEntry;

    /// <summary>The agent changed a file.</summary>
    /// <param name="Path">As the agent says it.</param>
    /// <param name="Kind"><c>add</c>, <c>update</c> or <c>delete</c>; another word where the agent has one.</param>
    /// <param name="Diff">Lines that begin with a space, <c>-</c> or <c>+</c>; null when the stream does not tell them.</param>
    public sealed record FileChange(string Path, string Kind, string? Diff) : ConversationEntry;

    /// <summary>What it has used so far, as it says itself.</summary>
    /// <param name="Usage">Its counts; of a session that was resumed, they may be those of the whole session.</param>
    public sealed record UsageReport(AgentUsage Usage) : ConversationEntry;

    /// <summary>It is at a limit.</summary>
    /// <param name="Reason">Why.</param>
    /// <param name="ResetsAt">When it ends; null when that is not said.</param>
    public sealed record RateLimit(string Reason, DateTimeOffset? ResetsAt) : ConversationEntry;

    /// <summary>A remark, or a line that is no part of the stream.</summary>
    /// <param name="Words">The remark.</param>
    public sealed record Remark(string Words) : ConversationEntry;
}
