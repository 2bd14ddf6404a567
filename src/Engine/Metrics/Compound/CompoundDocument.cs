namespace Signalbox.Engine.Metrics.Compound;

/// <summary>What <c>compound.yaml</c> says (spec 4, 5.1).</summary>
public sealed record CompoundDocument
{
    /// <summary>Version of the format.</summary>
    public string Version { get; init; } = "1.0";

    /// <summary>First day that it is about; null when it does not say.</summary>
    public DateOnly? Start { get; init; }

    /// <summary>Last day that it is about; null when it does not say.</summary>
    public DateOnly? End { get; init; }

    /// <summary>Metrics in the order of the file.</summary>
    public IReadOnlyList<CompoundMetric> Metrics { get; init; } = [];

    /// <summary>The history in the order of the file.</summary>
    public IReadOnlyList<CompoundRow> History { get; init; } = [];
}
