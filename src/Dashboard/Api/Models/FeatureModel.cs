namespace Signalbox.Dashboard.Api.Models;

/// <summary>A feature: its spec, where it stands, its tasks and its checklist.</summary>
public sealed record FeatureModel
{
    public required string Id { get; init; }

    /// <summary>Its own id in the spec.</summary>
    public required string Feature { get; init; }

    public required string Name { get; init; }

    /// <summary>As written in the spec.</summary>
    public string? Priority { get; init; }

    /// <summary><c>Planning</c>, <c>InProgress</c>, <c>Review</c>, <c>Completed</c> or <c>Blocked</c>.</summary>
    public required string Status { get; init; }

    public string? StatusReason { get; init; }

    /// <summary>Name of the repository.</summary>
    public required string Repository { get; init; }

    /// <summary>Key of the run that does its tasks; null before they were started.</summary>
    public string? Run { get; init; }

    public string? Workflow { get; init; }

    public int TasksDone { get; init; }

    public int TasksTotal { get; init; }

    /// <summary>In a list without what only the spec says of them.</summary>
    public required IReadOnlyList<FeatureTaskModel> Tasks { get; init; }

    /// <summary>What the spec asks for; empty in a list.</summary>
    public IReadOnlyList<FeatureRequirementModel> Requirements { get; init; } = [];

    /// <summary>Empty in a list.</summary>
    public required IReadOnlyList<FeatureCheckModel> Checklist { get; init; }

    /// <summary>What the spec does not keep to; empty in a list.</summary>
    public required IReadOnlyList<DiagnosticModel> Diagnostics { get; init; }

    /// <summary>The whole <c>spec.yaml</c>; null in a list.</summary>
    public string? Text { get; init; }

    public required int Revision { get; init; }

    public required string CreatedBy { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required string UpdatedBy { get; init; }

    public required DateTimeOffset UpdatedAt { get; init; }
}
