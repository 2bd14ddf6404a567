namespace Signalbox.Engine.Sessions;

/// <summary>A progress file that was read, or why it could not be.</summary>
/// <param name="Document">The document; null when it does not parse.</param>
/// <param name="Fault">Why not, in one sentence; null when it does.</param>
public sealed record ProgressParse(ProgressDocument? Document, string? Fault);
