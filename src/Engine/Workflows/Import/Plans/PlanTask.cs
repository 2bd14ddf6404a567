using Signalbox.Engine.Workflows.Import.Reading;
using Signalbox.Engine.Workflows.Yaml;

namespace Signalbox.Engine.Workflows.Import.Plans;

/// <summary>A task of a plan as read.</summary>
internal sealed class PlanTask
{
    public required ImportSection Section { get; init; }

    public required ScalarNode Name { get; init; }

    /// <summary>Our id.</summary>
    public required string Id { get; init; }

    /// <summary>Its place in the order; null when the plan gives none.</summary>
    public long? Sequence { get; init; }

    /// <summary>Tasks of one group run in parallel; null: none.</summary>
    public string? Group { get; init; }

    /// <summary>Whether it says what it waits for, be it nothing.</summary>
    public bool NamesDependencies { get; init; }

    /// <summary>Tasks that it waits for.</summary>
    public List<PlanTask> WaitsFor { get; } = [];

    /// <summary>Tasks that would like this one before them.</summary>
    public List<PlanTask> Informs { get; } = [];
}
