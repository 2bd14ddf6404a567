namespace Signalbox.Dashboard.Api.Models;

/// <summary>A line of its checklist.</summary>
/// <param name="Holds">Whether it does.</param>
public sealed record TickBody(bool Holds = true);
