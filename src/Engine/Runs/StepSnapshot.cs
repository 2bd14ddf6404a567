namespace Signalbox.Engine.Runs;

/// <summary>What the resolver knows of a step: its status and how its attempts ended, in order.</summary>
/// <param name="Status">Status of the step run.</param>
/// <param name="Attempts">Status of each attempt, by number.</param>
public sealed record StepSnapshot(StepStatus Status, IReadOnlyList<AttemptStatus> Attempts);
