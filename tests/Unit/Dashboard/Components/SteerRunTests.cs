using Bunit;
using Microsoft.Extensions.DependencyInjection;
using Radzen;
using Radzen.Blazor;
using Signalbox.Engine.Identity;
using Signalbox.Engine.Runs;
using RunPage = Signalbox.Dashboard.Components.Runs.RunPage;

namespace Signalbox.Unit.Dashboard.Components;

/// <summary>What a person orders on a run's page reaches the engine in their name, and a refusal is said.</summary>
public sealed class SteerRunTests : ComponentBench
{
    private const string Simple = "version: \"1.0\"\nname: build\nsteps:\n  - {id: first, run: echo 1}\n  - {id: second, run: echo 2, needs: [first]}\n";
    private const string Graph = "version: \"1.0\"\nname: build\ntype: graph\nsteps:\n  - {id: first, run: echo 1, next: [{to: second}]}\n  - {id: second, run: echo 2}\n";

    [Fact]
    public void Pause_OnARunningRun_IsOrdered()
    {
        var state = Samples.State("BLD-1", Running);
        Button(Show(state), "Pause").Click();
        Assert.Equal([$"pause {state.Run.Id} by admin"], Service.Orders, StringComparer.Ordinal);
    }

    [Fact]
    public void Page_Paused_OffersToGoOnOrToMakeOneStep()
    {
        var state = Samples.State("BLD-1", (run, first, second, attempts) =>
        {
            Running(run, first, second, attempts);
            run.MoveTo(RunStatus.Paused, "paused by admin", Samples.Noon);
        });
        var cut = Show(state);
        Button(cut, "Next step").Click();
        Button(cut, "Resume").Click();
        Assert.Equal([$"next {state.Run.Id} by admin", $"resume {state.Run.Id} from its stop by admin"], Service.Orders, StringComparer.Ordinal);
        Assert.Empty(Buttons(cut, "Pause"));
    }

    [Fact]
    public void Refusal_IsSaidAsASentence()
    {
        Service.OrderAnswer = new RunResult { Refused = "BLD-1 is paused already, or was asked to pause" };
        Button(Show(Samples.State("BLD-1", Running)), "Pause").Click();
        var toast = Assert.Single(Services.GetRequiredService<NotificationService>().Messages);
        Assert.Equal("Nothing was changed", toast.Summary);
        Assert.Equal("BLD-1 is paused already, or was asked to pause.", toast.Detail);
    }

