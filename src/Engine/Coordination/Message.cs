using Signalbox.Engine.Identity;

namespace Signalbox.Engine.Coordination;

/// <summary>An entry of an inbox (spec 3 Message). Written once; what its recipients do with it is theirs.</summary>
public sealed class Message
{
    public required MessageId Id { get; init; }

    /// <summary>Who sent it: an agent's id or a person.</summary>
    public required string From { get; init; }

    public required RecipientKind ToKind { get; init; }

    /// <summary>Agent id or role; empty for everyone and for people.</summary>
    public required string To { get; init; }

    /// <summary>What it is: <c>note</c>, <c>question</c>, <c>answer</c>, <c>request</c>, <c>status</c>, or another word of the same form.</summary>
    public required string Type { get; init; }

    /// <summary>More first; 0 when nothing was said.</summary>
    public int Priority { get; init; }

    public required string Body { get; init; }

    /// <summary>The first message of the conversation; its own id where it is the first.</summary>
    public required MessageId Thread { get; init; }

    /// <summary>Run that it is about; null: none.</summary>
    public RunId? RunId { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>From when on it is delivered no more; null: no end.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }
}
