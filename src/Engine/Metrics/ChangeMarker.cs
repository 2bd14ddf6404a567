namespace Signalbox.Engine.Metrics;

/// <summary>A change that a bend of a metric may come from, drawn on the time axis.</summary>
/// <param name="At">When it was first seen.</param>
/// <param name="Kind">What changed.</param>
/// <param name="Name">Whose: a workflow, an agent; for a configuration who applied it.</param>
/// <param name="Value">What it is from then on.</param>
public sealed record ChangeMarker(DateTimeOffset At, ChangeKind Kind, string Name, string Value);
