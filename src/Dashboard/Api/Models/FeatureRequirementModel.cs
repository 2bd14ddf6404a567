namespace Signalbox.Dashboard.Api.Models;

/// <summary>A functional requirement of a feature.</summary>
/// <param name="Id">Its id in the spec.</param>
/// <param name="Title">In a few words.</param>
/// <param name="Description">In a sentence.</param>
/// <param name="Priority">As written.</param>
/// <param name="TestCoverage"><c>required</c>, <c>recommended</c> or <c>optional</c>, as written.</param>
/// <param name="AcceptanceCriteria">What must hold.</param>
public sealed record FeatureRequirementModel(string Id, string? Title, string? Description, string? Priority, string? TestCoverage, IReadOnlyList<string> AcceptanceCriteria);
