namespace Signalbox.Engine.Logs;

/// <summary>The end of a pump.</summary>
/// <param name="End">Why it stopped.</param>
/// <param name="Position">What it has stored or found stored.</param>
public sealed record LogPumpResult(LogPumpEnd End, LogPosition Position);
