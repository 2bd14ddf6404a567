using Bunit;
using Signalbox.Dashboard.Components.Runs;
using Signalbox.Engine.Metrics.Facts;
using Signalbox.Engine.Runs;

namespace Signalbox.Unit.Dashboard.Components;

public sealed class RegressionFormTests : ComponentBench
{
    [Fact]
    public void Link_ToACauseThatEnded_IsWritten_AndStandsOnThePageOfTheCause()
    {
        var cause = Ended("BLD-1", 1);
        var later = Ended("BLD-2", 2);
        var notes = Render<RegressionNotes>(p => p.Add(n => n.RunId, cause.Run.Id));
        var form = Form(later);

        form.FindAll("input")[0].Change(" BLD-1 ");
        form.FindAll("input")[1].Change(Samples.Hostile);
        form.Find("form").Submit();

        notes.WaitForAssertion(() => Assert.Contains("BLD-2 shows or fixes what this run broke: " + Samples.Hostile, notes.Find("[data-regression]").TextContent, StringComparison.Ordinal));
        Assert.Empty(notes.FindAll("script"));
        var link = Assert.IsType<RegressionLinked>(Assert.Single(Metrics.Facts).Detail);
        Assert.Equal((RegressionSource.Person, "admin", later.Run.Id), (link.Source, link.By, link.ShownBy));
    }

    [Fact]
    public async Task Link_ThatIsWrong_StandsOnBothPages_AndIsTakenBack()
    {
        var cause = Ended("BLD-1", 1);
        var later = Ended("BLD-2", 2);
        var (ofCause, ofLater) = (Render<RegressionNotes>(p => p.Add(n => n.RunId, cause.Run.Id)), Render<RegressionNotes>(p => p.Add(n => n.RunId, later.Run.Id)));
        var form = Form(later);
        form.FindAll("input")[0].Change("BLD-1");
        form.Find("form").Submit();
        ofLater.WaitForAssertion(() => Assert.Contains("This run shows or fixes what BLD-1 broke", ofLater.Find("[data-regression]").TextContent, StringComparison.Ordinal));

        await ofLater.Find("[data-regression] button").ClickAsync();

        ofCause.WaitForAssertion(() => Assert.Empty(ofCause.FindAll("[data-regression]")));
        ofLater.WaitForAssertion(() => Assert.Empty(ofLater.FindAll("[data-regression]")));
        var withdrawn = Assert.Single(Metrics.Facts, f => f.Detail is RegressionWithdrawn);
        Assert.Equal((cause.Run.Id, "admin"), (withdrawn.RunId!.Value, ((RegressionWithdrawn)withdrawn.Detail).By));
    }

    [Theory]
    [InlineData("", "Which run caused it?")]
    [InlineData("NO-1", "There is no run NO-1.")]
    [InlineData("BLD-2", "cannot be the cause")]
    [InlineData("BLD-3", "ended after BLD-2")]
    public void Link_ThatCannotBe_SaysWhy(string cause, string words)
    {
        var later = Ended("BLD-2", 2);
        Ended("BLD-3", 3);
        var form = Form(later);

        form.FindAll("input")[0].Change(cause);
        form.Find("form").Submit();

        Assert.Contains(words, form.Find(".fault").TextContent, StringComparison.Ordinal);
        Assert.Empty(Metrics.Facts);
    }

    private RunState Ended(string key, int minute)
    {
        var state = Samples.State(key, (run, _, _, _) =>
        {
            run.MoveTo(RunStatus.Running, null, Samples.Noon);
            run.MoveTo(RunStatus.Completed, null, Samples.Noon.AddMinutes(minute));
        });
        Runs.States[state.Run.Id.Value] = state;
        return state;
    }

    private IRenderedComponent<RegressionForm> Form(RunState of) => Render<RegressionForm>(p => p.Add(f => f.RunId, of.Run.Id).Add(f => f.RunKey, of.Run.Key));
}
