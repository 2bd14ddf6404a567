namespace Signalbox.Engine.Features;

/// <summary>Something that others make.</summary>
public sealed record ExternalDependency(string? Name, string? Version, string? Reason);
