namespace Signalbox.Dashboard.Api.Models;

/// <summary>Lines for the log of an attempt.</summary>
/// <param name="Agent">The worker.</param>
/// <param name="Epoch">Epoch of its claim.</param>
/// <param name="Lines">The lines, without their ends.</param>
/// <param name="Stream"><c>stdout</c> when left out, or <c>stderr</c>.</param>
public sealed record WorkLogBody(string? Agent, long Epoch, IReadOnlyList<string>? Lines, string? Stream = null);
