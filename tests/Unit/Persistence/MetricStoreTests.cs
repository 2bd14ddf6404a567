using Signalbox.Engine.Events;
using Signalbox.Engine.Metrics;
using Signalbox.Engine.Metrics.Compound;
using Signalbox.Engine.Metrics.Facts;
using Signalbox.Engine.Runs;
using Signalbox.Unit.Engine.Metrics;
using Signalbox.Unit.Engine.Metrics.Compound;

namespace Signalbox.Unit.Persistence;

public abstract class MetricStoreTests(TestDatabase database) : ConformanceTests(database)
{
    private static readonly DateTimeOffset Later = ScriptedHistory.Periods[^1].To.AddDays(60);

    [Fact]
    public async Task Points_OfStoredHistory_AreTheExpected_FromFacts_FromSnapshots_AndAfterARebuild()
    {
        await Database.Metrics.AppendAsync(ScriptedHistory.Facts, Ct);
        var keeper = new SnapshotKeeper(Database.Metrics, new Fixed(Later));

        await AssertExpectedAsync();
        Assert.Equal(
            ScriptedHistory.Weeks * MetricCatalog.All.Count,
            (await Database.Metrics.SnapshotsAsync(ScriptedHistory.Calendar, MetricFilter.All, ScriptedHistory.Periods[0].Date, ScriptedHistory.Periods[^1].Date, Ct)).Count);
        await AssertExpectedAsync();
        Assert.True(await keeper.RebuildAsync(ScriptedHistory.Calendar, Ct) >= ScriptedHistory.Weeks);

        // What is asserted next comes from the rebuild, not from the facts once more.
        Assert.Equal(
            ScriptedHistory.Weeks * MetricCatalog.All.Count,
            (await Database.Metrics.SnapshotsAsync(ScriptedHistory.Calendar, MetricFilter.All, ScriptedHistory.Periods[0].Date, ScriptedHistory.Periods[^1].Date, Ct)).Count);
        await AssertExpectedAsync();

        async Task AssertExpectedAsync()
        {
            var points = await keeper.PointsAsync(ScriptedHistory.Calendar, MetricFilter.All, ScriptedHistory.Periods, Ct);
            foreach (var (index, metric) in MetricCatalog.All.Index())
            {
                Assert.Equal(
                    Enumerable.Range(0, ScriptedHistory.Weeks).Select(ScriptedHistory.Expected[metric.Name]),
                    points[index].Select(p => (p.Value!.Value, p.Numerator, p.Denominator)));
            }
        }
    }

    [Theory]
    [InlineData(PeriodKind.Day, false, 70)]
    [InlineData(PeriodKind.Day, true, 70)]
    [InlineData(PeriodKind.Month, false, 4)]
    [InlineData(PeriodKind.Month, true, 4)]
    public async Task Rebuild_ByDayAndMonth_AcrossAChangeOfTheClock_CountsEachRunOnItsLocalDay(PeriodKind kind, bool isAutumn, int count)
    {
        var (facts, weeks) = isAutumn ? (ScriptedHistory.AutumnFacts, ScriptedHistory.AutumnPeriods) : (ScriptedHistory.Facts, ScriptedHistory.Periods);
        await Database.Metrics.AppendAsync(facts, Ct);
        var calendar = new MetricCalendar(kind, ScriptedHistory.Berlin);
        var keeper = new SnapshotKeeper(Database.Metrics, new Fixed(weeks[^1].To.AddDays(60)));
        await keeper.RebuildAsync(calendar, Ct);

        var snapshots = await Database.Metrics.SnapshotsAsync(calendar, MetricFilter.All, calendar.Of(weeks[0].Date).Date, weeks[^1].Date.AddDays(6), Ct);

        // Local days without the calendar: the offset of Berlin, and the first of its month.
        var runs = facts.Where(f => f.Detail is RunEnded).ToLookup(f => First(DateOnly.FromDateTime(f.At.UtcDateTime + Offset(f.At))));
        var found = snapshots.Where(s => s.Metric is "queue_wait").OrderBy(s => s.Date).ToList();
        Assert.Equal(count, found.Count);
        Assert.Equal(runs.OrderBy(r => r.Key).Select(r => (r.Key, (decimal)r.Count())), found.Where(s => s.Denominator > 0).Select(s => (s.Date, s.Denominator)));
        var costs = snapshots.Where(s => s.Metric is "cost" && s.Value is not null).OrderBy(s => s.Date);
        Assert.Equal(runs.OrderBy(r => r.Key).Select(r => (r.Key, (decimal?)(0.1m * r.Count()))), costs.Select(s => (s.Date, s.Value)));
        Assert.Equal(200, found.Sum(s => s.Denominator));

        DateOnly First(DateOnly day) => kind == PeriodKind.Month ? new DateOnly(day.Year, day.Month, 1) : day;
        TimeSpan Offset(DateTimeOffset at) => TimeSpan.FromHours((isAutumn ? at < ScriptedHistory.SummerEnds : at >= ScriptedHistory.SummerBegins) ? 2 : 1);
    }

