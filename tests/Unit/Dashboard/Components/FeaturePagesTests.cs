using System.Text;
using Bunit;
using Microsoft.Extensions.DependencyInjection;
using Radzen;
using Radzen.Blazor;
using Signalbox.Dashboard.Components.Features;
using Signalbox.Engine.Agents;
using Signalbox.Engine.Features;
using Signalbox.Engine.Identity;
using Signalbox.Engine.Runs;
using Signalbox.Engine.Workspaces;
using Signalbox.Unit.Engine.Features;
using TemporaryFolder = Signalbox.Unit.Dashboard.Hosting.TemporaryFolder;

namespace Signalbox.Unit.Dashboard.Components;

/// <summary>The list of features, and the page of one: start, tick, accept, block, export.</summary>
public sealed class FeaturePagesTests : ComponentBench
{
    private readonly TemporaryFolder _folder = new();
    private readonly Repository _repository;

    public FeaturePagesTests()
    {
        _repository = new Repository { Id = EntityId.New<RepositoryId>(), Name = "web", Path = _folder.Path, CreatedAt = Samples.Noon };
        Library.Others.Add(_repository);
        Agents.Known.Add(Samples.Agent("claude", AgentStatus.Active, "ready"));
    }

    private static CancellationToken Token => Xunit.TestContext.Current.CancellationToken;

    private NotificationService Toasts => Services.GetRequiredService<NotificationService>();

    [Fact]
    public void List_None_SaysHowOneComesAbout() => Assert.Contains("signalbox spec import", Render<FeaturesPage>().Find(".empty").TextContent, StringComparison.Ordinal);

