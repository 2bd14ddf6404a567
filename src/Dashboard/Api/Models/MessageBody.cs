namespace Signalbox.Dashboard.Api.Models;

/// <summary>A message to send.</summary>
/// <param name="To">An agent's id, <c>role:ROLE</c>, <c>everyone</c> or <c>people</c>.</param>
/// <param name="Body">The text.</param>
public sealed record MessageBody(string? To, string? Body)
{
    /// <summary>The agent that sends it; left out: who asks.</summary>
    public string? From { get; init; }

    /// <summary><c>note</c> when left out.</summary>
    public string? Type { get; init; }

    /// <summary>-100 to 100.</summary>
    public int? Priority { get; init; }

    /// <summary>Id of the message that it answers.</summary>
    public string? ReplyTo { get; init; }

    public string? Run { get; init; }

    public int? ExpiresInMinutes { get; init; }
}
