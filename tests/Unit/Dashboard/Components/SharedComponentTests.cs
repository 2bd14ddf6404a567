using Bunit;
using Signalbox.Dashboard.Components.Shared;
using Signalbox.Engine.Agents;
using Signalbox.Engine.Runs;

namespace Signalbox.Unit.Dashboard.Components;

public sealed class SharedComponentTests : ComponentBench
{
    [Fact]
    public void StatusSignal_EveryTone_HasItsOwnShapeClassAndAWord()
    {
        var looks = Enum.GetValues<Tone>().Select(t => Render<StatusSignal>(p => p.Add(s => s.Tone, t).Add(s => s.Word, "word")).Find(".signal")).ToList();
        Assert.Equal(looks.Count, looks.Select(l => l.ClassName).Distinct(StringComparer.Ordinal).Count());
        Assert.All(looks, l => Assert.Equal("word", l.TextContent.Trim()));
    }

    [Fact]
    public void StatusLook_EveryStatus_HasAWord()
    {
        string[] words =
        [
            .. Enum.GetValues<RunStatus>().Select(s => StatusLook.Of(s).Word),
            .. Enum.GetValues<StepStatus>().Select(s => StatusLook.Of(s).Word),
            .. Enum.GetValues<AttemptStatus>().Select(s => StatusLook.Of(s).Word),
            .. Enum.GetValues<AgentStatus>().Select(s => StatusLook.Of(s).Word),
        ];
        Assert.All(words, w => Assert.NotEmpty(w));
    }

    [Theory]
    [InlineData(RunStatus.Running, true, "Cancelling")]
    [InlineData(RunStatus.Pending, true, "Cancelling")]
    [InlineData(RunStatus.Cancelled, true, "Cancelled")]
    [InlineData(RunStatus.Completed, true, "Completed")]
    [InlineData(RunStatus.Running, false, "Running")]
    public void StatusLook_CancelRequested_SaysSoOnlyUntilTheRunHasEnded(RunStatus status, bool requested, string word) =>
        Assert.Equal(word, StatusLook.Of(status, requested).Word);

    [Theory]
    [InlineData(48, "48s")]
    [InlineData(252, "4m 12s")]
    [InlineData(11_100, "3h 05m")]
    [InlineData(187_200, "2d 4h")]
    [InlineData(-3, "0s")]
    public void TimeText_Elapsed_IsShort(int seconds, string text) => Assert.Equal(text, TimeText.Elapsed(TimeSpan.FromSeconds(seconds)));

    [Fact]
    public void Duration_StillRunning_IsLeftToThePagesTicker()
    {
        var since = Samples.Noon;
        var element = Render<Duration>(p => p.Add(d => d.Since, since)).Find("[data-time=elapsed]");
        Assert.Equal("2026-03-02T12:00:00.000Z", element.GetAttribute("data-since"));
    }

    [Fact]
    public void Duration_Ended_DoesNotTick()
    {
        var cut = Render<Duration>(p => p.Add(d => d.Since, Samples.Noon).Add(d => d.Until, Samples.Noon.AddSeconds(252)));
        Assert.Equal("4m 12s", cut.Find("span").TextContent);
        Assert.Empty(cut.FindAll("[data-time]"));
    }

    [Fact]
    public void Cost_NotKnown_IsSaidAndNotShownAsZero() => Assert.Equal("unknown", Render<Cost>(p => p.Add(c => c.Usd, null)).Find("span").TextContent);

    [Theory]
    [InlineData("0", "$0.00")]
    [InlineData("0.0042", "$0.0042")]
    [InlineData("1284.5", "$1,284.50")]
    public void MoneyText_SmallSums_AreNotRoundedAway(string value, string text) =>
        Assert.Equal(text, MoneyText.Usd(decimal.Parse(value, System.Globalization.CultureInfo.InvariantCulture)));

    [Fact]
    public void CodeBlock_HostileText_IsText()
    {
        var cut = Render<CodeBlock>(p => p.Add(c => c.Text, "name: " + Samples.Hostile).Add(c => c.Yaml, true));
        Assert.Empty(cut.FindAll("script"));
        Assert.Contains(Samples.Hostile, cut.Find("pre").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void Tabs_Current_IsMarkedAndEachIsALink()
    {
        var cut = Render<Tabs>(p => p.Add(t => t.Label, "Parts").Add(t => t.Current, "b").Add(t => t.Items, [new("a", "A", "x?tab=a"), new("b", "B", "x?tab=b", 3)]));
        Assert.Equal("b", cut.Find("[aria-current=page]").GetAttribute("data-tab"));
        Assert.Equal("x?tab=a", cut.Find("[data-tab=a]").GetAttribute("href"));
    }
}
