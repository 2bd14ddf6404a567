namespace Signalbox.Engine.Workflows;

/// <summary>What may be at work at once (<c>concurrency:</c>).</summary>
public sealed record ConcurrencyDefinition
{
    /// <summary>Steps of one run at work at once; null: no limit of its own.</summary>
    public int? MaxParallel { get; init; }

    /// <summary>Template of the group's name over inputs, repository and run; runs of one group go one after another. Null: no group.</summary>
    public string? Group { get; init; }

    /// <summary>What a new run does while its group is busy.</summary>
    public WhenBusy WhenBusy { get; init; } = WhenBusy.Queue;
}
