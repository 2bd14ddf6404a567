using Signalbox.Engine.Workflows;

namespace Signalbox.Engine.Runs;

/// <summary>What came of an answer: exactly one of the properties is set.</summary>
public sealed record DecideResult
{
    /// <summary>The approval as answered.</summary>
    public Approval? Approval { get; init; }

    /// <summary>What was not found, as a sentence.</summary>
    public string? NotFound { get; init; }

    /// <summary>What stands against it, as a sentence: it was answered before, or its run has ended.</summary>
    public string? Refused { get; init; }

    /// <summary>Every fault of comment and form.</summary>
    public IReadOnlyList<InputFault>? Invalid { get; init; }
}
