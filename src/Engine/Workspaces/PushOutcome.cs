namespace Signalbox.Engine.Workspaces;

/// <summary>What came of pushing a run's branch.</summary>
/// <param name="Words">What happened, in words.</param>
/// <param name="Fault">Why it was not pushed and what to do about it, one sentence; null on success.</param>
public sealed record PushOutcome(string Words, string? Fault);