    [Fact]
    public void Resume_OfAFailedRun_AsksFirst()
    {
        var state = Samples.State("BLD-1", Failed, yaml: Simple);
        var dialogs = Render<RadzenDialog>();
        Button(Show(state), "Resume").Click();
        Assert.Empty(Service.Orders);
        dialogs.WaitForElement(".dialog-acts .btn.primary").Click();
        dialogs.WaitForAssertion(() => Assert.Equal([$"resume {state.Run.Id} from its stop by admin"], Service.Orders, StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("alone", "")]
    [InlineData("downstream", " downstream")]
    public void Rerun_OfAStep_IsOrderedAsChosen(string choice, string suffix)
    {
        var state = Samples.State("BLD-1", Failed, yaml: Simple);
        var dialogs = Render<RadzenDialog>();
        Show(state).Find("[data-step=first] .link-btn").Click();
        dialogs.WaitForElement($"[data-rerun={choice}]").Click();
        dialogs.WaitForAssertion(() => Assert.Equal([$"rerun {state.Run.Id} first{suffix} by admin"], Service.Orders, StringComparer.Ordinal));
    }

    [Fact]
    public void Rerun_InAGraphOrACompletedRun_IsNotOffered()
    {
        Assert.Empty(Show(Samples.State("BLD-1", Failed, yaml: Graph)).FindAll("[data-step] .link-btn"));
        Assert.Empty(Show(Samples.State("BLD-2", Completed, yaml: Simple)).FindAll("[data-step] .link-btn"));
    }

    [Fact]
    public void Checkpoints_NewestFirst_SayWhatTheCommitDoesNotHold()
    {
        Navigation.NavigateTo("runs/BLD-1?tab=checkpoints");
        var state = Samples.State("BLD-1", Failed, yaml: Simple);
        Records.Checkpoints.Add(Checkpoint(state, "first", "0123456789abcdef", "first completed " + Samples.Hostile));
        Records.Checkpoints.Add(Checkpoint(state, "second", null, "second completed", "nested repository `lib`"));
        var rows = Show(state).FindAll("tbody tr");
        Assert.Equal(2, rows.Count);
        Assert.Contains("not in the commit: nested repository `lib`", rows[0].TextContent, StringComparison.Ordinal);
        Assert.Contains("01234567", rows[1].TextContent, StringComparison.Ordinal);
        Assert.Contains(Samples.Hostile, rows[1].TextContent, StringComparison.Ordinal);
        // Without a commit there are no files to go back to
        Assert.Single(rows[0].QuerySelectorAll("button"));
        Assert.Equal(2, rows[1].QuerySelectorAll("button").Length);
    }

    [Fact]
    public void Fork_Confirmed_OpensTheNewRun()
    {
        Navigation.NavigateTo("runs/BLD-1?tab=checkpoints");
        var state = Samples.State("BLD-1", Completed, yaml: Simple);
        var checkpoint = Checkpoint(state, "first", "0123456789abcdef", "first completed");
        Records.Checkpoints.Add(checkpoint);
        Service.Answer = new StartRunResult { Run = Samples.State("BLD-7").Run };
        var dialogs = Render<RadzenDialog>();
        Show(state).Find("tbody button").Click();
        dialogs.WaitForElement(".dialog-acts .btn.primary").Click();
        dialogs.WaitForAssertion(() => Assert.Equal([$"fork {state.Run.Id} at {checkpoint.Id} by admin"], Service.Orders, StringComparer.Ordinal));
        Assert.Equal("runs/BLD-7", Path);
    }

    private static Checkpoint Checkpoint(RunState state, string step, string? commit, string summary, params string[] leftOut) => new()
    {
        Id = EntityId.New<CheckpointId>(),
        RunId = state.Run.Id,
        StepId = step,
        Type = CheckpointType.Complete,
        Completed = [],
        Commit = commit,
        LeftOut = leftOut,
        Summary = summary,
        Author = "signalbox",
        CreatedAt = Samples.Noon,
    };

    private static void Running(Run run, StepRun first, StepRun second, List<Attempt> attempts)
    {
        run.MoveTo(RunStatus.Running, null, Samples.Noon);
        first.MoveTo(StepStatus.Running, null, Samples.Noon);
        attempts.Add(Samples.Attempt(first, 1));
    }

    private static void Failed(Run run, StepRun first, StepRun second, List<Attempt> attempts)
    {
        Running(run, first, second, attempts);
        attempts[0].End(AttemptStatus.Failed, Samples.Noon);
        first.MoveTo(StepStatus.Failed, "exit code 1", Samples.Noon);
        second.MoveTo(StepStatus.Cancelled, "first failed", Samples.Noon);
        run.MoveTo(RunStatus.Failed, "first: exit code 1", Samples.Noon);
    }

    private static void Completed(Run run, StepRun first, StepRun second, List<Attempt> attempts)
    {
        Running(run, first, second, attempts);
        attempts[0].End(AttemptStatus.Succeeded, Samples.Noon);
        first.MoveTo(StepStatus.Completed, null, Samples.Noon);
        second.MoveTo(StepStatus.Skipped, "condition is false", Samples.Noon);
        run.MoveTo(RunStatus.Completed, null, Samples.Noon);
    }

    private static IEnumerable<AngleSharp.Dom.IElement> Buttons(IRenderedComponent<RunPage> cut, string words) =>
        cut.FindAll(".head .btn").Where(b => string.Equals(b.TextContent.Trim(), words, StringComparison.Ordinal));

    private static AngleSharp.Dom.IElement Button(IRenderedComponent<RunPage> cut, string words) => Assert.Single(Buttons(cut, words));

    private IRenderedComponent<RunPage> Show(RunState state)
    {
        Runs.States[state.Run.Id.Value] = state;
        return Render<RunPage>(p => p.Add(r => r.Key, state.Run.Key));
    }
}
