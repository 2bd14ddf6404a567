namespace Signalbox.Dashboard.Api.Models;

/// <summary>Something that was learned in a repository.</summary>
public sealed record LearningModel
{
    public required string Id { get; init; }

    /// <summary>Name of the repository.</summary>
    public required string Repository { get; init; }

    /// <summary><c>bugs</c>, <c>patterns</c> or <c>anti_patterns</c>.</summary>
    public required string Kind { get; init; }

    public required string Text { get; init; }

    /// <summary><c>Proposed</c>, <c>Accepted</c> or <c>Rejected</c>.</summary>
    public required string Status { get; init; }

    public required string ProposedBy { get; init; }

    public string? Run { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public string? DecidedBy { get; init; }

    public DateTimeOffset? DecidedAt { get; init; }

    /// <summary>What could not be done besides, in a sentence; null when all was.</summary>
    public string? Warning { get; init; }
}
