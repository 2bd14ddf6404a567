namespace Signalbox.Engine.Sessions;

/// <summary>An <c>.af</c> file that was read, or why it could not be.</summary>
/// <param name="File">The file; null when it does not parse.</param>
/// <param name="Fault">Why not, in one sentence; null when it does.</param>
public sealed record AgentFileParse(AgentFile? File, string? Fault);
