using Signalbox.Engine.Metrics;
using Signalbox.Engine.Metrics.Facts;

namespace Signalbox.Dashboard.Api.Models;

/// <summary>Metrics as JSON.</summary>
internal static class MetricShapes
{
    public static MetricsModel Of(MetricReport report) => new()
    {
        Period = MetricWords.Of(report.Period),
        From = report.From,
        To = report.To,
        Metrics = [.. report.Metrics.Select(Of)],
        Changes = [.. report.Changes.Select(c => new MetricChangeModel(c.At, c.Kind.ToString(), c.Name, c.Value))],
    };

    public static MetricSampleModel Of(MetricSample sample) => new(
        sample.At, sample.Run?.Value, sample.RunKey, sample.Subject, sample.Numerator, sample.Denominator, sample.IsEstimated);

    public static MetricFactModel Of(MetricFact fact) => new(
        fact.Id.Value, fact.Kind.ToString(), fact.At, fact.RunId?.Value, fact.RunKey, fact.Workflow, fact.WorkflowVersion, fact.Repository, fact.Agent, fact.Model, fact.Detail);

    public static MetricTargetModel Of(MetricTarget target) => new(target.Metric, target.Target, target.Baseline, target.SetBy, target.SetAt);

    public static RegressionModel OfRegression(MetricFact fact)
    {
        var link = (RegressionLinked)fact.Detail;
        return new RegressionModel(fact.RunKey!, fact.RunId!.Value.Value, link.ShownByKey, link.ShownBy.Value, link.Source.ToString(), link.By, link.Comment, fact.At);
    }

    private static MetricModel Of(MetricSeries series) => new()
    {
        Name = series.Metric.Name,
        Title = series.Metric.Title,
        Description = series.Metric.Description,
        Baseline = series.Target?.Baseline,
        Current = series.Current?.Value,
        CurrentDate = series.Current?.Date,
        SoFar = series.Current is null ? null : series.IsSoFar,
        Target = series.Target?.Target,
        Unit = MetricWords.Of(series.Metric.Unit),
        Trend = MetricWords.Of(series.Trend),
        Numerator = series.Current?.Numerator,
        Denominator = series.Current?.Denominator,
        Samples = series.Current?.Samples,
        Estimated = series.Current?.IsEstimated,
        Compound = series.Metric.IsCompound,
        History =
        [
            .. series.Points.Select(p => new MetricPointModel(p.Date, p.Value, p.Numerator, p.Value is null ? null : p.Denominator, "computed", p.Value is null ? null : p.IsEstimated))
                .Concat(series.Imported.Select(p => new MetricPointModel(p.Date, p.Value, null, null, "imported", null)))
                .OrderBy(p => p.Date),
        ],
    };
}
