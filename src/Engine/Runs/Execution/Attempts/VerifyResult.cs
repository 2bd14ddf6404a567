namespace Signalbox.Engine.Runs.Execution.Attempts;

/// <summary>How a proof ended.</summary>
/// <param name="ExitCode">Exit code; null when it did not run to its end.</param>
/// <param name="Fault">Why the work is not verified, in one sentence; null when it is.</param>
/// <param name="Stopped">It was stopped on request.</param>
internal sealed record VerifyResult(int? ExitCode, string? Fault, bool Stopped);