    [Fact]
    public async Task Points_OfAPeriod_AreTheSameAloneAndTogetherWithOthers()
    {
        await Database.Metrics.AppendAsync(ScriptedHistory.Facts, Ct);
        var filter = new MetricFilter(Workflow: "build", Agent: "claude");
        var alone = new List<MetricPoint>();
        foreach (var period in ScriptedHistory.Periods)
        {
            var facts = await Database.Metrics.ReadAsync(period.From, period.To, Ct);
            alone.AddRange(MetricCalculator.Points(MetricCatalog.All, facts, filter, [period]).Select(p => p[0]));
        }

        var all = await Database.Metrics.ReadAsync(ScriptedHistory.Periods[0].From, ScriptedHistory.Periods[^1].To, Ct);
        var together = MetricCalculator.Points(MetricCatalog.All, all, filter, ScriptedHistory.Periods);
        Assert.Equal(Enumerable.Range(0, ScriptedHistory.Weeks).SelectMany(w => together.Select(p => p[w])), alone);
    }

    [Fact]
    public async Task Append_AFactThatSaysSomethingAboutAnEarlierPeriod_ChangesItsNumbers()
    {
        var at = new DateTimeOffset(2031, 3, 3, 12, 0, 0, TimeSpan.Zero);
        var (clock, calendar) = (new Fixed(at.AddDays(40)), new MetricCalendar(PeriodKind.Day, TimeZoneInfo.Utc));
        var keeper = new SnapshotKeeper(Database.Metrics, clock);
        var filter = new MetricFilter(Workflow: "late");
        var end = Fact("end", at, new RunEnded { Outcome = FactOutcome.Completed, ChangedFiles = 1 });
        await Database.Metrics.AppendAsync([end], Ct);
        Assert.Equal(0, await RateAsync());

        var link = Fact("link", at.AddDays(39), new RegressionLinked { Source = RegressionSource.Person, ShownBy = end.RunId!.Value, ShownByKey = "L-2", By = "mara" }) with { Since = at };
        Assert.Equal(1, await Database.Metrics.AppendAsync([link, link], Ct));
        Assert.Equal(100, await RateAsync());
        Assert.Equal(0, await Database.Metrics.AppendAsync([link with { At = at }], Ct));

        async Task<decimal?> RateAsync() =>
            (await keeper.PointsAsync(calendar, filter, [calendar.Of(at)], Ct))[MetricCatalog.All.Index().First(m => m.Item.Name is "regression_rate").Index][0].Value;

        static MetricFact Fact(string id, DateTimeOffset at, FactDetail detail) => ScriptedHistory.Facts[0] with
        {
            Id = MetricFact.IdOf(detail.Kind, $"late {id}"),
            Kind = detail.Kind,
            At = at,
            Since = null,
            RunId = EntityIdOf("late"),
            Workflow = "late",
            Detail = detail,
        };

        static Signalbox.Engine.Identity.RunId EntityIdOf(string seed) => Signalbox.Engine.Identity.EntityId.Of<Signalbox.Engine.Identity.RunId>(seed);
    }

