using Signalbox.Engine.Workflows;

namespace Signalbox.Engine.Runs;

/// <summary>What came of steps that were to be added to a run: one of the first four is set.</summary>
public sealed record AddStepsResult
{
    /// <summary>The run as it is now.</summary>
    public Run? Run { get; init; }

    /// <summary>What was not found, as a sentence.</summary>
    public string? NotFound { get; init; }

    /// <summary>What stands against it, as a sentence that says what to do instead.</summary>
    public string? Refused { get; init; }

    /// <summary>Every fault of the steps, by their lines; not empty.</summary>
    public IReadOnlyList<Diagnostic>? Invalid { get; init; }

    /// <summary>Ids of the steps that are new.</summary>
    public IReadOnlyList<string> Steps { get; init; } = [];
}
