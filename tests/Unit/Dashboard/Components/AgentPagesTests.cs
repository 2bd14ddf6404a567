using Bunit;
using Microsoft.Extensions.DependencyInjection;
using Signalbox.Dashboard.Components.Agents;
using Signalbox.Engine.Agents;
using Signalbox.Engine.Coordination;
using Signalbox.Engine.Identity;
using Signalbox.Engine.Runs;

namespace Signalbox.Unit.Dashboard.Components;

public sealed class AgentPagesTests : ComponentBench
{
    private static CancellationToken Stop => Xunit.TestContext.Current.CancellationToken;

    private AgentRegistry Registry => Services.GetRequiredService<AgentRegistry>();

    [Fact]
    [Trait("Spec4", "4.1 parallel/monitor; Phase 2: Monitoring")]
    public async Task Agents_Error_StandsFirstAndSaysWhatToDo()
    {
        Agents.Known.AddRange([Samples.Agent("claude", AgentStatus.Active, "found at /bin/claude"), Samples.Agent("zed", AgentStatus.Error, "Install Node 20, then check again.")]);
        await Registry.RefreshAsync(Stop);

        var cut = Render<AgentsPage>();

        Assert.Equal(["zed", "claude"], cut.FindAll("[data-agent]").Select(a => a.GetAttribute("data-agent")));
        Assert.Contains("Install Node 20", cut.Find("[data-agent=zed]").TextContent, StringComparison.Ordinal);
        Assert.Equal("Error", cut.Find("[data-agent=zed] .signal").TextContent.Trim());
        Assert.Equal("agents/zed", cut.Find("[data-agent=zed] a").GetAttribute("href"));
        Assert.Equal("1 of 2 can work", cut.Find(".sub").TextContent.Trim());
        cut.Find(".head button").Click();
        cut.WaitForAssertion(() => Assert.Equal(2, Agents.Refreshed));
    }

    [Fact]
    public async Task Agents_WorkerRegisters_AppearsWithWhatItMayHold()
    {
        var cut = Render<AgentsPage>();
        Assert.Contains("No agent is known", cut.Markup, StringComparison.Ordinal);

        await RegisterAsync("rita", capacity: 3);

        cut.WaitForAssertion(() => Assert.Contains("0 of 3", cut.Find("[data-agent=rita]").TextContent, StringComparison.Ordinal));
    }

    [Fact]
    public void Agent_Unknown_SaysSo() => Assert.Contains("There is no agent nobody", Render<AgentPage>(p => p.Add(a => a.Id, "nobody")).Markup, StringComparison.Ordinal);

