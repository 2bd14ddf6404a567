namespace Signalbox.Engine.Features;

/// <summary>A part of the time.</summary>
public sealed record FeaturePhase(string? Name, string? Duration, IReadOnlyList<string> Deliverables);
