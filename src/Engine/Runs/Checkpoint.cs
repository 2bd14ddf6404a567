using Signalbox.Engine.Identity;

namespace Signalbox.Engine.Runs;

/// <summary>A resumable point of a run (spec 3 Checkpoint). Written once, never changed.</summary>
public sealed class Checkpoint
{
    public required CheckpointId Id { get; init; }

    public required RunId RunId { get; init; }

    /// <summary>Step run it belongs to; null for one of the whole run.</summary>
    public StepRunId? StepRunId { get; init; }

    /// <summary>Step id in the workflow; null for one of the whole run.</summary>
    public string? StepId { get; init; }

    /// <summary>Attempt it follows; null when there is none.</summary>
    public AttemptId? AttemptId { get; init; }

    public required CheckpointType Type { get; init; }

    /// <summary>Step runs that had completed, by id: the step pointer.</summary>
    public required IReadOnlyList<string> Completed { get; init; }

    /// <summary>Outputs of the step it belongs to, by name.</summary>
    public IReadOnlyDictionary<string, object?> Outputs { get; init; } = new Dictionary<string, object?>(StringComparer.Ordinal);

    /// <summary>Commit of the workspace (of several: of the one that its step works in), kept under <c>refs/signalbox</c>; null when there is no workspace or it could not be made.</summary>
    public string? Commit { get; init; }

    /// <summary>
    /// Of a run in several repositories: the commit of each of its workspaces, by the repository's name; one that is missing could not be made. Empty:
    /// <see cref="Commit"/> is the only one.
    /// </summary>
    public IReadOnlyDictionary<string, string> Commits { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>What the commit could not hold, in words.</summary>
    public IReadOnlyList<string> LeftOut { get; init; } = [];

    /// <summary>What was reached, in one sentence.</summary>
    public required string Summary { get; init; }

    /// <summary>Who made it: an agent's id, a person, or <c>signalbox</c>.</summary>
    public required string Author { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }
}
