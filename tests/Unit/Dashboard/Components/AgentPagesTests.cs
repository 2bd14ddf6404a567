using Bunit;
using Microsoft.Extensions.DependencyInjection;
using Signalbox.Dashboard.Components.Agents;
using Signalbox.Engine.Agents;
using Signalbox.Engine.Coordination;
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
        Assert.Equal(2, Agents.Refreshed);
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

    private static AngleSharp.Dom.IElement Button(IRenderedComponent<AgentPage> cut, string name) => cut.FindAll(".head button").First(b => string.Equals(b.TextContent.Trim(), name, StringComparison.Ordinal));

    private async Task RegisterAsync(string id, int capacity)
    {
        // A key that is not there would be a fault of the agent
        var made = await Registry.RegisterAsync(
            new AgentRegistration { Id = id, Name = "Rita", Capabilities = ["code_review"], Capacity = capacity, Config = new Dictionary<string, string>(StringComparer.Ordinal) { ["where"] = "env:RITA_KEY" } }, "lead", Stop);
        Assert.NotNull(made.Agent);
    }
}
