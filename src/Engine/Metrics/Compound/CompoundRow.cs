namespace Signalbox.Engine.Metrics.Compound;

/// <summary>A row of the history of <c>compound.yaml</c>: values of metrics at a date.</summary>
/// <param name="Date">The date.</param>
/// <param name="Values">Values by metric.</param>
/// <param name="IsComputed">Signalbox computed it: taken in again it is no point of somebody else's; the row says so itself, below <c>signalbox</c>.</param>
public sealed record CompoundRow(DateOnly Date, IReadOnlyDictionary<string, decimal> Values, bool IsComputed = false);