    [Fact]
    public async Task Save_WithFacts_KeepsThemWithTheRun_AndOnce_AndNotWhenTheEpochIsLost()
    {
        var scenario = await Scenario.CreateAsync(Database);
        var state = await scenario.ClaimedAsync();
        var at = new DateTimeOffset(2032, 1, 1, 0, 0, 0, TimeSpan.Zero);
        var fact = RunMeasure.Interrupted(state.Run, InterruptionCause.Reattached, at);
        var other = RunMeasure.Interrupted(state.Run, InterruptionCause.Resumed, at);

        Assert.True((await Database.Runs.SaveAsync(new RunSave { Run = state.Run, Epoch = state.Run.Epoch, Facts = [fact] }, Ct)).Saved);
        Assert.True((await Database.Runs.SaveAsync(new RunSave { Run = state.Run, Epoch = state.Run.Epoch, Facts = [fact] }, Ct)).Saved);
        Assert.False((await Database.Runs.SaveAsync(new RunSave { Run = state.Run, Epoch = state.Run.Epoch + 1, Facts = [other] }, Ct)).Saved);

        var read = Assert.Single(await Database.Metrics.ListAsync(new FactQuery { Run = state.Run.Id }, Ct));
        Assert.Equal((fact.Id, fact.At, state.Run.Key, scenario.Workflow.Slug, fact.Detail), (read.Id, read.At, read.RunKey, read.Workflow, read.Detail));
    }

    [Fact]
    public async Task List_Paged_GivesEachFactOnce_NewestFirst()
    {
        await Database.Metrics.AppendAsync(ScriptedHistory.Facts, Ct);
        List<MetricFact> all = [];
        (DateTimeOffset, Signalbox.Engine.Identity.MetricFactId)? after = null;
        while (await Database.Metrics.ListAsync(new FactQuery { Kind = FactKind.RunEnded, Workflow = "build", Limit = 77, After = after }, Ct) is { Count: > 0 } page)
        {
            all.AddRange(page);
            after = (page[^1].At, page[^1].Id);
        }

        Assert.Equal(200, all.Select(f => f.Id).Distinct().Count());
        Assert.Equal(all.OrderByDescending(f => f.At).ThenByDescending(f => f.Id.Value, StringComparer.Ordinal).Select(f => f.Id), all.Select(f => f.Id));
    }

    [Fact]
    public async Task FirstSeen_OfStoredHistory_TellsWhenVersionsAndModelsCame()
    {
        await Database.Metrics.AppendAsync(ScriptedHistory.Facts, Ct);
        var seen = await Database.Metrics.FirstSeenAsync(Ct);

        var changes = ChangeMarkers.Of(seen, new MetricFilter(Workflow: "build"), ScriptedHistory.Periods[0].From, ScriptedHistory.Periods[^1].To);
        Assert.Equal([(ChangeKind.WorkflowVersion, "2", ScriptedHistory.Periods[5].From), (ChangeKind.Model, "two", ScriptedHistory.Periods[7].From)], changes.Select(c => (c.Kind, c.Value, c.At)));
    }

    [Fact]
    public async Task Configuration_AppliedAndRolledBack_IsMarkedEachTime()
    {
        var clock = new Fixed(new DateTimeOffset(2033, 2, 1, 12, 0, 0, TimeSpan.Zero));
        var later = new Fixed(new DateTimeOffset(2033, 2, 2, 12, 0, 0, TimeSpan.Zero));
        foreach (var (version, at) in (IReadOnlyList<(string, Fixed)>)[("1.2.0", clock), ("1.3.0", clock), ("1.2.0", later)])
        {
            await Desk(at).ConfigurationAppliedAsync(version, "mara", Ct);
        }

        var report = (await Desk(later).ReportAsync(new MetricQuery { Period = PeriodKind.Day, From = new DateOnly(2033, 2, 1) }, Ct)).Value!;
        Assert.Equal(["1.2.0", "1.3.0", "1.2.0"], report.Changes.OrderBy(c => c.At).ThenBy(c => c.Value, StringComparer.Ordinal).Select(c => c.Value));
        Assert.All(report.Changes, c => Assert.Equal((ChangeKind.Configuration, "mara"), (c.Kind, c.Name)));

        MetricsDesk Desk(TimeProvider time) => new(Database.Metrics, new SnapshotKeeper(Database.Metrics, time), new RunEventBus(), time);
    }