    [Fact]
    public async Task Agent_Registered_ShowsWhatItIsAndWhatBecameOfIt()
    {
        await RegisterAsync("rita", capacity: 3);
        Runs.Summaries.Add(Samples.Summary("BLD-7", RunStatus.Completed));

        var cut = Render<AgentPage>(p => p.Add(a => a.Id, "rita"));

        Assert.Equal("Active", cut.Find(".sub .signal").TextContent.Trim());
        Assert.Contains("registered by lead", cut.Find("[data-reason]").TextContent, StringComparison.Ordinal);
        Assert.Contains("code_review", cut.Find("[aria-label=Capabilities]").TextContent, StringComparison.Ordinal);
        Assert.Contains("env:RITA_KEY", cut.Find(".kv").TextContent, StringComparison.Ordinal);
        Assert.Contains("registered by lead", cut.Find("tbody").TextContent, StringComparison.Ordinal);
        Assert.Contains("BLD-7", cut.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Agent_ManyChangesOfStatus_AreLoadedOnDemand()
    {
        await RegisterAsync("rita", capacity: 3);
        for (var i = 0; i < 10; i++)
        {
            await Registry.ChangeAsync("rita", new AgentRegistration { Enabled = i % 2 == 1 }, "lead", Stop);
        }

        var cut = Render<AgentPage>(p => p.Add(a => a.Id, "rita"));
        Assert.Equal(10, cut.FindAll("tbody tr").Count);

        cut.Find(".table-foot button").Click();

        cut.WaitForAssertion(() => Assert.Equal(12, cut.FindAll("tbody tr").Count));
        Assert.Empty(cut.FindAll(".table-foot"));
    }

    [Fact]
    public async Task Agents_AtWork_SayOnWhatAndWhatTheyCost()
    {
        Agents.Known.AddRange([Coding("claude"), Coding("codex"), Samples.Agent("shell", AgentStatus.Active, "always there")]);
        await Registry.RefreshAsync(Stop);
        Coordination.Steps.AddRange([Step("claude", "DOC-1", "plan"), Step("claude", "DOC-2", "test", item: 2), Step("claude", "DOC-3", "review")]);
        Coordination.Costs["claude"] = new AgentCost(5, 1, 1.5m, IsEstimated: true);
        Coordination.Costs["codex"] = new AgentCost(1, 1, null, IsEstimated: false);
        Coordination.Costs["shell"] = new AgentCost(9, 9, null, IsEstimated: false);

        var cut = Render<AgentsPage>();

        Assert.Equal("3 stepsDOC-1 plan, DOC-2 test, item 3 and 1 more", Cell(cut, "claude", "doing"));
        Assert.Equal("≈ $1.50and 1 attempt of unknown cost", Cell(cut, "claude", "cost"));
        Assert.Equal(("", "unknown"), (Cell(cut, "codex", "doing"), Cell(cut, "codex", "cost")));
        Assert.Equal("–", Cell(cut, "shell", "cost"));
    }

    [Fact]
    public async Task Agent_AtWork_ShowsStepSinceWhenAndItsLog()
    {
        Agents.Known.Add(Coding("claude"));
        await Registry.RefreshAsync(Stop);
        Coordination.Steps.AddRange([Step("claude", "DOC-1", "plan", attempt: 2), Step("codex", "DOC-2", "plan")]);
        Coordination.Costs["claude"] = new AgentCost(5, 1, 1.5m, IsEstimated: true);

        var cut = Render<AgentPage>(p => p.Add(a => a.Id, "claude"));

        var item = Assert.Single(cut.FindAll("[data-step]"));
        Assert.Equal("runs/DOC-1?tab=logs&step=plan&attempt=2", item.QuerySelector("a")!.GetAttribute("href"));
        Assert.Contains("DOC-1", item.TextContent, StringComparison.Ordinal);
        Assert.Contains("attempt 2", item.TextContent, StringComparison.Ordinal);
        Assert.NotNull(item.QuerySelector("[data-time=elapsed]"));
        Assert.Contains("≈ $1.50 and 1 attempt of unknown cost", cut.Find(".kv").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Agents_CapacityIsSet_SayHowMuchOfItIsUsed()
    {
        await RegisterAsync("rita", capacity: 3);
        Coordination.Steps.Add(Step("rita", "DOC-1", "plan"));

        Assert.StartsWith("1 of 3", Cell(Render<AgentsPage>(), "rita", "doing"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Agent_PausedAndContinued_IsDoneInThePersonsName()
    {
        await RegisterAsync("rita", capacity: 1);
        var cut = Render<AgentPage>(p => p.Add(a => a.Id, "rita"));

        Button(cut, "Pause").Click();
        cut.WaitForAssertion(() => Assert.Equal("Paused", cut.Find(".sub .signal").TextContent.Trim()));
        Assert.Contains("paused by admin", cut.Find("[data-reason]").TextContent, StringComparison.Ordinal);

        Button(cut, "Continue").Click();
        cut.WaitForAssertion(() => Assert.Equal("Active", cut.Find(".sub .signal").TextContent.Trim()));
        Assert.Equal(AgentStatus.Active, (await Registry.FindAsync("rita", Stop))!.Status);
    }

    [Fact]
    public async Task Agent_IsWrittenTo_HasItInItsInbox()
    {
        await RegisterAsync("rita", capacity: 1);
        var cut = Render<AgentPage>(p => p.Add(a => a.Id, "rita"));

        cut.Find("textarea").Change("Mind the gap. " + Samples.Hostile);
        cut.Find("form").Submit();

        cut.WaitForAssertion(() => Assert.Contains("Mind the gap. " + Samples.Hostile, cut.Find("[data-message]").TextContent, StringComparison.Ordinal));
        Assert.Empty(cut.FindAll("script"));
    }

    private static AgentInfo Coding(string id) => Samples.Agent(id, AgentStatus.Active, "found") with { Kind = AgentKind.Cli };

    private static AgentStep Step(string agent, string key, string step, int attempt = 1, int? item = null) => new()
    {
        Agent = agent,
        RunId = EntityId.New<RunId>(),
        RunKey = key,
        StepRunId = EntityId.New<StepRunId>(),
        StepId = step,
        ItemIndex = item,
        AttemptId = EntityId.New<AttemptId>(),
        Attempt = attempt,
        StartedAt = Samples.Noon,
    };

    private static string Cell(IRenderedComponent<AgentsPage> cut, string agent, string name) => cut.Find($"[data-agent={agent}] [data-{name}]").TextContent.Trim();

    private static AngleSharp.Dom.IElement Button(IRenderedComponent<AgentPage> cut, string name) => cut.FindAll(".head button").First(b => string.Equals(b.TextContent.Trim(), name, StringComparison.Ordinal));

    private async Task RegisterAsync(string id, int capacity)
    {
        // A key that is not there would be a fault of the agent
        var made = await Registry.RegisterAsync(
            new AgentRegistration { Id = id, Name = "Rita", Capabilities = ["code_review"], Capacity = capacity, Config = new Dictionary<string, string>(StringComparer.Ordinal) { ["where"] = "env:RITA_KEY" } }, "lead", Stop);
        Assert.NotNull(made.Agent);
    }
}
