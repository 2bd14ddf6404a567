using Signalbox.Engine.Agents;
using Signalbox.Engine.Coordination;
using Signalbox.Engine.Events;
using Signalbox.Engine.Processes;
using Signalbox.Unit.Dashboard.Hosting;

namespace Signalbox.Unit.Engine.Coordination;

/// <summary>The registry while the configuration changes.</summary>
public sealed class ConfiguredAgentsTests : IAgentCatalog
{
    private readonly FakeCoordination _store = new();
    private readonly AgentRules _rules = new(new AgentRulesOptions(), _ => null);
    private readonly AgentRegistry _registry;
    private readonly ConfiguredAgents _configured;

    public ConfiguredAgentsTests()
    {
        var (signals, bus) = (new ClaimSignals(), new RunEventBus());
        var directory = new AgentDirectory(this, _store, _store, signals, null!, TimeProvider.System);
        _registry = new AgentRegistry(_store, directory, _rules, new WorkPool(_store, _store, _store, null!, null!, signals, new ProcessLimits()), bus, TimeProvider.System);
        _configured = new ConfiguredAgents(_store, _registry, directory, _rules, bus, TimeProvider.System);
    }

    public IReadOnlyList<AgentInfo> Agents { get; private set; } = [];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Refresh_WorkerThatIsNew_IsThere_AndGoneWhenNamedNoMore()
    {
        _rules.Change(Naming("builder"));
        await _configured.RefreshAsync([], Stop);
        Assert.Equal(AgentStatus.Offline, (await _registry.FindAsync("builder", Stop))!.Status);

        _rules.Change(Naming());
        await _configured.RefreshAsync(["builder"], Stop);
        Assert.Null(await _registry.FindAsync("builder", Stop));
    }

    [Fact]
    public async Task Refresh_AgentThatAPersonRegistered_IsNotForgotten()
    {
        await _registry.RegisterAsync(new AgentRegistration { Id = "mine", Capabilities = ["build"] }, "ada", Stop);
        await _configured.RefreshAsync(["mine"], Stop);
        Assert.NotNull(await _registry.FindAsync("mine", Stop));
    }

    [Fact]
    public async Task Refresh_SwitchedOffAndOnAgain_ComesBack()
    {
        _rules.Change(Naming("builder"));
        await _configured.RefreshAsync([], Stop);

        _rules.Change(Naming());
        Agents = [Info(new DisabledAgent("builder", AgentKind.Worker)), Info(new DisabledAgent("model", AgentKind.Api))];
        await _configured.RefreshAsync([], Stop);
        Assert.Equal((AgentStatus.Inactive, DisabledAgent.Reason), await StandingAsync("builder"));
        Assert.Equal((AgentStatus.Inactive, DisabledAgent.Reason), await StandingAsync("model"));

        _rules.Change(Naming("builder"));
        Agents = [Info(new DisabledAgent("model", AgentKind.Api)) with { Status = AgentStatus.Active, StatusReason = "can be called" }];
        await _configured.RefreshAsync([], Stop);
        Assert.Equal(AgentStatus.Offline, (await StandingAsync("builder")).Item1);
        Assert.Equal((AgentStatus.Active, "can be called"), await StandingAsync("model"));
    }

    IAgent? IAgentCatalog.Find(string id) => null;

    AgentInfo? IAgentCatalog.FindInfo(string id) => Agents.FirstOrDefault(a => string.Equals(a.Id, id, StringComparison.Ordinal));

    Task IAgentCatalog.RefreshAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private static AgentInfo Info(DisabledAgent agent) => agent.Describe();

    private static AgentRulesOptions Naming(params string[] ids) =>
        new() { Agents = [.. ids.Select(id => new AgentRegistration { Id = id, Kind = AgentKind.Worker, Capabilities = ["build"] })] };

    private async Task<(AgentStatus, string)> StandingAsync(string id) => (await _registry.FindAsync(id, Stop)) is { } agent ? (agent.Status, agent.StatusReason) : throw new InvalidOperationException(id);
}
