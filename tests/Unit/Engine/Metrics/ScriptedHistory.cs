using Signalbox.Engine.Identity;
using Signalbox.Engine.Metrics;
using Signalbox.Engine.Metrics.Facts;

namespace Signalbox.Unit.Engine.Metrics;

/// <summary>
/// 200 runs with known outcomes: 20 in each of ten weeks in Berlin, of which the fifth has the begin of summer time; and the same again in another year, where the fifth week has its
/// end. In each week the first run ends with its first instant and the last one with its last. The instants stand here as they are in UTC, not as the calendar computes them: a week that
/// it cuts an hour too early or too late gives other numbers.
/// </summary>
internal static class ScriptedHistory
{
    public const int Weeks = 10;
    public const int RunsPerWeek = 20;

    public static TimeZoneInfo Berlin { get; } = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");

    public static MetricCalendar Calendar { get; } = new(PeriodKind.Week, Berlin);

    /// <summary>Summer time begins on Sunday 2026-03-29 at 01:00 UTC.</summary>
    public static DateTimeOffset SummerBegins { get; } = At("2026-03-29T01:00Z");

    /// <summary>Summer time ends on Sunday 2027-10-31 at 01:00 UTC.</summary>
    public static DateTimeOffset SummerEnds { get; } = At("2027-10-31T01:00Z");

    /// <summary>The weeks.</summary>
    public static IReadOnlyList<MetricPeriod> Periods { get; } = Of(
        new DateOnly(2026, 2, 23),
        "2026-02-22T23:00Z 2026-03-01T23:00Z 2026-03-08T23:00Z 2026-03-15T23:00Z 2026-03-22T23:00Z 2026-03-29T22:00Z 2026-04-05T22:00Z 2026-04-12T22:00Z 2026-04-19T22:00Z 2026-04-26T22:00Z 2026-05-03T22:00Z");

    /// <summary>The weeks around the end of a summer time.</summary>
    public static IReadOnlyList<MetricPeriod> AutumnPeriods { get; } = Of(
        new DateOnly(2027, 9, 27),
        "2027-09-26T22:00Z 2027-10-03T22:00Z 2027-10-10T22:00Z 2027-10-17T22:00Z 2027-10-24T22:00Z 2027-10-31T23:00Z 2027-11-07T23:00Z 2027-11-14T23:00Z 2027-11-21T23:00Z 2027-11-28T23:00Z 2027-12-05T23:00Z");

    /// <summary>All facts.</summary>
    public static IReadOnlyList<MetricFact> Facts { get; } = [.. Enumerable.Range(0, Weeks).SelectMany(w => Enumerable.Range(0, RunsPerWeek).SelectMany(n => OfRun(Periods, w, n)))];

    /// <summary>The same history in autumn, of another workflow.</summary>
    public static IReadOnlyList<MetricFact> AutumnFacts { get; } =
    [
        .. Enumerable.Range(0, Weeks).SelectMany(w => Enumerable.Range(0, RunsPerWeek).SelectMany(n => OfRun(AutumnPeriods, w, n))).Select(InAutumn),
    ];

    /// <summary>What each metric is in each week.</summary>
    public static IReadOnlyDictionary<string, Func<int, (decimal Value, decimal? Numerator, decimal Denominator)>> Expected { get; } =
        new Dictionary<string, Func<int, (decimal, decimal?, decimal)>>(StringComparer.Ordinal)
        {
            ["first_pass_success"] = w => (50 + (5 * w), 10 + w, 20),
            ["context_reuse"] = w => (10 + (5 * w), 20 * (100 + (50 * w)), 20_000),
            ["regression_rate"] = w => (100m * Math.Max(0, 8 - w) / 8, Math.Max(0, 8 - w), 8),
            ["session_recovery"] = w => w % 2 == 1 ? (100, 4, 4) : (50, 2, 4),
            ["success_rate"] = _ => (84.2105m, 16, 19),
            ["verified_rate"] = _ => (25, 4, 16),
            ["flaky_verifies"] = w => w == 0 ? (50, 1, 2) : (0, 0, 3),
            ["attempts_per_step"] = w => (2 - (decimal)(10 + w) / 20, 40 - (10 + w), 20),
            ["duration_p50"] = _ => (8 * 60_000, null, 16),
            ["duration_p95"] = _ => (16 * 60_000, null, 16),
            ["queue_wait"] = _ => (2_000, 40_000, 20),
            ["human_wait"] = w => ((w + 1) * 1_000, (w + 1) * 1_000, 1),
            ["cancel_time"] = _ => (700, 700, 1),
            ["cost"] = _ => (2, 2, 20),
            ["cost_per_run"] = _ => (0.1m, 2, 20),
            ["tokens_per_run"] = _ => (1_200, 24_000, 20),
        };

    private static List<MetricPeriod> Of(DateOnly first, string begins)
    {
        var instants = begins.Split(' ').Select(At).ToList();
        return [.. Enumerable.Range(0, Weeks).Select(w => new MetricPeriod(first.AddDays(7 * w), instants[w], instants[w + 1]))];
    }

