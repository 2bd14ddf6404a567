using Microsoft.EntityFrameworkCore;
using Signalbox.Engine.Metrics;
using Signalbox.Engine.Metrics.Facts;
using Signalbox.Persistence.Providers;
using Signalbox.Persistence.Rows;

namespace Signalbox.Persistence.Stores;

internal sealed class MetricStore(Database database, RowTables tables) : IMetricStore
{
    // Longer than a transaction takes: a fact is stamped before it is committed.
    private static readonly TimeSpan Transaction = TimeSpan.FromMinutes(10);

    public Task<int> AppendAsync(IReadOnlyList<MetricFact> facts, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(facts);
        return database.WriteAsync(
            Durability.Full,
            async scope =>
            {
                var added = await tables.MetricFacts.TryInsertAsync(scope, facts, cancellationToken);
                if (facts.Min(f => f.Since) is { } since)
                {
                    await scope.ExecuteAsync(FactWriter.Forget, [("@since", since.UtcTicks)], cancellationToken);
                }

                return added;
            },
            cancellationToken);
    }

    public async Task<IReadOnlyList<MetricFact>> ReadAsync(DateTimeOffset since, DateTimeOffset until, CancellationToken cancellationToken)
    {
        await using var context = database.CreateDbContext();
        var facts = context.MetricFacts.AsNoTracking();
        var before = since - MetricCatalog.VerifyMemory;

        // Three questions, each with an index of its own, are faster than one that has all three conditions.
        return
        [
            .. await facts.Where(f => f.At >= since && f.At < until).ToListAsync(cancellationToken),
            .. await facts.Where(f => f.Since != null && f.Since < until && f.At >= until).ToListAsync(cancellationToken),
            .. await facts.Where(f => f.Kind == FactKind.Verified && f.At >= before && f.At < since).ToListAsync(cancellationToken),
        ];
    }

    public async Task<IReadOnlyList<MetricFact>> ListAsync(FactQuery query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        await using var context = database.CreateDbContext();
        var facts = context.MetricFacts.AsNoTracking();
        facts = query.Kind is { } kind ? facts.Where(f => f.Kind == kind) : facts;
        facts = query.Run is { } run ? facts.Where(f => f.RunId == run) : facts;
        facts = query.Workflow is { } workflow ? facts.Where(f => f.Workflow == workflow) : facts;
        facts = query.Repository is { } repository ? facts.Where(f => f.Repository == repository) : facts;
        facts = query.Agent is { } agent ? facts.Where(f => f.Agent == agent) : facts;
        facts = query.Model is { } model ? facts.Where(f => f.Model == model) : facts;
        facts = query.From is { } from ? facts.Where(f => f.At >= from) : facts;
        facts = query.To is { } to ? facts.Where(f => f.At < to) : facts;
        if (query.After is var (at, id))
        {
            facts = facts.Where(f => f.At < at || (f.At == at && string.Compare((string)(object)f.Id, id.Value) < 0));
        }

        return await facts.OrderByDescending(f => f.At).ThenByDescending(f => f.Id).Take(query.Limit).ToListAsync(cancellationToken);
    }

    public async Task<DateTimeOffset?> FirstFactAsync(CancellationToken cancellationToken)
    {
        await using var context = database.CreateDbContext();
        return await context.MetricFacts.OrderBy(f => f.At).Select(f => (DateTimeOffset?)f.At).FirstOrDefaultAsync(cancellationToken);
    }

    public async Task<IReadOnlyList<FirstSeen>> FirstSeenAsync(CancellationToken cancellationToken)
    {
        await using var context = database.CreateDbContext();
        var facts = context.MetricFacts.AsNoTracking();
        var versions = await facts
            .Where(f => f.Kind == FactKind.RunEnded && f.Workflow != null && f.WorkflowVersion != null)
            .GroupBy(f => new { f.Repository, f.Workflow, f.WorkflowVersion })
            .Select(g => new { g.Key.Repository, Workflow = g.Key.Workflow!, Version = g.Key.WorkflowVersion!.Value, At = g.Min(f => f.At) })
            .ToListAsync(cancellationToken);
        var models = await facts
            .Where(f => f.Kind == FactKind.AttemptEnded && f.Agent != null && f.Model != null)
            .GroupBy(f => new { f.Agent, f.Model })
            .Select(g => new { Agent = g.Key.Agent!, Model = g.Key.Model!, At = g.Min(f => f.At) })
            .ToListAsync(cancellationToken);
        var configurations = await facts.Where(f => f.Kind == FactKind.ConfigurationApplied).ToListAsync(cancellationToken);
        return
        [
            .. versions.Select(v => new FirstSeen(ChangeKind.WorkflowVersion, v.Workflow, FormattableString.Invariant($"{v.Version}"), v.At, v.Workflow, v.Repository)),
            .. models.Select(m => new FirstSeen(ChangeKind.Model, m.Agent, m.Model, m.At)),
            .. configurations.Select(c => (Fact: c, Applied: (ConfigurationApplied)c.Detail)).Select(c => new FirstSeen(ChangeKind.Configuration, c.Applied.By, c.Applied.Version, c.Fact.At)),
        ];
    }

