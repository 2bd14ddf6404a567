using System.Collections.Concurrent;
using Signalbox.Engine.Agents;
using Signalbox.Engine.Agents.Api;
using Signalbox.Engine.Coordination;
using Signalbox.Engine.Events;
using Signalbox.Engine.Processes;
using Signalbox.Unit.Dashboard.Hosting;
using Signalbox.Unit.Engine.Runs;

namespace Signalbox.Unit.Engine.Coordination;

/// <summary>APIs and programs that somebody registered are checked again, by themselves and when somebody wants to know (design/agents.md, Registry and health).</summary>
public sealed class AgentRoundsTests : IAgentCatalog, IApiChecker, IProgramFinder
{
    private readonly FakeCoordination _store = new();
    private readonly EngineBench.ShiftedTime _time = new();
    private readonly ConcurrentQueue<string> _asked = new();
    private readonly AgentRegistry _registry;
    private ApiHealth _health = new(IsFine: true, "it answers");
    private bool _isInstalled = true;

    public AgentRoundsTests()
    {
        var signals = new ClaimSignals();
        var directory = new AgentDirectory(this, _store, _store, signals, null!, _time);
        var pool = new WorkPool(_store, _store, _store, null!, null!, signals, new ProcessLimits());
        _registry = new AgentRegistry(_store, directory, new AgentRules(new AgentRulesOptions(), _ => null), pool, new RunEventBus(), _time);
    }

    IReadOnlyList<AgentInfo> IAgentCatalog.Agents => [];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task CheckAll_ApiThatWasNotFine_IsAskedAgainAndComesBack()
    {
        await RegisterApiAsync();
        _health = new ApiHealth(IsFine: false, "it answers with status 503: look at what runs there, then check again");
        var bad = (await _registry.CheckAsync("model", Stop)).Agent!.Status;
        _health = new ApiHealth(IsFine: true, "it answers");

        await _registry.CheckAllAsync(isWanted: false, Stop);

        Assert.Equal(AgentStatus.Error, bad);
        var agent = (await _registry.FindAsync("model", Stop))!;
        Assert.Equal((AgentStatus.Active, "it answers", null), (agent.Status, agent.StatusReason, agent.LastError));
    }

    [Fact]
    public async Task CheckAll_ApiThatWasFine_IsAskedAgainAfterTenMinutes()
    {
        await RegisterApiAsync();
        await _registry.CheckAsync("model", Stop);

        _time.Move(TimeSpan.FromMinutes(9));
        await _registry.CheckAllAsync(isWanted: true, Stop);
        var early = _asked.Count;
        _time.Move(TimeSpan.FromMinutes(1));
        await _registry.CheckAllAsync(isWanted: false, Stop);

        Assert.Equal((1, 2), (early, _asked.Count));
    }

    [Fact]
    public async Task CheckAll_ApiThatWasNeverAsked_IsAskedOnlyWhenSomebodyWantsToKnow()
    {
        await RegisterApiAsync();

        await _registry.CheckAllAsync(isWanted: false, Stop);
        var before = (Asked: _asked.Count, (await _registry.FindAsync("model", Stop))!.LastHealthCheck);
        await _registry.CheckAllAsync(isWanted: true, Stop);

        Assert.Equal((0, null), before);
        Assert.Equal("model", Assert.Single(_asked));
        Assert.NotNull((await _registry.FindAsync("model", Stop))!.LastHealthCheck);
    }

    [Fact]
    public async Task CheckAll_PausedApi_IsLeftAlone()
    {
        await RegisterApiAsync();
        await _registry.CheckAsync("model", Stop);
        await _registry.ChangeAsync("model", new AgentRegistration { Enabled = false }, "ann", Stop);

        _time.Move(TimeSpan.FromHours(1));
        await _registry.CheckAllAsync(isWanted: true, Stop);

        Assert.Single(_asked);
    }

    [Fact]
    [Trait("Spec2", "Business Rules: Agents must be validated before workflow execution")]
    public async Task Register_ProgramThatIsNotThere_IsRefusedInWords()
    {
        _isInstalled = false;

        var fault = Assert.Single((await RegisterProgramAsync()).Invalid!);

        Assert.Equal(("config.command", "config.command: my-agent is not on the server's PATH: install it, or give another command."), (fault.Field, fault.Message));
        Assert.Null(await _registry.FindAsync("program", Stop));
    }

    [Fact]
    public async Task Check_ProgramThatWentAway_IsInErrorUntilItIsBack()
    {
        var made = (await RegisterProgramAsync()).Agent!.Program;
        _isInstalled = false;
        var gone = (await _registry.CheckAsync("program", Stop)).Agent!;
        var then = (gone.Status, gone.StatusReason, gone.Program);
        _isInstalled = true;

        await _registry.CheckAllAsync(isWanted: false, Stop);

        Assert.Equal("/opt/my-agent", made);
        Assert.Equal((AgentStatus.Error, "my-agent is not on the server's PATH: install it, or give another command", null), then);
        var back = (await _registry.FindAsync("program", Stop))!;
        Assert.Equal((AgentStatus.Active, "found at /opt/my-agent", "/opt/my-agent"), (back.Status, back.StatusReason, back.Program));
    }

    [Fact]
    public async Task Change_CommandThatIsNotThere_IsRefusedAndPausingIsNot()
    {
        await RegisterProgramAsync();
        _isInstalled = false;

        var changed = await _registry.ChangeAsync("program", new AgentRegistration { Config = Command("/nowhere/agent") }, "ann", Stop);
        var paused = await _registry.ChangeAsync("program", new AgentRegistration { Enabled = false }, "ann", Stop);

        Assert.Equal("config.command: /nowhere/agent is not there, or cannot be executed: install it, or give another command.", Assert.Single(changed.Invalid!).Message);
        Assert.Equal(AgentStatus.Inactive, paused.Agent!.Status);
    }

    IAgent? IAgentCatalog.Find(string id) => null;

    AgentInfo? IAgentCatalog.FindInfo(string id) => null;

    Task IAgentCatalog.RefreshAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    Task<ApiHealth?> IApiChecker.CheckApiAsync(string id, CancellationToken cancellationToken) => Task.FromResult<ApiHealth?>(null);

    Task<ApiHealth> IApiChecker.CheckApiAsync(ApiAgentSettings settings, CancellationToken cancellationToken)
    {
        _asked.Enqueue(settings.Id);
        return Task.FromResult(_health);
    }

    string? IProgramFinder.FindProgram(string program) => _isInstalled ? $"/opt/{program}" : null;

    private static Dictionary<string, string> Command(string program) => new(StringComparer.Ordinal) { ["command"] = $$"""["{{program}}", "--model", "{model}"]""" };

    private async Task RegisterApiAsync()
    {
        var registration = new AgentRegistration
        {
            Id = "model",
            Kind = AgentKind.Api,
            Provider = "openai-compatible",
            Capabilities = ["plan"],
            Config = new Dictionary<string, string>(StringComparer.Ordinal) { ["base_url"] = "http://127.0.0.1:11434/v1" },
        };
        Assert.NotNull((await _registry.RegisterAsync(registration, "ann", Stop)).Agent);
    }

    private Task<RegistryResult> RegisterProgramAsync() => _registry.RegisterAsync(
        new AgentRegistration { Id = "program", Kind = AgentKind.Command, Provider = "local", Capabilities = ["plan"], Config = Command("my-agent") }, "ann", Stop);
}
