using AngleSharp.Dom;
using Bunit;
using Microsoft.AspNetCore.Components.Forms;
using Signalbox.Dashboard.Components.Metrics;
using Signalbox.Engine.Events;
using Signalbox.Engine.Metrics;
using Signalbox.Unit.Engine.Metrics;
using Signalbox.Unit.Engine.Metrics.Compound;

namespace Signalbox.Unit.Dashboard.Components;

/// <summary>The page over the scripted history: ten weeks of Berlin from 2026-02-23.</summary>
public sealed class MetricsPageTests : ComponentBench
{
    private const string Range = "from=2026-02-23&to=2026-05-03";

    private static CancellationToken Stop => Xunit.TestContext.Current.CancellationToken;

    [Fact]
    public void Page_NothingMeasuredYet_SaysSo()
    {
        var cut = Open("metrics");

        cut.WaitForAssertion(() => Assert.Equal(4, cut.FindAll(".metric-head").Count));
        Assert.Contains("nothing to measure yet", cut.Find("[data-metric=first_pass_success]").TextContent, StringComparison.Ordinal);
        Assert.Contains("insufficient data", cut.Find("[data-metric=first_pass_success]").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Page_ScriptedHistory_ShowsTheFourHeadlinesAndTheRest()
    {
        await Metrics.AppendAsync(ScriptedHistory.Facts, Stop);
        var cut = Open($"metrics?zone=Europe/Berlin&{Range}");

        cut.WaitForAssertion(() => Assert.Equal(["First-pass success", "Context reuse", "Regression rate", "Session recovery"], cut.FindAll(".metric-head h2").Select(h => h.TextContent)));
        Assert.Equal("95% 19 of 20", Words(cut.Find("[data-metric=first_pass_success] .metric-now")));
        Assert.Equal("week of 2026-04-27", cut.Find("[data-metric=first_pass_success] .metric-when").TextContent);
        Assert.Contains("week of 2026-04-27", cut.Find("tr[data-metric=success_rate]").TextContent, StringComparison.Ordinal);
        Assert.Equal("improving", cut.Find("[data-metric=first_pass_success] .signal").TextContent);
        Assert.Equal("55% 11,000 of 20,000", Words(cut.Find("[data-metric=context_reuse] .metric-now")));
        Assert.Equal(MetricCatalog.All.Count - 4, cut.FindAll("tr[data-metric]").Count);
        Assert.Contains("2026-02-23 to 2026-05-03, by week, in the days of Europe/Berlin", cut.Find(".sub").TextContent, StringComparison.Ordinal);

        // A line without a gap, its ten points, and the two changes
        var line = cut.Find("[data-metric=first_pass_success] svg");
        Assert.Equal((1, 10, 2), (line.QuerySelectorAll("polyline").Length, line.QuerySelectorAll("circle").Length, line.QuerySelectorAll(".trend-mark").Length));
        Assert.Contains("build v2", line.TextContent, StringComparison.Ordinal);
        Assert.Equal("First-pass success: 95%, improving", line.GetAttribute("aria-label"));
    }

    [Fact]
    public async Task Detail_OfAPoint_ShowsTheRunsBehindIt_AndTheChangesOfItsPeriod()
    {
        await Metrics.AppendAsync(ScriptedHistory.Facts, Stop);
        var cut = Open($"metrics?zone=Europe/Berlin&{Range}&metric=regression_rate&date=2026-03-04");

        cut.WaitForAssertion(() => Assert.Equal(8, cut.FindAll("[data-sample]").Count));
        Assert.Equal(["S-20", "S-22", "S-24", "S-26", "S-28", "S-30", "S-32", "S-34"], cut.FindAll("[data-sample]").Select(r => r.GetAttribute("data-sample")));
        Assert.Equal("runs/S-20", cut.Find("[data-sample=S-20] a").GetAttribute("href"));
        Assert.Equal("1 of 1", cut.FindAll("[data-sample=S-20] td")[1].TextContent);
        Assert.Equal("0 of 1", cut.FindAll("[data-sample=S-34] td")[1].TextContent);
        Assert.Equal("2026-03-02", cut.Find("[data-detail] [aria-current]").TextContent);
        Assert.Contains("build v2", cut.Find("[data-date='2026-03-30']").TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain("build v2", cut.Find("[data-date='2026-03-23']").TextContent, StringComparison.Ordinal);
        Assert.Contains("date=2026-03-30", cut.Find("[data-detail] svg a:nth-of-type(6)").GetAttribute("href"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Scope_Chosen_IsInTheAddress_AndNarrowsTheNumbers()
    {
        await Metrics.AppendAsync(ScriptedHistory.Facts, Stop);
        var cut = Open($"metrics?{Range}");
        cut.WaitForElement("select[aria-label=Workflow] option[value=build]");

        cut.Find("select[aria-label=Workflow]").Change("build");
        Assert.Equal($"metrics?{Range}&workflow=build", Path);
        cut.Find("input[type=date]").Change("2026-03-02");
        Assert.Contains("from=2026-03-02", Path, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Target_Set_IsWritten_AndShownWithoutAReload()
    {
        await Metrics.AppendAsync(ScriptedHistory.Facts, Stop);
        var cut = Open($"metrics?{Range}&metric=first_pass_success");
        cut.WaitForElement(".metric-target input").Change("many");
        cut.Find(".metric-target").Submit();
        Assert.Contains("numbers", cut.Find(".fault").TextContent, StringComparison.Ordinal);

        cut.FindAll(".metric-target input")[0].Change("40");
        cut.FindAll(".metric-target input")[1].Change("92.5%");
        cut.Find(".metric-target").Submit();

        cut.WaitForAssertion(() => Assert.Contains("Baseline 40%, target 92.5%", cut.Find("[data-metric=first_pass_success]").TextContent, StringComparison.Ordinal));
        Assert.Equal((40m, 92.5m, "admin"), (Metrics.Targets[0].Baseline, Metrics.Targets[0].Target, Metrics.Targets[0].SetBy));
    }

    [Fact]
    public void Import_OfAFile_TakesIt_AndOfOneWithFaultsNothing()
    {
        var cut = Open("metrics?from=2026-01-05&to=2026-01-31");
        cut.WaitForElement(".metric-import");
        var input = cut.FindComponent<InputFile>();

        input.UploadFiles(InputFileContent.CreateFromText("version: \"1.0\"\nmetrics: 5\n", "wrong.yaml"));
        cut.WaitForAssertion(() => Assert.Contains("Line 2", cut.Find(".metric-import .diags").TextContent, StringComparison.Ordinal));
        Assert.Equal("Nothing was taken from wrong.yaml.", cut.Find(".metric-import [role=status]").TextContent);

        input.UploadFiles(InputFileContent.CreateFromText(CompoundFileTests.Spec, "compound.yaml"));
        cut.WaitForAssertion(() => Assert.Equal("4 metrics and 6 points were taken from compound.yaml.", cut.Find(".metric-import [role=status]").TextContent));
        Assert.Empty(cut.FindAll(".metric-import .diags"));
        cut.WaitForAssertion(() => Assert.Equal(2, cut.FindAll("[data-metric=first_pass_success] .trend-imported").Count), TimeSpan.FromSeconds(10));
    }

    [Fact]
    public void Range_ThatEndsBeforeItBegins_SaysWhatIsWrong()
    {
        var cut = Open("metrics?from=2026-05-03&to=2026-02-23");
        cut.WaitForAssertion(() => Assert.Contains("lies behind", cut.Find(".empty").TextContent, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("", "metrics")]
    [InlineData("period=month&workflow=a%20b&metric=cost&date=2026-03-01", "metrics?period=month&workflow=a%20b&metric=cost&date=2026-03-01")]
    [InlineData("from=0202-01-01&to=9999-12-31&date=0001-01-01", "metrics")]
    [InlineData("period=year&zone=Nowhere/There&from=soon&metric=luck", "metrics")]
    public void Url_ReadAndWritten_KeepsWhatIsUnderstood(string query, string expected)
    {
        var parts = query.Split('&', StringSplitOptions.RemoveEmptyEntries).Select(p => p.Split('=')).ToDictionary(p => p[0], p => Uri.UnescapeDataString(p[1]), StringComparer.Ordinal);
        Assert.Equal(expected, MetricsUrl.Read(parts.GetValueOrDefault).ToHref());
    }

    [Fact]
    public async Task Page_MetricsChangedElsewhere_ReadsAgain()
    {
        var cut = Open($"metrics?{Range}");
        cut.WaitForAssertion(() => Assert.Equal(4, cut.FindAll(".metric-head").Count));

        await Metrics.AppendAsync(ScriptedHistory.Facts, Stop);
        Bus.Publish(new Notice.MetricsChanged());

        cut.WaitForAssertion(() => Assert.Contains("of 20", cut.Find("[data-metric=first_pass_success]").TextContent, StringComparison.Ordinal), TimeSpan.FromSeconds(10));
    }

    private IRenderedComponent<MetricsPage> Open(string address)
    {
        Navigation.NavigateTo(address);
        return Render<MetricsPage>();
    }

    private static string Words(IElement element) => string.Join(' ', element.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
