namespace Signalbox.Dashboard.Api.Models;

/// <summary>A step that an agent is at work on.</summary>
public sealed record CurrentStepModel
{
    /// <summary>Id of the step run, <c>tk_..</c>.</summary>
    public required string Step { get; init; }

    /// <summary>Step id in the workflow.</summary>
    public required string StepId { get; init; }

    /// <summary>Index of the item, from 0, where the step runs for each item of a list and the server does it.</summary>
    public int? Item { get; init; }

    /// <summary>Id of the run.</summary>
    public required string Run { get; init; }

    /// <summary>Key of the run; null for a worker's step, whose claim names the run by its id.</summary>
    public string? RunKey { get; init; }

    /// <summary>Id of the attempt.</summary>
    public required string Attempt { get; init; }

    /// <summary>Number of the attempt, from 1; null for a worker's step.</summary>
    public int? AttemptNumber { get; init; }

    /// <summary>Epoch that a worker's words name; null where the server does the step.</summary>
    public long? Epoch { get; init; }

    /// <summary>Percent done, as a worker says.</summary>
    public int? Percent { get; init; }

    /// <summary>What it does now, as a worker says.</summary>
    public string? Progress { get; init; }

    /// <summary>Since when a worker holds it.</summary>
    public DateTimeOffset? ClaimedAt { get; init; }

    /// <summary>Since when it is at work on it.</summary>
    public DateTimeOffset? Since { get; init; }
}
