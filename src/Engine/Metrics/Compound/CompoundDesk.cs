using Signalbox.Engine.Audit;
using Signalbox.Engine.Events;

namespace Signalbox.Engine.Metrics.Compound;

/// <summary>Takes <c>compound.yaml</c> in and gives it out (spec 4, 5.1).</summary>
public sealed class CompoundDesk(MetricsDesk desk, IMetricStore store, RunEventBus bus, TimeProvider time, AuditLog? audit = null)
{
    /// <summary>Takes a file in: baselines, targets, and its history as imported points. Nothing of one that has a fault.</summary>
    /// <param name="text">The file.</param>
    /// <param name="file">What it is called in diagnostics.</param>
    /// <param name="by">Who imports it.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task<CompoundImport> ImportAsync(string text, string file, string by, CancellationToken cancellationToken)
    {
        var parse = CompoundReader.Parse(text, file);
        if (parse.Document is not { } document)
        {
            return new CompoundImport(0, 0, 0, parse.Diagnostics);
        }

        var now = time.GetUtcNow();
        var before = (await store.TargetsAsync(cancellationToken)).ToDictionary(t => t.Metric, StringComparer.Ordinal);
        List<MetricTarget> targets =
        [
            .. document.Metrics.Where(m => m.Baseline is not null || m.Target is not null).Select(m => new MetricTarget
            {
                Metric = m.Name,
                Baseline = m.Baseline ?? before.GetValueOrDefault(m.Name)?.Baseline,
                Target = m.Target ?? before.GetValueOrDefault(m.Name)?.Target,
                SetBy = by,
                SetAt = now,
            }),
        ];

        // Of two rows of a date the later one counts, for each metric.
        var points = new Dictionary<(string, DateOnly), ImportedPoint>();
        foreach (var row in document.History.Where(r => !r.IsComputed))
        {
            foreach (var (metric, value) in row.Values)
            {
                points[(metric, row.Date)] = new ImportedPoint { Metric = metric, Date = row.Date, Value = value, ImportedBy = by, ImportedAt = now };
            }
        }

        await store.ImportAsync(new ImportedFile { Name = ImportedFile.CompoundYaml, Text = text, ImportedBy = by, ImportedAt = now }, targets, [.. points.Values], cancellationToken);
        bus.Publish(new Notice.MetricsChanged());
        if (audit is not null)
        {
            await audit.WriteAsync(AuditActions.MetricsImport, ImportedFile.CompoundYaml, after: new { Targets = targets.Count, Points = points.Count });
        }

        return new CompoundImport(targets.Count, points.Count, document.History.Count(r => r.IsComputed), parse.Diagnostics);
    }

    /// <summary>The file as things stand: the one that was imported last with what is known now, or one of its own.</summary>
    public async Task<MetricResult<string>> ExportAsync(MetricQuery query, CancellationToken cancellationToken)
    {
        var report = await desk.ReportAsync(query, cancellationToken);
        if (report.Value is not { } known)
        {
            return new MetricResult<string> { Invalid = report.Invalid };
        }

        // What came with a file is of everything: a part of it gets a file of its own, with nothing of others in it.
        var isAll = query.Filter == MetricFilter.All;
        var basis = isAll ? await store.ImportedFileAsync(ImportedFile.CompoundYaml, cancellationToken) : null;
        var compound = known.Metrics.Where(m => m.Metric.IsCompound).ToList();
        var hasPoints = compound.Any(m => m.Current is not null);
        var imported = isAll ? await store.ImportedAsync(cancellationToken) : [];
        var document = new CompoundDocument
        {
            Start = hasPoints || basis is null ? known.From : null,
            End = hasPoints || basis is null ? known.To : null,
            Metrics = [.. compound.Where(m => basis is null || m.Current is not null || m.Target is not null).Select(Metric)],
            History = [.. Rows(imported), .. Rows(compound)],
        };
        return new MetricResult<string> { Value = basis is null ? CompoundWriter.Write(document) : CompoundWriter.Update(basis.Text, document) };
    }

    private static CompoundMetric Metric(MetricSeries series) => new(
        series.Metric.Name,
        series.Metric.Description,
        series.Target?.Baseline,
        series.Current?.Value is { } value ? Rounded(value) : null,
        series.Target?.Target,
        MetricWords.Of(series.Metric.Unit),

        // Beside a number of ours the trend of an older file would be somebody else's word for it.
        series.Current is null ? null : MetricWords.Of(series.Trend));

    private static IEnumerable<CompoundRow> Rows(IReadOnlyList<ImportedPoint> points) =>
        points.GroupBy(p => p.Date).OrderBy(g => g.Key).Select(g => new CompoundRow(g.Key, g.ToDictionary(p => p.Metric, p => p.Value, StringComparer.Ordinal)));

    /// <summary>The rows of the periods that are over: a row that is written stands for a whole one. Each says that it was computed, or it would come back as somebody else's.</summary>
    private static IEnumerable<CompoundRow> Rows(IReadOnlyList<MetricSeries> series) => series
        .SelectMany(s => s.Over.Where(p => p.Value is not null).Select(p => (p.Date, s.Metric.Name, Value: Rounded(p.Value!.Value))))
        .GroupBy(p => p.Date)
        .OrderBy(g => g.Key)
        .Select(g => new CompoundRow(g.Key, g.ToDictionary(p => p.Name, p => p.Value, StringComparer.Ordinal), IsComputed: true));

    // Whoever reads the file compares percentages, not noise behind the point.
    private static decimal Rounded(decimal value) => decimal.Round(value, 1, MidpointRounding.AwayFromZero);
}
