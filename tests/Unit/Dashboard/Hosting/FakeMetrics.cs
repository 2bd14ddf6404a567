using System.Threading.Channels;
using Microsoft.Extensions.DependencyInjection;
using Signalbox.Engine.Metrics;
using Signalbox.Engine.Metrics.Compound;
using Signalbox.Engine.Metrics.Facts;
using Signalbox.Engine.Runs.Regressions;

namespace Signalbox.Unit.Dashboard.Hosting;

/// <summary>Facts in memory; no snapshot is kept, so that every number comes from them.</summary>
internal sealed class FakeMetrics : IMetricStore
{
    private readonly Lock _lock = new();

    public List<MetricFact> Facts { get; } = [];

    public List<MetricTarget> Targets { get; } = [];

    public List<ImportedPoint> Points { get; } = [];

    public ImportedFile? File { get; private set; }

    /// <summary>What it was asked to forget, in order: everything (null), or what facts since a time say something about.</summary>
    public Channel<DateTimeOffset?> Forgotten { get; } = Channel.CreateUnbounded<DateTimeOffset?>();

    /// <summary>Thrown in place of forgetting everything.</summary>
    public Exception? Fault { get; set; }

    /// <summary>Registers it with what asks it.</summary>
    public void Register(IServiceCollection services)
    {
        services.AddSingleton<IMetricStore>(this);
        services.AddSingleton<SnapshotKeeper>();
        services.AddSingleton<MetricsDesk>();
        services.AddSingleton<CompoundDesk>();
        services.AddSingleton<RegressionDesk>();
    }

    public Task<int> AppendAsync(IReadOnlyList<MetricFact> facts, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            var added = facts.Where(f => Facts.All(k => k.Id != f.Id)).ToList();
            Facts.AddRange(added);
            return Task.FromResult(added.Count);
        }
    }

    public Task<IReadOnlyList<MetricFact>> ReadAsync(DateTimeOffset since, DateTimeOffset until, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<MetricFact>>([.. Facts]);

    public Task<IReadOnlyList<MetricFact>> ListAsync(FactQuery query, CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<MetricFact>>(
    [
        .. Facts
            .Where(f => (query.Kind is null || f.Kind == query.Kind) && (query.Run is null || f.RunId == query.Run) && (query.Workflow is null || string.Equals(f.Workflow, query.Workflow, StringComparison.Ordinal)))
            .Where(f => (query.From is null || f.At >= query.From) && (query.To is null || f.At < query.To))
            .OrderByDescending(f => f.At)
            .ThenByDescending(f => f.Id.Value, StringComparer.Ordinal)
            .SkipWhile(f => query.After is { } after && f.Id != after.Id)
            .Skip(query.After is null ? 0 : 1)
            .Take(query.Limit),
    ]);

    public Task<DateTimeOffset?> FirstFactAsync(CancellationToken cancellationToken) => Task.FromResult(Facts.Count == 0 ? (DateTimeOffset?)null : Facts.Min(f => f.At));

    public Task<IReadOnlyList<FirstSeen>> FirstSeenAsync(CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<FirstSeen>>(
    [
        .. Facts
            .Where(f => f.Kind == FactKind.RunEnded)
            .GroupBy(f => (f.Workflow, f.WorkflowVersion, f.Repository))
            .Select(g => new FirstSeen(ChangeKind.WorkflowVersion, g.Key.Workflow!, $"{g.Key.WorkflowVersion}", g.Min(f => f.At), g.Key.Workflow, g.Key.Repository)),
        .. Facts
            .Where(f => f.Kind == FactKind.AttemptEnded)
            .GroupBy(f => (f.Agent, f.Model))
            .Select(g => new FirstSeen(ChangeKind.Model, g.Key.Agent!, g.Key.Model!, g.Min(f => f.At))),
    ]);

    public Task<IReadOnlyList<MetricTarget>> TargetsAsync(CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<MetricTarget>>([.. Targets]);

    public Task SetTargetAsync(MetricTarget target, CancellationToken cancellationToken)
    {
        Targets.RemoveAll(t => string.Equals(t.Metric, target.Metric, StringComparison.Ordinal));
        Targets.Add(target);
        return Task.CompletedTask;
    }

    public async Task ImportAsync(ImportedFile file, IReadOnlyList<MetricTarget> targets, IReadOnlyList<ImportedPoint> points, CancellationToken cancellationToken)
    {
        File = file;
        foreach (var target in targets)
        {
            await SetTargetAsync(target, cancellationToken);
        }

        Points.RemoveAll(p => points.Any(n => string.Equals(n.Metric, p.Metric, StringComparison.Ordinal) && n.Date == p.Date));
        Points.AddRange(points);
    }

    public Task<IReadOnlyList<ImportedPoint>> ImportedAsync(CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<ImportedPoint>>([.. Points.OrderBy(p => p.Date)]);

    public Task<ImportedFile?> ImportedFileAsync(string name, CancellationToken cancellationToken) => Task.FromResult(string.Equals(File?.Name, name, StringComparison.Ordinal) ? File : null);

    public Task<IReadOnlyList<MetricSnapshot>> SnapshotsAsync(MetricCalendar calendar, MetricFilter filter, DateOnly first, DateOnly last, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<MetricSnapshot>>([]);

    public Task KeepAsync(IReadOnlyList<MetricSnapshot> snapshots, DateTimeOffset readAt, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task<int> ForgetTouchedAsync(DateTimeOffset at, CancellationToken cancellationToken)
    {
        Forgotten.Writer.TryWrite(at);
        return Task.FromResult(0);
    }

    public Task<int> ForgetSnapshotsAsync(CancellationToken cancellationToken)
    {
        Forgotten.Writer.TryWrite(null);
        return Fault is null ? Task.FromResult(0) : Task.FromException<int>(Fault);
    }
}
