namespace Signalbox.Engine.Features;

/// <summary>A requirement of how, not of what.</summary>
/// <param name="Id">Its id, such as <c>NFR-001</c>.</param>
/// <param name="Line">Line in the file, from 1.</param>
/// <param name="Type">Such as <c>performance</c>, as written.</param>
/// <param name="Requirement">In a sentence.</param>
public sealed record QualityRequirement(string Id, int Line, string? Type, string? Requirement);
