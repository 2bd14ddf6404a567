namespace Signalbox.Engine.Metrics;

/// <summary>A metric: what it is called, and how it comes from facts.</summary>
/// <param name="Name">As files and programs call it.</param>
/// <param name="Title">As people call it.</param>
/// <param name="Description">What it says, in one sentence.</param>
/// <param name="Unit">What its values count.</param>
/// <param name="Better">Which way is better.</param>
/// <param name="Aggregate">How samples become a value.</param>
public sealed record MetricDefinition(string Name, string Title, string Description, MetricUnit Unit, MetricDirection Better, MetricAggregate Aggregate)
{
    /// <summary>One of spec 4's four.</summary>
    public bool IsCompound { get; init; }

    /// <summary>Takes its samples out of facts.</summary>
    internal Func<FactSet, IEnumerable<MetricSample>> Samples { get; init; } = _ => [];
}
