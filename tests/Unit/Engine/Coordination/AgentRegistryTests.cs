using Signalbox.Engine.Agents;
using Signalbox.Engine.Coordination;
using Signalbox.Engine.Events;
using Signalbox.Unit.Engine.Runs;

namespace Signalbox.Unit.Engine.Coordination;

/// <summary>The registry with the real database: who is there, why, and since when (design/agents.md, Registry and health).</summary>
public sealed class AgentRegistryTests
{
    private const string Empty = """
        version: "1.0"
        name: work
        steps: [{id: a, run: echo}]
        """;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Refresh_AgentsOfTheMachine_BecomeRowsWithReasons()
    {
        await using var bench = await EngineBench.CreateAsync(Empty);

        await bench.Registry.RefreshAsync(Stop);

        var agents = (await bench.Registry.ListAsync(Stop)).ToDictionary(a => a.Id, StringComparer.Ordinal);
        Assert.Equal((AgentStatus.Active, AgentSource.Detected, "ready"), (agents["shell"].Status, agents["shell"].Source, agents["shell"].StatusReason));
        Assert.Equal((AgentStatus.Unregistered, "not on the PATH: install it"), (agents["claude"].Status, agents["claude"].StatusReason));
        Assert.Equal([AgentStatus.Active, AgentStatus.Registering], (await bench.Registry.ListChangesAsync("shell", null, 10, Stop)).Select(c => c.To));
        Assert.Empty(await bench.Registry.ListChangesAsync("claude", null, 10, Stop));
    }

    [Fact]
    [Trait("Spec2", "Data Integrity: Status transitions must follow defined state machines")]
    public async Task Refresh_AgentIsGoneAndBack_IsInErrorAndRegistersAgain()
    {
        await using var bench = await EngineBench.CreateAsync(Empty);
        await bench.Registry.RefreshAsync(Stop);
        bench.Agents.Status = AgentStatus.Unregistered;

        await bench.Registry.RefreshAsync(Stop);
        var gone = (await bench.Registry.FindAsync("shell", Stop))!;
        bench.Agents.Status = AgentStatus.Active;
        await bench.Registry.RefreshAsync(Stop);

        Assert.Equal((AgentStatus.Error, "not on the PATH: install it"), (gone.Status, gone.StatusReason));
        Assert.Equal(
            [(AgentStatus.Registering, AgentStatus.Active), (AgentStatus.Error, AgentStatus.Registering), (AgentStatus.Active, AgentStatus.Error)],
            (await bench.Registry.ListChangesAsync("shell", null, 3, Stop)).Select(c => (c.From, c.To)));
    }

    [Fact]
    [Trait("Spec3", "Agent Registration: Agents register on startup with unique ID, name, and capabilities")]
    public async Task Register_NewWorker_IsActiveToldAndUsable()
    {
        await using var bench = await EngineBench.CreateAsync(Empty);
        using var notices = bench.Bus.Subscribe(n => n is Notice.AgentsChanged);

        var agent = (await bench.Registry.RegisterAsync(new AgentRegistration { Capabilities = ["plan", "plan"], Role = AgentRoles.Coordinator }, "ann", Stop)).Agent!;

        Assert.StartsWith("ag_", agent.Id, StringComparison.Ordinal);
        Assert.Equal((AgentStatus.Active, "registered by ann", 1), (agent.Status, agent.StatusReason, agent.Capacity));
        Assert.Equal(["plan"], agent.Capabilities);
        await foreach (var notice in notices.ReadAllAsync(Stop))
        {
            Assert.IsType<Notice.AgentsChanged>(notice);
            break;
        }
    }

    [Fact]
    [Trait("Spec2", "Agent, Validation Rules: `id` must be unique")]
    public async Task Register_IdThatIsTaken_IsRefusedUntilItsAgentIsGone()
    {
        await using var bench = await EngineBench.CreateAsync(Empty);
        await bench.Registry.RefreshAsync(Stop);
        var registration = new AgentRegistration { Id = "anna", Capabilities = ["plan"] };
        Assert.NotNull((await bench.Registry.RegisterAsync(registration, "ann", Stop)).Agent);

        Assert.Equal("the id 'anna' belongs to an agent that is there: choose another", (await bench.Registry.RegisterAsync(registration, "bob", Stop)).Refused);
        Assert.Equal("the id 'shell' is an agent of this machine: choose another", (await bench.Registry.RegisterAsync(registration with { Id = "shell" }, "bob", Stop)).Refused);
        await bench.Registry.HeartbeatAsync("anna", leaving: true, Stop);
        var back = await bench.Registry.RegisterAsync(registration with { Capabilities = ["review"] }, "bob", Stop);

        Assert.Equal((AgentStatus.Active, "review"), (back.Agent!.Status, back.Agent.Capabilities.Single()));
    }

