namespace Signalbox.Engine.Workflows;

/// <summary>Repeats a step, as visits, until it holds (<c>iterate:</c>).</summary>
/// <param name="Max">Visits at most, 1..20.</param>
/// <param name="Until">What must hold.</param>
public sealed record IterateDefinition(int Max, IterateUntil Until);
