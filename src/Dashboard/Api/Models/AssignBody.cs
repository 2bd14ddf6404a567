namespace Signalbox.Dashboard.Api.Models;

/// <summary>Who alone may claim a step that waits; null: whoever fits.</summary>
public sealed record AssignBody(string? Agent);
