namespace Signalbox.Engine.Processes;

/// <summary>The end of a durable process; nothing of its tree is alive any more.</summary>
/// <param name="End">How it ended.</param>
/// <param name="Code">Exit code, or 128 plus the signal; null when it never ran or was lost.</param>
/// <param name="Detail">A sentence when there is more to say; else null.</param>
public sealed record ProcessExit(ProcessEnd End, int? Code, string? Detail);
