namespace Signalbox.Engine.Metrics;

/// <summary>A value of a metric that came with a file. It is shown beside what was computed, and never mixed with it.</summary>
public sealed class ImportedPoint
{
    /// <summary>Name of the metric; one that Signalbox does not compute is kept, too.</summary>
    public required string Metric { get; init; }

    /// <summary>Date that the file says.</summary>
    public required DateOnly Date { get; init; }

    public required decimal Value { get; set; }

    /// <summary>Who imported it last.</summary>
    public required string ImportedBy { get; set; }

    public required DateTimeOffset ImportedAt { get; set; }
}
