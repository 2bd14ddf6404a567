using Bunit;
using Signalbox.Dashboard.Components.Runs;
using Signalbox.Engine.Events;
using Signalbox.Engine.Runs;

namespace Signalbox.Unit.Dashboard.Components;

public sealed class RunsPageTests : ComponentBench
{
    [Fact]
    public void Page_NoRuns_SaysWhatToDo() => Assert.Contains("No run yet", Render<RunsPage>().Find(".empty").TextContent, StringComparison.Ordinal);

    [Fact]
    public void Page_FilterInTheUrl_IsAskedAndMarked()
    {
        Runs.Summaries.Add(Samples.Summary("BLD-1", RunStatus.Completed));
        Runs.Summaries.Add(Samples.Summary("BLD-2", RunStatus.Failed, reason: "exit code 1"));
        Navigation.NavigateTo("runs?status=failed");
        var cut = Render<RunsPage>();
        Assert.Equal("BLD-2", Assert.Single(cut.FindAll("tr[data-run]")).GetAttribute("data-run"));
        Assert.Equal("Failed", cut.Find(".chip.set").TextContent);
        Assert.Equal("runs", cut.Find(".chip.set").GetAttribute("href"));
        Assert.Contains("exit code 1", cut.Find("tr[data-run]").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void Page_NothingMatches_OffersAllRuns()
    {
        Navigation.NavigateTo("runs?q=nothing&status=failed");
        Assert.Contains("No run matches", Render<RunsPage>().Find(".empty").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void Page_PeriodChosen_MovesIntoTheUrl()
    {
        Render<RunsPage>().Find("select[aria-label=Started]").Change("7d");
        Assert.Equal("runs?since=7d", Path);
    }

    [Fact]
    public void Page_MoreThanAPage_LoadsTheNextByItsCursor()
    {
        Runs.Summaries.AddRange(Enumerable.Range(1, 60).Select(i => Samples.Summary($"BLD-{i}", RunStatus.Completed)));
        var cut = Render<RunsPage>();
        Assert.Equal(50, cut.FindAll("tr[data-run]").Count);
        cut.Find(".table-foot button").Click();
        Assert.Equal(60, cut.FindAll("tr[data-run]").Count);
        Assert.Empty(cut.FindAll(".table-foot"));
    }

    [Fact]
    public void Page_RunChanged_ShowsItWithoutAReload()
    {
        Runs.Summaries.Add(Samples.Summary("BLD-1", RunStatus.Running));
        var cut = Render<RunsPage>();
        Runs.Summaries[0] = Runs.Summaries[0] with { Status = RunStatus.Completed };
        Bus.Publish(new Notice.RunChanged(Runs.Summaries[0].Id, []));
        cut.WaitForAssertion(() => Assert.Contains("Completed", cut.Find("tr[data-run]").TextContent, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Page_Disposed_LeavesNoSubscription()
    {
        Render<RunsPage>();
        Assert.Equal(1, Bus.SubscriberCount);
        await DisposeComponentsAsync();
        Assert.Equal(0, Bus.SubscriberCount);
    }

    [Fact]
    public void Page_HostilePrompt_IsText()
    {
        Runs.Summaries.Add(Samples.Summary("BLD-1", RunStatus.Completed, prompt: Samples.Hostile));
        var cut = Render<RunsPage>();
        Assert.Empty(cut.FindAll("script"));
        Assert.Contains(Samples.Hostile, cut.Find("tr[data-run]").TextContent, StringComparison.Ordinal);
    }
}