    public async Task<IReadOnlyList<MetricTarget>> TargetsAsync(CancellationToken cancellationToken)
    {
        await using var context = database.CreateDbContext();
        return await context.MetricTargets.AsNoTracking().OrderBy(t => t.Metric).ToListAsync(cancellationToken);
    }

    public Task SetTargetAsync(MetricTarget target, CancellationToken cancellationToken) =>
        WriteAsync(scope => tables.MetricTargets.UpsertAsync(scope, [target], "", cancellationToken), cancellationToken);

    public Task ImportAsync(ImportedFile file, IReadOnlyList<MetricTarget> targets, IReadOnlyList<ImportedPoint> points, CancellationToken cancellationToken) =>
        WriteAsync(
            async scope =>
            {
                await tables.ImportedFiles.UpsertAsync(scope, [file], "", cancellationToken);
                await tables.MetricTargets.UpsertAsync(scope, targets, "", cancellationToken);
                await tables.ImportedPoints.UpsertAsync(scope, points, "", cancellationToken);
            },
            cancellationToken);

    public async Task<IReadOnlyList<ImportedPoint>> ImportedAsync(CancellationToken cancellationToken)
    {
        await using var context = database.CreateDbContext();
        return await context.ImportedPoints.AsNoTracking().OrderBy(p => p.Date).ThenBy(p => p.Metric).ToListAsync(cancellationToken);
    }

    public async Task<ImportedFile?> ImportedFileAsync(string name, CancellationToken cancellationToken)
    {
        await using var context = database.CreateDbContext();
        return await context.ImportedFiles.AsNoTracking().SingleOrDefaultAsync(f => f.Name == name, cancellationToken);
    }

    public async Task<IReadOnlyList<MetricSnapshot>> SnapshotsAsync(
        MetricCalendar calendar, MetricFilter filter, DateOnly first, DateOnly last, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(calendar);
        ArgumentNullException.ThrowIfNull(filter);
        var (scope, kind, zone) = (filter.Scope, calendar.Kind, calendar.Zone.Id);
        await using var context = database.CreateDbContext();
        return await context.MetricSnapshots.AsNoTracking()
            .Where(s => s.Scope == scope && s.Period == kind && s.Zone == zone && s.Date >= first && s.Date <= last)
            .ToListAsync(cancellationToken);
    }

    public Task KeepAsync(IReadOnlyList<MetricSnapshot> snapshots, DateTimeOffset readAt, CancellationToken cancellationToken) =>
        WriteAsync(
            async scope =>
            {
                const string Touched = "SELECT MIN(since) FROM metric_facts WHERE at >= @at AND since IS NOT NULL";
                var touched = await scope.ScalarAsync(Touched, [("@at", (readAt - Transaction).UtcTicks)], cancellationToken) is long since ? since : long.MaxValue;
                await tables.MetricSnapshots.UpsertAsync(scope, [.. snapshots.Where(s => s.Until.UtcTicks <= touched)], "", cancellationToken);
            },
            cancellationToken);

    public Task<int> ForgetTouchedAsync(DateTimeOffset at, CancellationToken cancellationToken) =>
        database.WriteAsync(
            Durability.Full,
            scope => scope.ExecuteAsync(
                "DELETE FROM metric_snapshots WHERE until > (SELECT MIN(since) FROM metric_facts WHERE at >= @at AND since IS NOT NULL)", [("@at", at.UtcTicks)], cancellationToken),
            cancellationToken);

    public Task<int> ForgetSnapshotsAsync(CancellationToken cancellationToken) =>
        database.WriteAsync(Durability.Full, scope => scope.ExecuteAsync("DELETE FROM metric_snapshots", [], cancellationToken), cancellationToken);

    private Task<bool> WriteAsync(Func<WriteScope, Task> write, CancellationToken cancellationToken) =>
        database.WriteAsync(
            Durability.Full,
            async scope =>
            {
                await write(scope);
                return true;
            },
            cancellationToken);
}
