namespace Signalbox.Engine.Features;

/// <summary>What may go wrong.</summary>
public sealed record FeatureRisk(string? Description, string? Probability, string? Impact, string? Mitigation);