    [Fact]
    public async Task Sweep_ServerWasAway_CountsOnlyTheSilenceThatItListenedTo()
    {
        await using var bench = await EngineBench.CreateAsync(Empty);
        await bench.Registry.RegisterAsync(new AgentRegistration { Id = "anna", Capabilities = ["plan"] }, "ann", Stop);
        await bench.Registry.RegisterAsync(new AgentRegistration { Id = "berta", Capabilities = ["plan"] }, "ann", Stop);
        bench.Time.Move(TimeSpan.FromSeconds(61));

        var next = bench.AnotherRegistry();
        Assert.Equal(0, await next.SweepAsync(Stop));
        bench.Time.Move(TimeSpan.FromSeconds(59));
        await next.HeartbeatAsync("berta", leaving: false, Stop);
        Assert.Equal(0, await next.SweepAsync(Stop));
        bench.Time.Move(TimeSpan.FromSeconds(2));

        Assert.Equal(1, await next.SweepAsync(Stop));
        Assert.Equal(AgentStatus.Offline, (await next.FindAsync("anna", Stop))!.Status);
        Assert.Equal(AgentStatus.Active, (await next.FindAsync("berta", Stop))!.Status);
    }

    [Fact]
    [Trait("Spec3", "Heartbeat: Agents send periodic heartbeats; stale agents marked offline after timeout")]
    public async Task Heartbeat_OfASilentWorker_BringsItBack()
    {
        await using var bench = await EngineBench.CreateAsync(Empty);
        await bench.Registry.RegisterAsync(new AgentRegistration { Id = "anna", Capabilities = ["plan"] }, "ann", Stop);
        bench.Time.Move(TimeSpan.FromSeconds(59));
        Assert.Equal(0, await bench.Registry.SweepAsync(Stop));
        bench.Time.Move(TimeSpan.FromSeconds(2));
        Assert.Equal(1, await bench.Registry.SweepAsync(Stop));
        Assert.Equal(0, await bench.Registry.SweepAsync(Stop));
        Assert.Equal("no heartbeat for 60 s", (await bench.Registry.FindAsync("anna", Stop))!.LastError);

        var back = (await bench.Registry.HeartbeatAsync("anna", leaving: false, Stop)).Agent!;
        Assert.Equal((AgentStatus.Active, null), (back.Status, back.LastError));
        Assert.Equal("shell is no worker: nobody waits for its heartbeat", await RefusalAsync(bench, "shell"));
        Assert.NotNull((await bench.Registry.HeartbeatAsync("nobody", leaving: false, Stop)).NotFound);
    }

    [Fact]
    [Trait("Spec2", "Agent, State Transitions: ACTIVE and INACTIVE, back and forth")]
    public async Task Change_PausedAgent_DoesNothingUntilItIsContinued()
    {
        await using var bench = await EngineBench.CreateAsync(Empty);
        await bench.Registry.RefreshAsync(Stop);

        await bench.Registry.ChangeAsync("shell", new AgentRegistration { Enabled = false }, "ann", Stop);
        await bench.Registry.RefreshAsync(Stop);
        var paused = (await bench.Registry.FindAsync("shell", Stop))!;
        var run = await bench.Service.StartAsync(EngineBench.Request(), Stop);
        await bench.Registry.ChangeAsync("shell", new AgentRegistration { Enabled = true }, "ann", Stop);

        Assert.Equal((AgentStatus.Inactive, "paused by ann"), (paused.Status, paused.StatusReason));
        Assert.Equal("'work' needs shell: paused by ann", run.Refused);
        Assert.NotNull((await bench.Service.StartAsync(EngineBench.Request(), Stop)).Run);
    }

    [Fact]
    [Trait("Spec2", "Business Rules: Configuration changes require validation before application")]
    public async Task Change_ThatIsNotAllowed_ChangesNothing()
    {
        await using var bench = await EngineBench.CreateAsync(Empty);
        await bench.Registry.RegisterAsync(new AgentRegistration { Id = "anna", Capabilities = ["plan"] }, "ann", Stop);

        var faults = (await bench.Registry.ChangeAsync("anna", new AgentRegistration { Capabilities = [], Capacity = 5000 }, "ann", Stop)).Invalid!;

        Assert.Equal(["capabilities", "capacity"], faults.Select(f => f.Field));
        Assert.Equal(["plan"], (await bench.Registry.FindAsync("anna", Stop))!.Capabilities);
    }

