namespace Signalbox.Engine.Runs;

/// <summary>What is to happen next in a run, and why. Same state, same decision (spec 5 P09-T02).</summary>
/// <param name="Start">Attempts to begin now.</param>
/// <param name="Skip">Steps that will not run.</param>
/// <param name="End">How the run ends; null while it goes on.</param>
/// <param name="Why">The reason in words.</param>
public sealed record Decision(IReadOnlyList<StepStart> Start, IReadOnlyList<StepSkip> Skip, RunEnd? End, string Why);
