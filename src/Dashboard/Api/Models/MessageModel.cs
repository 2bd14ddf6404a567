namespace Signalbox.Dashboard.Api.Models;

/// <summary>A message.</summary>
public sealed record MessageModel
{
    public required string Id { get; init; }

    public required string From { get; init; }

    /// <summary>An agent's id, <c>role:ROLE</c>, <c>everyone</c> or <c>people</c>.</summary>
    public required string To { get; init; }

    public required string Type { get; init; }

    public required int Priority { get; init; }

    public required string Body { get; init; }

    /// <summary>The first message of the conversation.</summary>
    public required string Thread { get; init; }

    public string? Run { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary><c>Unread</c>, <c>Read</c> or <c>Archived</c> in the inbox that was asked for; null outside one.</summary>
    public string? Status { get; init; }
}
