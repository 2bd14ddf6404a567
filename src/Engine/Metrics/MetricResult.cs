using Signalbox.Engine.Workflows;

namespace Signalbox.Engine.Metrics;

/// <summary>What became of a question or an order about metrics; exactly one is not null.</summary>
/// <typeparam name="T">What was asked for.</typeparam>
public sealed record MetricResult<T>
    where T : class
{
    /// <summary>The answer.</summary>
    public T? Value { get; init; }

    /// <summary>Nothing of that name is there, in one sentence.</summary>
    public string? NotFound { get; init; }

    /// <summary>What was said wrongly, with what is allowed.</summary>
    public InputFault? Invalid { get; init; }
}
