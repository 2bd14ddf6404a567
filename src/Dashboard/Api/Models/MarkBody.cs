namespace Signalbox.Dashboard.Api.Models;

/// <summary>Marks a message in one inbox.</summary>
/// <param name="Inbox">Id of the agent; <c>people</c> when left out.</param>
/// <param name="Status"><c>Unread</c>, <c>Read</c> or <c>Archived</c>.</param>
public sealed record MarkBody(string? Inbox, string? Status);