    [Fact]
    public async Task Compound_ImportedAndExported_WithoutAFact_IsTheSameText_AndItsPointsStandBeside()
    {
        var clock = new Fixed(new DateTimeOffset(2026, 2, 1, 12, 0, 0, TimeSpan.Zero));
        var desk = new MetricsDesk(Database.Metrics, new SnapshotKeeper(Database.Metrics, clock), new RunEventBus(), clock);
        var compound = new CompoundDesk(desk, Database.Metrics, new RunEventBus(), clock);
        var query = new MetricQuery { From = new DateOnly(2026, 1, 5), To = new DateOnly(2026, 1, 31) };

        var import = await compound.ImportAsync(CompoundFileTests.Spec, "compound.yaml", "mara", Ct);
        var series = (await desk.ReportAsync(query, Ct)).Value!.Metrics[0];

        Assert.Equal((4, 6, true), (import.Targets, import.Points, import.IsTaken));
        Assert.Equal(CompoundFileTests.Spec, (await compound.ExportAsync(query, Ct)).Value);
        Assert.Equal((40, 70, null, TrendWord.InsufficientData), (series.Target!.Baseline, series.Target.Target, series.Current, series.Trend));
        Assert.Equal([42m, 48m], series.Imported.Select(p => p.Value));
        Assert.False((await compound.ImportAsync("version: \"1.0\"\nmetrics: 5\n", "compound.yaml", "mara", Ct)).IsTaken);
        Assert.Equal(CompoundFileTests.Spec, (await Database.Metrics.ImportedFileAsync(ImportedFile.CompoundYaml, Ct))!.Text);
    }

    [Fact]
    public async Task Compound_ExportedAndImportedAndExported_IsTheSameText_AndNothingComputedIsTakenForImported()
    {
        await Database.Metrics.AppendAsync(ScriptedHistory.Facts, Ct);
        var clock = new Fixed(ScriptedHistory.Periods[^1].From.AddDays(2));
        var desk = new MetricsDesk(Database.Metrics, new SnapshotKeeper(Database.Metrics, clock), new RunEventBus(), clock);
        var compound = new CompoundDesk(desk, Database.Metrics, new RunEventBus(), clock);
        var query = new MetricQuery { Zone = ScriptedHistory.Berlin, From = ScriptedHistory.Periods[0].Date, To = ScriptedHistory.Periods[^1].Date };

        // A part of it is a file of its own.
        var part = (await compound.ExportAsync(query with { Filter = new MetricFilter(Workflow: "build") }, Ct)).Value!;
        Assert.Equal(ScriptedHistory.Weeks - 1, part.Split("source: computed").Length - 1);

        var text = "version: \"1.0\"\nmetrics: {}\nhistory: []\n";
        await compound.ImportAsync(text, "compound.yaml", "mara", Ct);
        text = (await compound.ExportAsync(query, Ct)).Value!;
        Assert.DoesNotContain("2026-04-27", text.Split("history:")[1], StringComparison.Ordinal);
        var points = (await Database.Metrics.ImportedAsync(Ct)).Count;
        Assert.Equal(points, (await compound.ImportAsync(text, "compound.yaml", "mara", Ct)).Points);
        Assert.Equal(points, (await Database.Metrics.ImportedAsync(Ct)).Count);
        Assert.Equal(text, (await compound.ExportAsync(query, Ct)).Value);
    }

    private sealed class Fixed(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}
