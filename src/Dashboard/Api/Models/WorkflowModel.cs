namespace Signalbox.Dashboard.Api.Models;

/// <summary>A workflow.</summary>
public sealed record WorkflowModel
{
    /// <summary>The slug.</summary>
    public required string Name { get; init; }

    /// <summary>The one that has its file.</summary>
    public required string Repository { get; init; }

    /// <summary>Those that it works in; empty: the one that a run is started for.</summary>
    public IReadOnlyList<string> Repositories { get; init; } = [];

    public string? Title { get; init; }

    public string? Description { get; init; }

    public required IReadOnlyList<string> Tags { get; init; }

    /// <summary>Newest valid version; null while there has never been one.</summary>
    public int? Version { get; init; }

    /// <summary>The file as it is now is valid.</summary>
    public required bool Valid { get; init; }

    /// <summary>It can be started: valid, and every agent is there.</summary>
    public required bool CanRun { get; init; }

    /// <summary>Agents that it needs and that are not there.</summary>
    public required IReadOnlyList<string> MissingAgents { get; init; }

    public required IReadOnlyList<InputModel> Inputs { get; init; }

    /// <summary>Step ids in the order written.</summary>
    public required IReadOnlyList<string> Steps { get; init; }

    public required string Source { get; init; }

    public required DateTimeOffset UpdatedAt { get; init; }

    public required IReadOnlyList<DiagnosticModel> Diagnostics { get; init; }

    /// <summary>When it starts by itself; empty: never.</summary>
    public IReadOnlyList<ScheduleModel> Schedules { get; init; } = [];

    /// <summary>As written; null in a list.</summary>
    public string? Yaml { get; init; }
}
