namespace Signalbox.Engine.Runs;

/// <summary>A step that will not run.</summary>
/// <param name="StepId">Step id in the workflow.</param>
/// <param name="Why">Why not.</param>
public sealed record StepSkip(string StepId, string Why);
