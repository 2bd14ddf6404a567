namespace Signalbox.Engine.Agents.Conversations;

/// <summary>A part of a conversation.</summary>
/// <param name="Entries">The entries, in their order.</param>
/// <param name="Total">Entries of the whole conversation, as far as it was read.</param>
/// <param name="IsComplete">The line that says how the attempt ended was there.</param>
/// <param name="SessionId">The session; null when it is not told.</param>
/// <param name="Model">The model; null when it is not told.</param>
public sealed record ConversationPage(IReadOnlyList<ConversationEntry> Entries, int Total, bool IsComplete, string? SessionId, string? Model)
{
    /// <summary>The log is longer than is read for a conversation: its end is not in it.</summary>
    public bool IsCut { get; init; }

    /// <summary>First entry of the page that follows; null when this is the last.</summary>
    public int? Next => Entries is [.., var last] && last.Index + 1 < Total ? last.Index + 1 : null;
}
