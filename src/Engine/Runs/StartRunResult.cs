using Signalbox.Engine.Workflows;

namespace Signalbox.Engine.Runs;

/// <summary>What came of a request to start a run: exactly one of the properties is set.</summary>
public sealed record StartRunResult
{
    /// <summary>The run, written and queued.</summary>
    public Run? Run { get; init; }

    /// <summary>What was not found, as a sentence.</summary>
    public string? NotFound { get; init; }

    /// <summary>What stands against it, as a sentence: a key that is taken, a workflow that is ambiguous or whose agent is not there.</summary>
    public string? Refused { get; init; }

    /// <summary>Every error of the workflow's file, which cannot run as it is now; not empty.</summary>
    public IReadOnlyList<Diagnostic>? Broken { get; init; }

    /// <summary>Every fault of the inputs.</summary>
    public IReadOnlyList<InputFault>? Invalid { get; init; }
}
