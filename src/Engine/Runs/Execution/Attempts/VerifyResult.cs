namespace Signalbox.Engine.Runs.Execution.Attempts;

/// <summary>How a proof ended.</summary>
/// <param name="ExitCode">Exit code; null when it did not run to its end.</param>
/// <param name="Fault">Why the work is not verified, in one sentence; null when it is.</param>
/// <param name="Stopped">It was stopped on request.</param>
/// <param name="HasAnswered">It came to its end by itself: one that was stopped, ran out of time or printed too much has said nothing of the work, whatever its exit code.</param>
internal sealed record VerifyResult(int? ExitCode, string? Fault, bool Stopped, bool HasAnswered);
