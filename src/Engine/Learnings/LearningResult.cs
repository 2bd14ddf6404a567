using Signalbox.Engine.Workflows;

namespace Signalbox.Engine.Learnings;

/// <summary>What came of a proposal or an answer: exactly one of the first four is set.</summary>
public sealed record LearningResult
{
    /// <summary>The learning as it is now.</summary>
    public Learning? Learning { get; init; }

    /// <summary>What was not found, as a sentence.</summary>
    public string? NotFound { get; init; }

    /// <summary>What stands against it, as a sentence.</summary>
    public string? Refused { get; init; }

    /// <summary>Every fault of what was given.</summary>
    public IReadOnlyList<InputFault>? Invalid { get; init; }

    /// <summary>With <see cref="Learning"/>: what could not be done besides, as a sentence; null when all was.</summary>
    public string? Warning { get; init; }
}