    private static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, System.Globalization.CultureInfo.InvariantCulture);

    private static MetricFact InAutumn(MetricFact fact) => fact with
    {
        Id = MetricFact.IdOf(fact.Kind, $"{fact.Id} in autumn"),
        RunId = EntityId.Of<RunId>($"{fact.RunId} in autumn"),
        RunKey = $"A{fact.RunKey}",
        Workflow = "harvest",
    };

    private static IEnumerable<MetricFact> OfRun(IReadOnlyList<MetricPeriod> periods, int week, int number)
    {
        var period = periods[week];
        var ended = number == RunsPerWeek - 1 ? period.To.AddTicks(-1) : period.From + ((period.To - period.From) / (RunsPerWeek - 1) * number);
        return [.. OfWork(week, number, ended), .. OfWhatFollows(week, number, ended)];
    }

    private static IEnumerable<MetricFact> OfWork(int week, int number, DateTimeOffset ended)
    {
        var started = ended.AddMinutes(-1 - number);
        var end = new RunEnded
        {
            Outcome = number < 16 ? FactOutcome.Completed : number < 19 ? FactOutcome.Failed : FactOutcome.Cancelled,
            DurationMs = (number + 1) * 60_000,
            QueueMs = 2_000,
            CancelMs = number == 19 ? 700 : null,
            ChangedFiles = number % 2 == 0 ? 3 : 0,
            Verified = number < 4 ? true : null,
            CostUsd = 0.1m,
            Tokens = 1_200,
            Agents = ["claude"],
            Models = [Model(week)],
        };
        yield return Of(week, number, ended, end) with { Agent = null, Model = null, Since = MetricFact.SinceOf(started, ended) };
        yield return Of(week, number, ended, new StepEnded { StepRun = Id<StepRunId>(week, number, "step"), Step = "a", Outcome = FactOutcome.Completed, Visit = 1, Tries = number < 10 + week ? 1 : 2 });
        yield return Of(week, number, ended, new PromptRendered { Attempt = Id<AttemptId>(week, number, "attempt"), Characters = 100, EarlierCharacters = 0 });
        var attempt = new AttemptEnded
        {
            Attempt = Id<AttemptId>(week, number, "attempt"),
            Status = "Succeeded",
            DurationMs = 30_000,
            ContextTokens = 1_000,
            CachedTokens = 100 + (50 * week),
            OutputTokens = 200,
            CostUsd = 0.1m,
        };
        yield return Of(week, number, ended, attempt);
    }

    private static IEnumerable<MetricFact> OfWhatFollows(int week, int number, DateTimeOffset ended)
    {
        if (number % 2 == 0 && number / 2 < 8 - week)
        {
            // It turns out three weeks later.
            var link = new RegressionLinked { Source = RegressionSource.Person, ShownBy = Id<RunId>(week, number, "later"), ShownByKey = "L-1", By = "mara" };
            yield return Of(week, number, ended.AddDays(21), link) with { Since = ended };
        }

        if (number < 2)
        {
            var session = Id<AgentSessionId>(week, number, "session");
            yield return Of(week, number, ended, new Interrupted { Cause = InterruptionCause.Reattached });
            yield return Of(week, number, ended, new Interrupted { Cause = InterruptionCause.Resumed, Session = session });
            yield return Of(week, number, ended.AddDays(8), new SessionEnded { Session = session, Outcome = week % 2 == 1 ? FactOutcome.Completed : FactOutcome.Failed }) with { Since = ended };
        }

        if (number < 3)
        {
            // The same proof of the same commit, week after week; it fails once.
            yield return Of(week, number, ended, new Verified { Attempt = Id<AttemptId>(week, number, "attempt"), Verify = "v", Commit = "c", Passed = (week, number) != (0, 0) });
        }

        if (number == 7)
        {
            yield return Of(week, number, ended, new ApprovalAnswered { Approval = Id<ApprovalId>(week, number, "approval"), Status = "Approved", WaitMs = (week + 1) * 1_000 });
        }
    }

    private static MetricFact Of(int week, int number, DateTimeOffset at, FactDetail detail)
    {
        var run = Id<RunId>(week, number, "run");
        return new MetricFact
        {
            Id = MetricFact.IdOf(detail.Kind, $"{run}|{detail}"),
            Kind = detail.Kind,
            At = at,
            RunId = run,
            RunKey = $"S-{(week * RunsPerWeek) + number}",
            Workflow = "build",
            WorkflowVersion = week < 5 ? 1 : 2,
            Repository = "shop",
            Agent = "claude",
            Model = Model(week),
            Detail = detail,
        };
    }

    private static string Model(int week) => week < 7 ? "one" : "two";

    private static T Id<T>(int week, int number, string what)
        where T : struct, IEntityId<T> => EntityId.Of<T>($"{what} {week} {number}");
}