    /// <summary>A command of the configuration has the provider 'command', which nobody could register: what the configuration says is not judged here.</summary>
    [Fact]
    public async Task Change_AgentOfTheMachineWithAProviderOfItsOwn_CanBePausedAndContinued()
    {
        await using var bench = await EngineBench.CreateAsync(Empty);
        bench.Agents.Extra = "aider";
        await bench.Registry.RefreshAsync(Stop);

        var paused = await bench.Registry.ChangeAsync("aider", new AgentRegistration { Enabled = false }, "ann", Stop);
        var wrong = await bench.Registry.ChangeAsync("aider", new AgentRegistration { Capacity = 0 }, "ann", Stop);
        var continued = await bench.Registry.ChangeAsync("aider", new AgentRegistration { Enabled = true, Capacity = 2 }, "ann", Stop);

        Assert.Null(paused.Invalid);
        Assert.Equal("capacity", Assert.Single(wrong.Invalid!).Field);
        Assert.Equal((AgentStatus.Active, 2), (continued.Agent!.Status, continued.Agent.Capacity));
    }

    [Fact]
    public async Task Change_WhatIsFoundOnTheMachine_IsRefusedAndTheRestOutlivesTheNextLook()
    {
        await using var bench = await EngineBench.CreateAsync(Empty);
        await bench.Registry.RefreshAsync(Stop);

        var change = new AgentRegistration { Name = "Mine", Provider = "openai", Model = "m", Capabilities = ["plan"], Version = "9", Config = new Dictionary<string, string>(StringComparer.Ordinal) { ["a"] = "b" } };
        var refused = await bench.Registry.ChangeAsync("shell", change with { Role = "builder" }, "ann", Stop);
        var same = await bench.Registry.ChangeAsync("shell", new AgentRegistration { Name = "shell", Role = "builder", Capacity = 3 }, "ann", Stop);
        await bench.Registry.RefreshAsync(Stop);

        Assert.Equal(["name", "provider", "model", "capabilities", "config", "version"], refused.Invalid!.Select(f => f.Field));
        Assert.Equal("name: shell is found on this machine: only role, capacity and enabled can be changed.", refused.Invalid![0].Message);
        Assert.NotNull(same.Agent);
        var shell = (await bench.Registry.FindAsync("shell", Stop))!;
        Assert.Equal(("shell", "builder", 3), (shell.Name, shell.Role, shell.Capacity));
    }

    [Fact]
    public void Unchangeable_WorkerOfTheConfiguration_CanOnlyBePaused()
    {
        var agent = AgentRegistry.Preview(new AgentRegistration { Id = "anna", Capabilities = ["plan"], Role = "reviewer" });

        Assert.Empty(FoundAgents.Unchangeable(new AgentRegistration { Enabled = false, Role = "reviewer", Capacity = 1 }, agent, isOfMachine: false));
        Assert.Equal(
            ["role: anna is named by the configuration: only enabled can be changed.", "capacity: anna is named by the configuration: only enabled can be changed."],
            FoundAgents.Unchangeable(new AgentRegistration { Role = "builder", Capacity = 2 }, agent, isOfMachine: false).Select(f => f.Message));
    }

    [Fact]
    public async Task Remove_RegisteredAgent_IsGoneOneOfTheMachineStays()
    {
        await using var bench = await EngineBench.CreateAsync(Empty);
        await bench.Registry.RefreshAsync(Stop);
        await bench.Registry.RegisterAsync(new AgentRegistration { Id = "anna", Capabilities = ["plan"] }, "ann", Stop);

        Assert.NotNull((await bench.Registry.RemoveAsync("anna", Stop)).Agent);
        Assert.NotNull((await bench.Registry.RemoveAsync("anna", Stop)).NotFound);
        Assert.Equal("shell would be found again: pause it instead", (await bench.Registry.RemoveAsync("shell", Stop)).Refused);
    }

    private static async Task<string?> RefusalAsync(EngineBench bench, string id)
    {
        await bench.Registry.RefreshAsync(Stop);
        return (await bench.Registry.HeartbeatAsync(id, leaving: false, Stop)).Refused;
    }
}
