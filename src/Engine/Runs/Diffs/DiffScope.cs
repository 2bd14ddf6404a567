namespace Signalbox.Engine.Runs.Diffs;

/// <summary>Which changes of a run are asked for. Nothing set: all, in each repository from the commit it began with to its workspace as it is.</summary>
public sealed record DiffScope
{
    /// <summary>Word for the commit that the run began with, in <see cref="From"/> and <see cref="To"/>.</summary>
    public const string Base = "base";

    /// <summary>Word for the workspace as it is, in <see cref="To"/>.</summary>
    public const string Now = "now";

    /// <summary>Name or id of one of the run's repositories; null: the step's own, or all of them.</summary>
    public string? Repository { get; init; }

    /// <summary>Id of a step, of which the last visit is meant, or of a step run; null: not of one step.</summary>
    public string? Step { get; init; }

    /// <summary>Number of an attempt of the step; null: all of them.</summary>
    public int? Attempt { get; init; }

    /// <summary>Id of a checkpoint, or <see cref="Base"/>; null: where the step began, or <see cref="Base"/>.</summary>
    public string? From { get; init; }

    /// <summary>Id of a checkpoint, <see cref="Base"/> or <see cref="Now"/>; null: where the step ended, or <see cref="Now"/>.</summary>
    public string? To { get; init; }
}