    [Fact]
    public async Task List_ShowsWhereEachStandsAndFollowsChanges()
    {
        var cut = Render<FeaturesPage>();
        var feature = await ImportAsync();

        cut.WaitForAssertion(() => Assert.Equal("features/web/notes", cut.Find("[data-feature=notes] a").GetAttribute("href")));
        var row = cut.Find("[data-feature=notes]");
        Assert.Equal("Planning", row.QuerySelector(".signal")!.TextContent.Trim());
        Assert.Contains("0 of 2", row.TextContent, StringComparison.Ordinal);

        await Services.GetRequiredService<FeatureDesk>().BlockAsync(feature.Id, "waits for a contract", "ada", Token);
        cut.WaitForAssertion(() => Assert.Equal("Blocked", cut.Find("[data-feature=notes]").GetAttribute("data-status")));
        Assert.Contains("waits for a contract", cut.Find("[data-feature=notes]").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void Page_OfNone_LeadsBack() => Assert.Equal("features", Show("none").Find(".empty a").GetAttribute("href"));

    [Fact]
    public async Task Page_OfASpecWithAFault_ShowsItAllTheSameWithTheLine()
    {
        await ImportAsync(SpecExample.Text);

        var cut = Show("workflow-improvements-2026");

        Assert.Contains("spec.yaml:93:7", Assert.Single(cut.FindAll(".diag")).TextContent, StringComparison.Ordinal);
        Assert.Equal("93", Assert.Single(cut.FindAll(".code-line.marked .code-no")).TextContent);
        Assert.Equal(["BE-001", "BE-002", "QA-001"], cut.FindAll("[data-task]").Select(t => t.GetAttribute("data-task")));
        Assert.Contains("TDD", cut.Find("[data-task=BE-001]").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Page_OfSpecsOwnExample_ShowsEachTextOutsideTheFileItself()
    {
        await ImportAsync(SpecExample.Text);

        var cut = Show("workflow-improvements-2026");

        cut.Find("section[aria-labelledby=feature-spec]").Remove();
        var shown = cut.Nodes.Aggregate("", (text, node) => text + node.TextContent);
        var texts = SpecExample.Text.Split('\n').Skip(2).Select(l => l.Trim().TrimStart('-').Trim()).Where(l => l.Length > 0 && l[^1] is not (':' or '|'))
            .Select(l => l.EndsWith('"') ? l[l.IndexOf('"', StringComparison.Ordinal)..].Trim('"') : l[(l.IndexOf(": ", StringComparison.Ordinal) is var at and >= 0 ? at + 2 : 0)..])
            // Its id stands in the line above the page, which is the layout's.
            .Where(t => t is not ("null" or "workflow-improvements-2026"));
        Assert.All(texts, t => Assert.Contains(t, shown, StringComparison.OrdinalIgnoreCase));
        Assert.Equal(["high", "tests required"], cut.FindAll("[data-requirement=FR-101] .pill").Select(p => p.TextContent));
    }

    [Fact]
    public async Task Checklist_LineThatAPersonRefusesAgainstItsCommand_SaysSo()
    {
        var feature = await ImportAsync();
        var key = FeatureChecklist.Of(FeatureSpecFile.Read(FeatureScene.Spec, "").Spec!).First(c => c.Command is not null).Key;
        feature.Prove(key, Samples.Noon);
        var cut = Show("notes");

        cut.Find($"[data-check='{key}'] input").Change(false);

        cut.WaitForAssertion(() => Assert.StartsWith("admin: it does not hold", cut.Find($"[data-check='{key}'] [data-refused]").TextContent, StringComparison.Ordinal));
        Assert.False(cut.Find($"[data-check='{key}'] input").HasAttribute("checked"));
        Assert.Equal("6 open", cut.Find("section[aria-labelledby=feature-checks] .num").TextContent);
    }

    [Fact]
    public async Task Actions_OnWhatItsRunBlocked_LetAPersonKeepItSo()
    {
        var feature = await ImportAsync();
        feature.Start(EntityId.New<RunId>(), "notes", feature.Tasks, "ada", Samples.Noon);
        feature.MoveTo(FeatureStatus.Blocked, "BE-001 failed in NTS-1", Feature.Engine, Samples.Noon);
        var cut = Show("notes");
        Assert.DoesNotContain(cut.FindAll(".head .acts button"), b => string.Equals(b.TextContent.Trim(), "Unblock", StringComparison.Ordinal));

        Press(cut, "Block");
        cut.Find("#feature-why").Change("the price is wrong");
        cut.Find("form").Submit();

        cut.WaitForAssertion(() => Assert.True(feature.IsHeld));
        Press(cut, "Unblock");
        cut.WaitForAssertion(() => Assert.Equal("In progress", cut.Find(".sub .signal").TextContent.Trim()));
    }

    [Fact]
    public async Task Start_AsksThenMakesARunInThePersonsName()
    {
        var feature = await ImportAsync();
        var state = Samples.State("NTS-1");
        Runs.States.Add(state.Run.Id.Value, state);
        Service.Answer = new StartRunResult { Run = state.Run };
        var dialogs = Render<RadzenDialog>();
        var cut = Show("notes");

        cut.Find(".head .acts button").Click();
        Assert.Contains("Its 2 tasks become a run", dialogs.WaitForElement("p").TextContent, StringComparison.Ordinal);
        dialogs.Find(".btn.primary").Click();

        cut.WaitForAssertion(() => Assert.Equal("In progress", cut.Find(".sub .signal").TextContent.Trim()));
        Assert.Equal(("admin", RunTrigger.Browser), (Assert.Single(Service.Started).Actor, Service.Started[0].Trigger));
        Assert.Equal(state.Run.Id, feature.RunId);
        Assert.Equal("runs/NTS-1", cut.Find("[data-task=BE-001] a").GetAttribute("href"));
        Assert.DoesNotContain(cut.FindAll(".head .acts button"), b => b.TextContent.StartsWith("Start", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Checklist_TickedToItsEnd_CanBeAccepted()
    {
        var feature = await ImportAsync();
        feature.Start(EntityId.New<RunId>(), "notes", [.. feature.Tasks.Select(t => t with { Status = StepStatus.Completed })], "ada", Samples.Noon);
        feature.MoveTo(FeatureStatus.Review, "all tasks are done in NTS-1", Feature.Engine, Samples.Noon);
        var cut = Show("notes");
        Assert.Equal("all tasks are done in NTS-1", cut.Find("[data-reason]").TextContent.Trim());

        Press(cut, "Accept");
        cut.WaitForAssertion(() => Assert.Equal("6 lines of the checklist of notes are not ticked.", Assert.Single(Toasts.Messages).Detail));

        for (var open = 6; open > 0; open--)
        {
            cut.Find("[data-check] input:not([checked])").Change(true);
            cut.WaitForAssertion(() => Assert.Equal(open - 1, cut.FindAll("[data-check] input:not([checked])").Count));
        }

        Assert.All(feature.Ticks, t => Assert.Equal("admin", t.By));
        Press(cut, "Accept");
        cut.WaitForAssertion(() => Assert.Equal("Completed", cut.Find(".sub .signal").TextContent.Trim()));
        Assert.All(cut.FindAll("[data-check] input"), i => Assert.True(i.HasAttribute("disabled")));
    }

    [Fact]
    public async Task Checklist_LineThatNoLongerHolds_IsTakenBack()
    {
        var feature = await ImportAsync();
        var cut = Show("notes");
        cut.Find("[data-check] input").Change(true);
        cut.WaitForAssertion(() => Assert.Single(feature.Ticks));

        cut.Find("[data-check] input[checked]").Change(false);

        cut.WaitForAssertion(() => Assert.Empty(feature.Ticks));
    }

    [Fact]
    public async Task Block_NeedsTheReason_AndUnblockGoesBack()
    {
        var feature = await ImportAsync();
        var cut = Show("notes");

        Press(cut, "Block");
        cut.Find("form").Submit();
        Assert.Equal("Say why it is stopped.", cut.Find(".fault").TextContent);
        cut.Find("#feature-why").Change("waits for a contract");
        cut.Find("form").Submit();

        cut.WaitForAssertion(() => Assert.Equal("waits for a contract", cut.Find("[data-reason]").TextContent.Trim()));
        Assert.Equal((FeatureStatus.Blocked, "admin"), (feature.Status, feature.UpdatedBy));
        Assert.Empty(cut.FindAll("form"));

        Press(cut, "Unblock");
        cut.WaitForAssertion(() => Assert.Equal("Planning", cut.Find(".sub .signal").TextContent.Trim()));
    }

    [Fact]
    public async Task Task_ThatIsFlagged_SaysWhy()
    {
        var feature = await ImportAsync();
        feature.Tasks = [feature.Tasks[0] with { Status = StepStatus.Completed, Verified = true, Flag = "FR-001 requires tests, and the change has no test file" }, feature.Tasks[1]];

        var cut = Show("notes");

        Assert.Contains("FR-001 requires tests", cut.Find("[data-task=BE-001] [data-flag]").TextContent, StringComparison.Ordinal);
        Assert.Equal("verified", cut.Find("[data-task=BE-001] .pill.ok").TextContent);
        Assert.Empty(cut.FindAll("[data-task=BE-002] [data-flag]"));
    }

    [Fact]
    public async Task Export_WritesIntoTheRepository()
    {
        await ImportAsync();
        var cut = Show("notes");

        Press(cut, "Export");

        cut.WaitForAssertion(() => Assert.Contains(".ai/project/features/notes/50_state.md", Assert.Single(Toasts.Messages).Detail, StringComparison.Ordinal));
        Assert.Equal(FeatureScene.Spec, await File.ReadAllTextAsync(_folder.In(".ai", "project", "features", "notes", "spec.yaml"), Token));
    }

    [Fact]
    public async Task Page_OfTwoRepositories_AsksWhich()
    {
        await ImportAsync();
        var other = new Repository { Id = EntityId.New<RepositoryId>(), Name = "shop", Path = _folder.Path, CreatedAt = Samples.Noon };
        Library.Others.Add(other);
        await Services.GetRequiredService<FeatureDesk>().ImportAsync(other, Encoding.UTF8.GetBytes(FeatureScene.Spec), "spec.yaml", "ada", Token);

        Assert.Equal(["features/web/notes", "features/shop/notes"], Show("notes").FindAll(".item a").Select(a => a.GetAttribute("href")));
        Assert.Equal("Notes", Render<FeaturePage>(p => p.Add(f => f.Name, "notes").Add(f => f.Repository, "shop")).Find("h1").TextContent);
    }

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (disposing)
        {
            _folder.Dispose();
        }
    }

    private IRenderedComponent<FeaturePage> Show(string name) => Render<FeaturePage>(p => p.Add(f => f.Name, name));

    private static void Press(IRenderedComponent<FeaturePage> cut, string word) =>
        cut.FindAll(".head .acts button").Single(b => string.Equals(b.TextContent.Trim(), word, StringComparison.Ordinal)).Click();

    private async Task<Feature> ImportAsync(string text = FeatureScene.Spec) =>
        (await Services.GetRequiredService<FeatureDesk>().ImportAsync(_repository, Encoding.UTF8.GetBytes(text), "spec.yaml", "ada", Token)).Feature!;
}
