using Signalbox.Dashboard.Components.Live;
using Signalbox.Engine.Runs;

namespace Signalbox.Unit.Dashboard.Components;

public sealed class RunsUrlTests
{
    [Fact]
    public void ToHref_EveryFilter_IsInTheAddressEscaped()
    {
        var url = new RunsUrl { Status = "failed", Workflow = "build", Text = "a&b c", Since = "24h" };
        Assert.Equal("runs?status=failed&workflow=build&q=a%26b%20c&since=24h", url.ToHref());
    }

    [Fact]
    public void Read_UnknownValues_AreLeftOut() => Assert.Equal(new RunsUrl(), RunsUrl.Read("nonsense", " ", "", "1y"));

    [Fact]
    public void ToFilter_Active_TakesEveryStatusThatHasNotEnded()
    {
        var filter = RunsUrl.Read("active", null, null, "24h").ToFilter(Samples.Noon, "c", 50);
        Assert.Equal([RunStatus.Pending, RunStatus.Running, RunStatus.Waiting, RunStatus.Paused], filter.Statuses);
        Assert.Equal(Samples.Noon.AddDays(-1), filter.Since);
        Assert.Equal("c", filter.Cursor);
    }

    [Fact]
    public void RunUrl_Place_SurvivesTheAddress()
    {
        var url = new RunUrl { Key = "DOC-1", Tab = "logs", Step = "plan", Attempt = 2, Stream = "stderr" };
        Assert.Equal("runs/DOC-1?tab=logs&step=plan&attempt=2&stream=stderr", url.ToHref());
        Assert.Equal(url, RunUrl.Read("DOC-1", "logs", "plan", 2, "stderr"));
    }

    [Fact]
    public void RunUrl_UnknownTab_FallsBackToTheFirst() => Assert.Equal("steps", RunUrl.Read("DOC-1", "nonsense", null, -1, "x").Tab);
}
