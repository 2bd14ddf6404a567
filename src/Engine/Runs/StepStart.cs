namespace Signalbox.Engine.Runs;

/// <summary>An attempt to begin.</summary>
/// <param name="StepId">Step id in the workflow.</param>
/// <param name="Attempt">Number of the attempt, from 1.</param>
/// <param name="Why">Why now.</param>
public sealed record StepStart(string StepId, int Attempt, string Why);
