namespace Signalbox.Dashboard.Api.Models;

/// <summary>A resumable point of a run.</summary>
public sealed record CheckpointModel
{
    public required string Id { get; init; }

    public required string RunId { get; init; }

    /// <summary>Step id; null for one of the whole run.</summary>
    public string? StepId { get; init; }

    public string? AttemptId { get; init; }

    /// <summary>Plan, Replan, Progress, Decision, Error, Recovery or Complete.</summary>
    public required string Type { get; init; }

    public required string Summary { get; init; }

    public required string Author { get; init; }

    /// <summary>Commit of the workspace; null when there is none.</summary>
    public string? Commit { get; init; }

    /// <summary>Of a run in several repositories: the commit of each workspace, by the repository's name; null: the one above is the only one.</summary>
    public IReadOnlyDictionary<string, string>? Commits { get; init; }

    /// <summary>What the commit could not hold.</summary>
    public required IReadOnlyList<string> LeftOut { get; init; }

    public required IReadOnlyDictionary<string, object?> Outputs { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }
}
