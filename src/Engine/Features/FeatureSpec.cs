namespace Signalbox.Engine.Features;

/// <summary>
/// A feature's <c>spec.yaml</c> as it was understood (spec 4, 1.3). Read as far as it goes: what is missing or of another kind than it should be is
/// null or empty here, and said by a diagnostic.
/// </summary>
public sealed record FeatureSpec
{
    /// <summary>Version of the format, such as <c>1.0</c>.</summary>
    public string? Version { get; init; }

    /// <summary>The feature's own id, such as <c>workflow-improvements-2026</c>.</summary>
    public required string Id { get; init; }

    /// <summary>Line of its <c>feature</c> in the file, from 1.</summary>
    public int Line { get; init; }

    /// <summary>Name for people; the id when none was written.</summary>
    public required string Name { get; init; }

    /// <summary><c>critical</c>, <c>high</c>, <c>medium</c> or <c>low</c>, as written.</summary>
    public string? Priority { get; init; }

    /// <summary>Status as written.</summary>
    public string? Status { get; init; }

    /// <summary>Day on which it was made, as written.</summary>
    public string? Created { get; init; }

    public string? Author { get; init; }

    /// <summary>Effort in words.</summary>
    public string? EstimatedEffort { get; init; }

    public IReadOnlyList<string> Tags { get; init; } = [];

    public string? Summary { get; init; }

    public string? BusinessValue { get; init; }

    public IReadOnlyList<string> SuccessMetrics { get; init; } = [];

    /// <summary>Functional requirements, in the order written.</summary>
    public IReadOnlyList<FeatureRequirement> Requirements { get; init; } = [];

    /// <summary>Requirements of another kind, in the order written.</summary>
    public IReadOnlyList<QualityRequirement> Qualities { get; init; } = [];

    public IReadOnlyList<InternalContract> InternalContracts { get; init; } = [];

    public IReadOnlyList<ApiContract> ApiContracts { get; init; } = [];

    /// <summary>All tasks, role by role, in the order written.</summary>
    public IReadOnlyList<FeatureTask> Tasks { get; init; } = [];

    /// <summary>What must be there that others make.</summary>
    public IReadOnlyList<ExternalDependency> ExternalDependencies { get; init; } = [];

    /// <summary>Features that must be there before.</summary>
    public IReadOnlyList<InternalDependency> InternalDependencies { get; init; } = [];

    public IReadOnlyList<FeatureRisk> Risks { get; init; } = [];

    /// <summary>Phases, of <c>timeline.phases</c> or of <c>phases</c>.</summary>
    public IReadOnlyList<FeaturePhase> Phases { get; init; } = [];
}
