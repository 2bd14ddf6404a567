namespace Signalbox.Engine.Features;

/// <summary>Another feature, or none and why.</summary>
public sealed record InternalDependency(string? Feature, string? Reason);
