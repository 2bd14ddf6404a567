using Signalbox.Engine.Metrics;
using Signalbox.Engine.Metrics.Facts;

namespace Signalbox.Unit.Engine.Metrics;

public sealed class MetricCalculatorTests
{
    public static TheoryData<string> Names => [.. MetricCatalog.All.Select(m => m.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Points_ScriptedHistoryOf200Runs_AreExactlyTheExpected(string name)
    {
        var points = MetricCalculator.Points(MetricCatalog.Find(name)!, ScriptedHistory.Facts, MetricFilter.All, ScriptedHistory.Periods);

        Assert.Equal(
            Enumerable.Range(0, ScriptedHistory.Weeks).Select(ScriptedHistory.Expected[name]),
            points.Select(p => (p.Value!.Value, p.Numerator, p.Denominator)));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Points_OfTheSameHistoryAcrossTheEndOfSummerTime_AreTheSame(string name)
    {
        var points = MetricCalculator.Points(MetricCatalog.Find(name)!, ScriptedHistory.AutumnFacts, MetricFilter.All, ScriptedHistory.AutumnPeriods);

        Assert.Equal(
            Enumerable.Range(0, ScriptedHistory.Weeks).Select(ScriptedHistory.Expected[name]),
            points.Select(p => (p.Value!.Value, p.Numerator, p.Denominator)));
    }

    [Fact]
    public void Calendar_CutsTheScriptedWeeks_WhereTheirInstantsStand()
    {
        foreach (var periods in (IReadOnlyList<MetricPeriod>[])[ScriptedHistory.Periods, ScriptedHistory.AutumnPeriods])
        {
            Assert.Equal(periods, periods.Select(p => ScriptedHistory.Calendar.Of(p.Date)));
            Assert.Equal(periods, ScriptedHistory.Calendar.Between(periods[0].From, periods[^1].To.AddTicks(-1)));
        }

        Assert.Equal((TimeSpan.FromHours(167), TimeSpan.FromHours(169)), (ScriptedHistory.Periods[4].To - ScriptedHistory.Periods[4].From, ScriptedHistory.AutumnPeriods[4].To - ScriptedHistory.AutumnPeriods[4].From));
    }

    [Fact]
    public void Points_FactsInAnyOrder_AndTwice_AreTheSame()
    {
        var facts = ScriptedHistory.Facts.ToArray();
        new Random(7).Shuffle(facts);

        Assert.Equal(
            MetricCalculator.Points(MetricCatalog.All, ScriptedHistory.Facts, MetricFilter.All, ScriptedHistory.Periods).SelectMany(p => p),
            MetricCalculator.Points(MetricCatalog.All, [.. facts, .. facts], MetricFilter.All, ScriptedHistory.Periods).SelectMany(p => p));
    }

    [Fact]
    public void Points_ByDayAcrossTheBeginOfSummerTime_CountEachRunOnItsLocalDay()
    {
        var calendar = new MetricCalendar(PeriodKind.Day, ScriptedHistory.Berlin);
        var week = ScriptedHistory.Periods[4];
        var days = calendar.Between(week.From, week.To.AddTicks(-1));
        var points = MetricCalculator.Points(MetricCatalog.Find("queue_wait")!, ScriptedHistory.Facts, MetricFilter.All, days);

        // 167 hours, a run each 8.789 hours, and one with the last instant
        Assert.Equal(7, points.Count);
        Assert.Equal([3, 3, 3, 2, 3, 3, 3], points.Select(p => p.Samples));
        Assert.Equal(TimeSpan.FromHours(23), days[^1].To - days[^1].From);
    }

    [Fact]
    public void Points_PeriodWithoutAnything_HasNoValue()
    {
        var later = ScriptedHistory.Calendar.Move(ScriptedHistory.Periods[^1], 9);

        Assert.All(
            MetricCalculator.Points(MetricCatalog.All, ScriptedHistory.Facts, MetricFilter.All, [later]).SelectMany(p => p),
            p => Assert.Equal((null, null, 0m, 0), (p.Value, p.Numerator, p.Denominator, p.Samples)));
    }

    [Theory]
    [InlineData("build", null, null, null, 20)]
    [InlineData("other", null, null, null, 0)]
    [InlineData(null, "claude", null, null, 20)]
    [InlineData(null, "codex", null, null, 0)]
    [InlineData(null, null, "one", null, 20)]
    [InlineData(null, null, "two", null, 0)]
    [InlineData(null, null, null, "shop", 20)]
    [InlineData("build", "claude", "one", "elsewhere", 0)]
    public void Points_Filtered_CountWhatTheFilterTakes(string? workflow, string? agent, string? model, string? repository, int expected)
    {
        var filter = new MetricFilter(workflow, agent, model, repository);
        foreach (var name in (string[])["first_pass_success", "queue_wait", "cost"])
        {
            Assert.Equal(expected, MetricCalculator.Points(MetricCatalog.Find(name)!, ScriptedHistory.Facts, filter, [ScriptedHistory.Periods[0]])[0].Samples);
        }
    }

    [Fact]
    public void Points_OfAModel_CountPromptsAndWaitsOfRunsThatUsedIt()
    {
        var period = ScriptedHistory.Periods[0];

        // A step that names no model: only the end says which it was. An approval is nobody's.
        var facts = ScriptedHistory.Facts.Select(f => f.Detail is PromptRendered or ApprovalAnswered ? f with { Model = null } : f)
            .Select(f => f.Detail is ApprovalAnswered or Interrupted ? f with { Agent = null, Model = null } : f)
            .ToList();

        foreach (var (name, samples) in (IReadOnlyList<(string, int)>)[("context_reuse", 20), ("human_wait", 1), ("session_recovery", 4)])
        {
            Assert.Equal((name, samples), (name, Samples(name, new MetricFilter(Agent: "claude", Model: "one"))));
            Assert.Equal((name, 0), (name, Samples(name, new MetricFilter(Model: "two"))));
            Assert.Equal((name, 0), (name, Samples(name, new MetricFilter(Agent: "codex"))));
        }

        int Samples(string name, MetricFilter filter) => MetricCalculator.Points(MetricCatalog.Find(name)!, facts, filter, [period])[0].Samples;
    }

    [Fact]
    public void Points_OfASecondRepository_CountTheRunsThatWorkedInIt()
    {
        var facts = ScriptedHistory.Facts.Select(f => f.Detail is RunEnded end
            ? f with { Detail = end with { BaseCommits = new Dictionary<string, string>(StringComparer.Ordinal) { ["shop"] = "a", ["docs"] = "b" } } }
            : f);

        Assert.Equal(20, MetricCalculator.Points(MetricCatalog.Find("queue_wait")!, facts, new MetricFilter(Repository: "docs"), [ScriptedHistory.Periods[0]])[0].Samples);
    }

    [Fact]
    public void Points_OfRunsWhoseCostWasEstimated_SaySo()
    {
        var facts = ScriptedHistory.Facts.Select(f => f.Detail is RunEnded end && f.RunKey is "S-3" ? f with { Detail = end with { CostEstimated = true } } : f);

        Assert.Equal([true, false], MetricCalculator.Points(MetricCatalog.Find("cost_per_run")!, facts, MetricFilter.All, ScriptedHistory.Periods.Take(2).ToList()).Select(p => p.IsEstimated));
    }

    [Fact]
    public void Behind_APoint_AreTheRunsThatItCounts()
    {
        var behind = MetricCalculator.Behind(MetricCatalog.Find("regression_rate")!, ScriptedHistory.Facts, MetricFilter.All, ScriptedHistory.Periods[1]);

        Assert.Equal(Enumerable.Range(0, 8).Select(n => $"S-{20 + (2 * n)}"), behind.Select(s => s.RunKey));
        Assert.Equal([1, 1, 1, 1, 1, 1, 1, 0], behind.Select(s => s.Numerator));
    }

    [Fact]
    public void Points_OfARunThatFailedAndWasResumed_CountItOnce_AtItsLastEnd()
    {
        var (first, second) = (ScriptedHistory.Periods[0], ScriptedHistory.Periods[1]);
        var run = ScriptedHistory.Facts.First(f => f.Detail is RunEnded { Outcome: FactOutcome.Failed });
        var again = run with { Id = MetricFact.IdOf(FactKind.RunEnded, "again"), At = second.From.AddHours(1), Detail = (RunEnded)run.Detail with { Outcome = FactOutcome.Completed } };

        var points = MetricCalculator.Points(MetricCatalog.Find("success_rate")!, [.. ScriptedHistory.Facts, again], MetricFilter.All, [first, second]);

        Assert.Equal([(16m, 18m), (17m, 20m)], points.Select(p => (p.Numerator!.Value, p.Denominator)));
    }

    [Theory]
    [InlineData(1, 1, null, false, false, 1)]
    [InlineData(1, 1, true, true, false, 1)]
    [InlineData(1, 1, false, true, false, 0)]
    [InlineData(1, 1, null, true, false, 0)]
    [InlineData(2, 1, null, false, false, 0)]
    [InlineData(1, 2, null, false, false, 0)]
    [InlineData(1, 1, null, false, true, -1)]
    public void FirstPassSuccess_CountsFirstTryOfFirstVisit_Verified(int tries, int visit, bool? verified, bool hasVerify, bool isAgain, int expected)
    {
        var period = ScriptedHistory.Periods[0];
        var template = ScriptedHistory.Facts.First(f => f.Detail is StepEnded);
        var step = (StepEnded)template.Detail with { Tries = tries, Visit = visit, Verified = verified, HasVerify = hasVerify, IsAgain = isAgain };

        var point = MetricCalculator.Points(MetricCatalog.Find("first_pass_success")!, [template with { Detail = step }], MetricFilter.All, [period])[0];

        Assert.Equal(expected < 0 ? null : (decimal?)(100 * expected), point.Value);
    }

    [Fact]
    public void ContextReuse_WithoutTheProvidersCount_IsEstimatedFromCharacters_AndNeverMoreThanAll()
    {
        var period = ScriptedHistory.Periods[0];
        var prompt = ScriptedHistory.Facts.First(f => f.Detail is PromptRendered);
        var rendered = (PromptRendered)prompt.Detail with { Characters = 400, EarlierCharacters = 101 };
        var used = ScriptedHistory.Facts.First(f => f.Detail is AttemptEnded);
        var usage = (AttemptEnded)used.Detail;

        Assert.Equal((26m, 26m, 100m, true), Of());
        Assert.Equal((26m, 26m, 100m, true), Of(usage with { ContextTokens = null, CachedTokens = null }));
        Assert.Equal((100m, 50m, 50m, true), Of(usage with { ContextTokens = 50, CachedTokens = 40 }));

        (decimal? Value, decimal? Numerator, decimal Denominator, bool IsEstimated) Of(AttemptEnded? end = null)
        {
            var point = MetricCalculator.Points(
                MetricCatalog.Find("context_reuse")!,
                [prompt with { Detail = rendered }, .. end is null ? (MetricFact[])[] : [used with { Detail = end }]],
                MetricFilter.All,
                [period])[0];
            return (point.Value, point.Numerator, point.Denominator, point.IsEstimated);
        }
    }
}
