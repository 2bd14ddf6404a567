namespace Signalbox.Engine.Runs;

/// <summary>What the response cache keeps; beyond it the oldest answers go.</summary>
/// <param name="MaxAge">Older answers are not given any more.</param>
/// <param name="MaxEntries">Answers, at most.</param>
/// <param name="MaxBytes">Bytes of all answers together, at most.</param>
public sealed record ResponseCacheLimits(TimeSpan MaxAge, int MaxEntries, long MaxBytes);
