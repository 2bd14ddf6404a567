namespace Signalbox.Engine.Runs;

/// <summary>A step as a progress file shows it.</summary>
/// <param name="Id">Step id.</param>
/// <param name="Name">Name for people.</param>
/// <param name="Status">Status of its newest visit.</param>
/// <param name="Reason">Why, in words; null when nothing is to be said.</param>
internal sealed record SessionStep(string Id, string Name, StepStatus Status, string? Reason);
