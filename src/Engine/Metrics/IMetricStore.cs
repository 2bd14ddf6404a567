using Signalbox.Engine.Metrics.Facts;

namespace Signalbox.Engine.Metrics;

/// <summary>Keeps facts, what people want of metrics, and what was imported. Facts of runs come with the transactions of the runs themselves.</summary>
public interface IMetricStore
{
    /// <summary>Adds facts that are no part of a run's transaction. One that is there already stays as it is. Returns how many were new.</summary>
    Task<int> AppendAsync(IReadOnlyList<MetricFact> facts, CancellationToken cancellationToken);

    /// <summary>
    /// Everything that the points of a time can depend on (<see cref="MetricCalculator.Points(MetricDefinition, IEnumerable{MetricFact}, MetricFilter, IReadOnlyList{MetricPeriod})"/>):
    /// its facts, the later ones that say something about it, and the proofs of <see cref="MetricCatalog.VerifyMemory"/> before it.
    /// </summary>
    Task<IReadOnlyList<MetricFact>> ReadAsync(DateTimeOffset since, DateTimeOffset until, CancellationToken cancellationToken);

    /// <summary>Facts, newest first, as people look through them.</summary>
    Task<IReadOnlyList<MetricFact>> ListAsync(FactQuery query, CancellationToken cancellationToken);

    /// <summary>When the oldest fact happened; null when there is none.</summary>
    Task<DateTimeOffset?> FirstFactAsync(CancellationToken cancellationToken);

    /// <summary>When each version of a workflow, model of an agent and configuration was told first.</summary>
    Task<IReadOnlyList<FirstSeen>> FirstSeenAsync(CancellationToken cancellationToken);

    /// <summary>Targets of all metrics.</summary>
    Task<IReadOnlyList<MetricTarget>> TargetsAsync(CancellationToken cancellationToken);

    /// <summary>Writes a target, in place of the one before.</summary>
    Task SetTargetAsync(MetricTarget target, CancellationToken cancellationToken);

    /// <summary>Writes what a file brings, all or nothing; what has the same metric and date is replaced.</summary>
    Task ImportAsync(ImportedFile file, IReadOnlyList<MetricTarget> targets, IReadOnlyList<ImportedPoint> points, CancellationToken cancellationToken);

    /// <summary>Imported points, oldest first.</summary>
    Task<IReadOnlyList<ImportedPoint>> ImportedAsync(CancellationToken cancellationToken);

    /// <summary>The file of this name that was imported last; null when none was.</summary>
    Task<ImportedFile?> ImportedFileAsync(string name, CancellationToken cancellationToken);

    /// <summary>The snapshots of a calendar and filter between two dates, the last included.</summary>
    Task<IReadOnlyList<MetricSnapshot>> SnapshotsAsync(MetricCalendar calendar, MetricFilter filter, DateOnly first, DateOnly last, CancellationToken cancellationToken);

    /// <summary>Writes snapshots, in place of those before; not those that a fact says something about which came after their facts were read.</summary>
    /// <param name="snapshots">The snapshots.</param>
    /// <param name="readAt">When their facts were read.</param>
    /// <param name="cancellationToken">Stops it.</param>
    Task KeepAsync(IReadOnlyList<MetricSnapshot> snapshots, DateTimeOffset readAt, CancellationToken cancellationToken);

    /// <summary>
    /// Deletes the snapshots that facts which happened at or after a time say something about. A fact that is written deletes them itself; what this finds beyond that
    /// was computed by another server in the same moment. Returns how many there were.
    /// </summary>
    Task<int> ForgetTouchedAsync(DateTimeOffset at, CancellationToken cancellationToken);

    /// <summary>Deletes all snapshots: they come back from the facts. Returns how many there were.</summary>
    Task<int> ForgetSnapshotsAsync(CancellationToken cancellationToken);
}
