namespace Signalbox.Engine.Features;

/// <summary>A functional requirement.</summary>
/// <param name="Id">Its id, such as <c>FR-101</c>.</param>
/// <param name="Line">Line in the file, from 1.</param>
/// <param name="Title">In a few words.</param>
/// <param name="Description">In a sentence.</param>
/// <param name="Priority"><c>critical</c>, <c>high</c>, <c>medium</c> or <c>low</c>, as written.</param>
/// <param name="AcceptanceCriteria">What must hold.</param>
/// <param name="TestCoverage"><c>required</c>, <c>recommended</c> or <c>optional</c>, as written.</param>
public sealed record FeatureRequirement(string Id, int Line, string? Title, string? Description, string? Priority, IReadOnlyList<string> AcceptanceCriteria, string? TestCoverage)
{
    /// <summary>Whether a change for it must bring a test along.</summary>
    public bool NeedsTests => string.Equals(TestCoverage, "required", StringComparison.Ordinal);
}
