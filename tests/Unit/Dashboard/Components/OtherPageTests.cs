using Bunit;
using Signalbox.Dashboard.Components.Overview;
using Signalbox.Dashboard.Components.Workflows;
using Signalbox.Engine.Agents;
using Signalbox.Engine.Runs;
using Signalbox.Engine.Workflows;

namespace Signalbox.Unit.Dashboard.Components;

public sealed class OtherPageTests : ComponentBench
{
    private static readonly Diagnostic[] Fault = [new("build.yaml", 4, 2, DiagnosticSeverity.Error, "unknown-key", "'promt' is not a key of a step")];

    [Fact]
    public void Overview_FirstVisit_OffersWhatCanBeRun()
    {
        Library.Entries.Add(Samples.Entry("needs-agent", missing: ["Claude Code"]));
        Library.Entries.Add(Samples.Entry("inspect"));
        var cut = Render<OverviewPage>();
        Assert.Contains("No run yet", cut.Markup, StringComparison.Ordinal);
        Assert.Equal("workflows/shop/inspect", Assert.Single(cut.FindAll(".empty .acts a")).GetAttribute("href"));
    }

    [Fact]
    public void Overview_Failures_ComeBeforeWhatRuns()
    {
        Runs.Summaries.Add(Samples.Summary("BLD-1", RunStatus.Running));
        Runs.Summaries.Add(Samples.Summary("BLD-2", RunStatus.Failed, reason: "exit code 1"));
        Agents.Known.Add(Samples.Agent("codex", AgentStatus.Error, "install Node"));
        Library.Entries.Add(Samples.Entry("broken", diagnostics: Fault));
        var cut = Render<OverviewPage>();
        Assert.Equal(["Needs attention", "Running now", "Last 24 hours"], cut.FindAll("section h2").Select(h => h.TextContent), StringComparer.Ordinal);
        var attention = cut.Find("section").TextContent;
        Assert.All(["BLD-2", "exit code 1", "install Node", "'promt' is not a key"], text => Assert.Contains(text, attention, StringComparison.Ordinal));
    }

    [Fact]
    public void Overview_NothingWrong_HasNoAttentionSection()
    {
        Runs.Summaries.Add(Samples.Summary("BLD-1", RunStatus.Completed));
        var cut = Render<OverviewPage>();
        Assert.DoesNotContain("Needs attention", cut.Markup, StringComparison.Ordinal);
        Assert.Contains("Nothing is running", cut.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public void Workflows_States_AreSaid()
    {
        Library.Entries.Add(Samples.Entry("ready"));
        Library.Entries.Add(Samples.Entry("waits", missing: ["Claude Code"]));
        Library.Entries.Add(Samples.Entry("broken", diagnostics: Fault));
        var cut = Render<WorkflowsPage>();
        Assert.Equal(["ready", "needs Claude Code", "broken file"], cut.FindAll("[data-workflow] .pill").Select(p => p.TextContent), StringComparer.Ordinal);
    }

    [Fact]
    public void Workflow_Broken_ShowsEveryFaultWithItsPlaceAndNoForm()
    {
        Library.Entries.Add(Samples.Entry("broken", diagnostics: Fault));
        var cut = Render<WorkflowPage>(p => p.Add(w => w.Name, "broken"));
        Assert.Contains("'promt' is not a key of a step", cut.Markup, StringComparison.Ordinal);
        Assert.Contains("build.yaml:4:2", cut.Markup, StringComparison.Ordinal);
        Assert.Empty(cut.FindAll("form"));
    }

    [Fact]
    public void Workflow_AgentMissing_SaysWhichAndHasNoForm()
    {
        Library.Entries.Add(Samples.Entry("plan", missing: ["Claude Code"]));
        var cut = Render<WorkflowPage>(p => p.Add(w => w.Name, "plan").Add(w => w.Repository, "shop"));
        Assert.Contains("Needs Claude Code", cut.Find(".empty").TextContent, StringComparison.Ordinal);
        Assert.Empty(cut.FindAll("form"));
    }

    [Fact]
    public void Workflow_OfARunThatWorksInAnotherRepository_IsFoundByItsName()
    {
        Library.Entries.Add(Samples.Entry("plan", missing: ["Claude Code"]));
        var cut = Render<WorkflowPage>(p => p.Add(w => w.Name, "plan").Add(w => w.Repository, "web"));
        Assert.Contains("Needs Claude Code", cut.Find(".empty").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void Workflow_Unknown_SaysSo() =>
        Assert.Contains("There is no workflow nothing", Render<WorkflowPage>(p => p.Add(w => w.Name, "nothing")).Markup, StringComparison.Ordinal);
}
