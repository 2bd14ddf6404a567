namespace Signalbox.Dashboard.Api.Models;

/// <summary>Lines for the log of an attempt.</summary>
/// <param name="Agent">The worker.</param>
/// <param name="Epoch">Epoch of its claim.</param>
/// <param name="Lines">The lines, without their ends.</param>
/// <param name="Stream"><c>stdout</c> when left out, or <c>stderr</c>.</param>
/// <param name="After">Bytes of that stream's log before these lines, as the claim or the answer to the lines before told. What is there behind them already is not appended again, so that lines whose answer was lost can be sent again.</param>
public sealed record WorkLogBody(string? Agent, long Epoch, IReadOnlyList<string>? Lines, string? Stream = null, long? After = null);
