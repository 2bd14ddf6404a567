using Bunit;
using Radzen.Blazor;
using Signalbox.Engine.Agents;
using Signalbox.Engine.Events;
using Signalbox.Engine.Runs;
using RunPage = Signalbox.Dashboard.Components.Runs.RunPage;

namespace Signalbox.Unit.Dashboard.Components;

public sealed class RunPageTests : ComponentBench
{
    [Fact]
    public void Page_Unknown_SaysSo() => Assert.Contains("There is no run BLD-9", Render<RunPage>(p => p.Add(r => r.Key, "BLD-9")).Markup, StringComparison.Ordinal);

    [Fact]
    public void Page_Pending_SaysHowManyAreBeforeIt()
    {
        var cut = Show(Samples.State("BLD-1"));
        Assert.Equal("Pending", Status(cut));
        Assert.Contains("2 before it", cut.Find(".sub").TextContent, StringComparison.Ordinal);
        Assert.Contains("waits for first", cut.Find("[data-step=second]").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void Page_Running_ShowsStepsInOrderAndOffersCancel()
    {
        var cut = Show(Samples.State("BLD-1", Begin));
        Assert.Equal("Running", Status(cut));
        Assert.Equal(["first", "second"], cut.FindAll("[data-step]").Select(s => s.GetAttribute("data-step")), StringComparer.Ordinal);
        Assert.NotNull(cut.Find(".head .btn.danger"));
        Assert.Single(cut.FindAll("[data-step=first] a[href='runs/BLD-1?tab=logs&step=first']"));
    }

    [Fact]
    public void Page_Cancelling_SaysByWhomAndCannotBeAskedTwice()
    {
        var cut = Show(Samples.State("BLD-1", Begin, cancelRequestedAt: Samples.Noon));
        Assert.Equal("Cancelling", Status(cut));
        Assert.Contains("lead", cut.Find(".banner").TextContent, StringComparison.Ordinal);
        Assert.True(cut.Find(".head .btn.danger").HasAttribute("disabled"));
    }

    [Fact]
    public void Page_Failed_ShowsTheReasonAndLeadsToTheLog()
    {
        var cut = Show(Samples.State("BLD-1", (run, first, second, attempts) =>
        {
            Begin(run, first, second, attempts);
            attempts[0].Error = new AgentError("exit_code", "exit code 3", false);
            attempts[0].End(AttemptStatus.Failed, Samples.Noon);
            first.MoveTo(StepStatus.Failed, "exit code 3 " + Samples.Hostile, Samples.Noon);
            run.MoveTo(RunStatus.Failed, "first: exit code 3", Samples.Noon);
        }));
        Assert.Contains("first: exit code 3", cut.Find("[data-reason]").TextContent, StringComparison.Ordinal);
        Assert.Equal("runs/BLD-1?tab=logs&step=first", cut.Find("[data-reason] a").GetAttribute("href"));
        Assert.Contains(Samples.Hostile, cut.Find("[data-step=first]").TextContent, StringComparison.Ordinal);
        Assert.Empty(cut.FindAll("script"));
        Assert.Empty(cut.FindAll(".head .btn.danger"));
    }

    [Fact]
    public void Page_Completed_ShowsTextAndFileOutputs()
    {
        Navigation.NavigateTo("runs/BLD-1?tab=outputs");
        var cut = Show(Samples.State("BLD-1", (run, first, second, attempts) =>
        {
            Begin(run, first, second, attempts);
            attempts[0].End(AttemptStatus.Succeeded, Samples.Noon);
            first.Outputs = new Dictionary<string, object?>(StringComparer.Ordinal) { ["verdict"] = Samples.Hostile, ["report"] = "steps/01_first/outputs/a b.md" };
            first.MoveTo(StepStatus.Completed, null, Samples.Noon);
            second.MoveTo(StepStatus.Skipped, "condition is false", Samples.Noon);
            run.MoveTo(RunStatus.Completed, null, Samples.Noon);
        }));
        Assert.Equal("Completed", Status(cut));
        Assert.Equal(Samples.Hostile, cut.Find("[data-output=verdict] pre").TextContent);
        Assert.Equal("/api/v1/runs/BLD-1/artifacts/steps/01_first/outputs/a%20b.md", cut.Find("[data-output=report] a").GetAttribute("href"));
    }

    [Fact]
    public void Page_LogsTab_ShowsTheAttemptOfTheUrl()
    {
        Navigation.NavigateTo("runs/BLD-1?tab=logs&step=first&attempt=1&stream=stderr");
        var state = Samples.State("BLD-1", (run, first, second, attempts) =>
        {
            Begin(run, first, second, attempts);
            attempts.Add(Samples.Attempt(first, 2));
        });
        var log = Show(state).Find("[data-log]");
        Assert.Equal(state.Attempts[0].Id.Value, log.GetAttribute("data-log"));
        Assert.Equal("stderr", log.GetAttribute("data-stream"));
    }

    [Fact]
    public void Page_EventsTab_ShowsTransitionAndReasonAndGrows()
    {
        Navigation.NavigateTo("runs/BLD-1?tab=events");
        var state = Samples.State("BLD-1", Begin);
        Runs.Events.Add(new RunEvent { RunId = state.Run.Id, Sequence = 1, Time = Samples.Noon, Message = "Run begins", Transition = "Pending -> Running", Reason = "claimed" });
        var cut = Show(state);
        Assert.Contains("Pending → Running", cut.Find("tbody tr").TextContent, StringComparison.Ordinal);
        Runs.Events.Add(new RunEvent { RunId = state.Run.Id, Sequence = 2, Time = Samples.Noon, Message = "Step begins" });
        Bus.Publish(new Notice.RunChanged(state.Run.Id, []));
        cut.WaitForAssertion(() => Assert.Equal(2, cut.FindAll("tbody tr").Count));
    }

    [Fact]
    public void Cancel_Confirmed_IsAskedInThePersonsName()
    {
        var state = Samples.State("BLD-1", Begin);
        var dialogs = Render<RadzenDialog>();
        Show(state).Find(".head .btn.danger").Click();
        dialogs.WaitForElement(".btn.danger-solid").Click();
        dialogs.WaitForAssertion(() => Assert.Equal((state.Run.Id, "admin"), Assert.Single(Service.Cancelled)));
    }

    [Fact]
    public void Cancel_Kept_ChangesNothing()
    {
        var dialogs = Render<RadzenDialog>();
        Show(Samples.State("BLD-1", Begin)).Find(".head .btn.danger").Click();
        dialogs.WaitForElement(".dialog-acts .btn:not(.danger-solid)").Click();
        dialogs.WaitForAssertion(() => Assert.Empty(dialogs.FindAll(".dialog-acts")));
        Assert.Empty(Service.Cancelled);
    }

    private static void Begin(Run run, StepRun first, StepRun second, List<Attempt> attempts)
    {
        run.MoveTo(RunStatus.Running, null, Samples.Noon);
        first.MoveTo(StepStatus.Running, null, Samples.Noon);
        attempts.Add(Samples.Attempt(first, 1));
    }

    private static string Status(IRenderedComponent<RunPage> cut) => cut.Find(".sub .signal").TextContent.Trim();

    private IRenderedComponent<RunPage> Show(RunState state)
    {
        Runs.States[state.Run.Id.Value] = state;
        return Render<RunPage>(p => p.Add(r => r.Key, state.Run.Key));
    }
}
