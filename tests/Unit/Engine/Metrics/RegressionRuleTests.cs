using Signalbox.Engine.Identity;
using Signalbox.Engine.Metrics;
using Signalbox.Engine.Metrics.Facts;

namespace Signalbox.Unit.Engine.Metrics;

public sealed class RegressionRuleTests
{
    private static readonly DateTimeOffset Begin = new(2026, 3, 1, 0, 0, 0, TimeSpan.Zero);

    private static readonly MetricFact Change = Of("change", 2, new RunEnded
    {
        Outcome = FactOutcome.Completed,
        ChangedFiles = 1,
        BaseCommits = new Dictionary<string, string>(StringComparer.Ordinal) { ["shop"] = "before" },
    });

    [Fact]
    public void Suspects_PassedBeforeAndFailsBehind_IsTheRunInBetween()
    {
        var (before, behind) = (Proof("before", 1, "before", passed: true), Proof("behind", 3, "after", passed: false));

        Assert.Equal([(Change, behind)], RegressionRule.Suspects([before, Change, behind]));
    }

    [Fact]
    public void Suspects_WhereSomethingElseIsToSay_AreNone()
    {
        var (before, behind) = (Proof("before", 1, "before", passed: true), Proof("behind", 3, "after", passed: false));

        Assert.Empty(RegressionRule.Suspects([Change, behind]));
        Assert.Empty(RegressionRule.Suspects([Proof("before", 1, "before", passed: false), Change, behind]));
        Assert.Empty(RegressionRule.Suspects([before, Proof("flaky", 1, "before", passed: false), Change, behind]));
        Assert.Empty(RegressionRule.Suspects([before, Change, behind, Proof("flaky", 4, "after", passed: true)]));
        Assert.Empty(RegressionRule.Suspects([before, Change, Proof("behind", 3, null, passed: false)]));
        Assert.Empty(RegressionRule.Suspects([before, Change, Proof("sooner", 1, "after", passed: false)]));
        Assert.Empty(RegressionRule.Suspects([before, Change, behind with { Detail = (Verified)behind.Detail with { Verify = "another" } }]));
        Assert.Empty(RegressionRule.Suspects([before, Change with { Detail = (RunEnded)Change.Detail with { ChangedFiles = 0 } }, behind]));
    }

    private static MetricFact Proof(string run, int day, string? commit, bool passed) =>
        Of(run, day, new Verified { Attempt = EntityId.Of<AttemptId>(run), Verify = "v", Commit = commit, Passed = passed });

    private static MetricFact Of(string run, int day, FactDetail detail) => new()
    {
        Id = MetricFact.IdOf(detail.Kind, run),
        Kind = detail.Kind,
        At = Begin.AddDays(day),
        RunId = EntityId.Of<RunId>(run),
        Repository = "shop",
        Detail = detail,
    };
}
