using Signalbox.Engine.Identity;

namespace Signalbox.Engine.Coordination;

/// <summary>A message as it is asked for.</summary>
public sealed record MessageDraft
{
    /// <summary>Id of the message to be, so that who sends it again, not knowing whether it was sent, sends it once; null: a new one.</summary>
    public MessageId? Id { get; init; }

    /// <summary>Who sends it.</summary>
    public required string From { get; init; }

    /// <summary>An agent's id, <c>role:ROLE</c>, <c>everyone</c> or <c>people</c>.</summary>
    public string? To { get; init; }

    /// <summary>What it is; <c>note</c> when not given.</summary>
    public string? Type { get; init; }

    /// <summary>-100 to 100; 0 when not given.</summary>
    public int? Priority { get; init; }

    public string? Body { get; init; }

    /// <summary>Id of the message that it answers; null begins a conversation.</summary>
    public string? ReplyTo { get; init; }

    /// <summary>Id of the run that it is about.</summary>
    public string? Run { get; init; }

    /// <summary>Minutes for which it is delivered; null: no end.</summary>
    public int? ExpiresInMinutes { get; init; }
}
