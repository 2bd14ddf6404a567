using Bunit;
using Signalbox.Dashboard.Components.Agents;
using Signalbox.Engine.Agents;

namespace Signalbox.Unit.Dashboard.Components;

public sealed class RegisterFormTests : ComponentBench
{
    [Fact]
    public async Task Form_WithFaults_ShowsEachBesideItsFieldAndRegistersNothing()
    {
        var cut = Render<RegisterForm>();
        cut.Find("#register-id").Change("Not An Id");
        cut.Find("#register-provider").Change("ollama");
        cut.Find("form").Submit();

        Assert.Equal(
            ["id", "config.base_url", "capabilities"],
            cut.FindAll("[data-field]").Where(f => f.QuerySelector(".fault") is not null).Select(f => f.GetAttribute("data-field")));
        Assert.Equal("Not An Id", cut.Find("#register-id").GetAttribute("value"));
        Assert.Empty(await Coordination.ListAsync(Xunit.TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Form_OfAProgram_RegistersItAndLeadsToItsPage()
    {
        var cut = Render<RegisterForm>();
        cut.Find("#register-kind").Change("command");
        cut.Find("#register-id").Change("my-agent");
        cut.Find("#register-provider").Change("local");
        cut.Find("[id='register-config.command']").Change("""["my-agent"]""");
        cut.Find("#register-capabilities").Change("plan, code_review");
        cut.Find("form").Submit();

        var agent = Assert.Single(await Coordination.ListAsync(Xunit.TestContext.Current.CancellationToken));
        Assert.Equal(("my-agent", AgentKind.Command, "registered by admin"), (agent.Id, agent.Kind, agent.StatusReason));
        Assert.Equal(["plan", "code_review"], agent.Capabilities);
        Assert.Equal("""["my-agent"]""", agent.Config["command"]);
        Assert.Equal("agents/my-agent", Path);
    }

    [Fact]
    public void Form_CapacityThatIsNoNumber_IsAFaultOfTheField()
    {
        var cut = Render<RegisterForm>();
        cut.Find("#register-capacity").Change("many");
        cut.Find("form").Submit();

        Assert.Contains("found 'many'", cut.Find("[data-field=capacity] .fault").TextContent, StringComparison.Ordinal);
    }
}
