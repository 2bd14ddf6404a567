namespace Signalbox.Dashboard.Api.Models;

/// <summary>A checkpoint with the files as they are now.</summary>
/// <param name="Agent">The worker.</param>
/// <param name="Epoch">Epoch of its claim.</param>
/// <param name="Summary">What was reached, in one sentence.</param>
/// <param name="Type"><c>progress</c> when left out, <c>plan</c>, <c>replan</c>, <c>decision</c> or <c>error</c>.</param>
public sealed record WorkCheckpointBody(string? Agent, long Epoch, string? Summary, string? Type = null);
