namespace Signalbox.Engine.Metrics;

/// <summary>Metrics over a time.</summary>
/// <param name="Period">How long the periods are.</param>
/// <param name="From">First day.</param>
/// <param name="To">Last day.</param>
/// <param name="Metrics">The metrics, in the order of <see cref="MetricCatalog.All"/>.</param>
/// <param name="Changes">Changes in that time that a bend may come from.</param>
/// <param name="Scopes">What they can be narrowed to.</param>
public sealed record MetricReport(PeriodKind Period, DateOnly From, DateOnly To, IReadOnlyList<MetricSeries> Metrics, IReadOnlyList<ChangeMarker> Changes, MetricScopes Scopes);
