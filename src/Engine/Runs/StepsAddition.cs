using Signalbox.Engine.Events;

namespace Signalbox.Engine.Runs;

/// <summary>Steps to be added to a run, in one transaction.</summary>
public sealed record StepsAddition
{
    /// <summary>The run as it was when they were checked: when steps were added since, nothing is written.</summary>
    public required Run Run { get; init; }

    /// <summary>The whole workflow with them.</summary>
    public required string Definition { get; init; }

    /// <summary>Their step runs.</summary>
    public required IReadOnlyList<StepRun> Steps { get; init; }

    /// <summary>The event that says so.</summary>
    public required RunEvent Event { get; init; }
}
