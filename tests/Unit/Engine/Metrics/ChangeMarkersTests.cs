using Signalbox.Engine.Metrics;

namespace Signalbox.Unit.Engine.Metrics;

public sealed class ChangeMarkersTests
{
    private static readonly DateTimeOffset Begin = new(2026, 3, 1, 0, 0, 0, TimeSpan.Zero);

    private static readonly IReadOnlyList<FirstSeen> Seen =
    [
        new(ChangeKind.WorkflowVersion, "build", "1", Begin.AddDays(-9), "build", "shop"),
        new(ChangeKind.WorkflowVersion, "build", "2", Begin.AddDays(2), "build", "shop"),
        new(ChangeKind.WorkflowVersion, "build", "1", Begin.AddDays(3), "build", "other"),
        new(ChangeKind.Model, "claude", "one", Begin.AddDays(1)),
        new(ChangeKind.Model, "claude", "two", Begin.AddDays(4)),
        new(ChangeKind.Configuration, "mara", "1.2.0", Begin.AddDays(5)),
        new(ChangeKind.Configuration, "mara", "1.3.0", Begin.AddDays(50)),
    ];

    [Fact]
    public void Of_WhatWasSeen_AreTheChangesOfThatTime_NotTheFirstValueOfAnything() =>
        Assert.Equal(["build 2", "claude two", "mara 1.2.0"], Of(MetricFilter.All));

    [Fact]
    public void Of_Filtered_LeavesOutWhatConcernsSomethingElse()
    {
        Assert.Equal(["claude two", "mara 1.2.0"], Of(new MetricFilter(Workflow: "deploy")));
        Assert.Equal(["build 2", "mara 1.2.0"], Of(new MetricFilter(Agent: "codex")));
    }

    private static IEnumerable<string> Of(MetricFilter filter) => ChangeMarkers.Of(Seen, filter, Begin, Begin.AddDays(30)).Select(m => $"{m.Name} {m.Value}");
}
