using Signalbox.Engine.Agents;
using Signalbox.Engine.Agents.Api;
using Signalbox.Engine.Agents.Commands;
using Signalbox.Engine.Coordination;
using Signalbox.Unit.Dashboard.Hosting;
using Signalbox.Unit.Engine.Runs;

namespace Signalbox.Unit.Engine.Coordination;

/// <summary>What is registered either runs or is refused in words (design/agents.md, Registry and health).</summary>
public sealed class RegisteredAgentTests : IAgentCatalog, IAgentMaker
{
    private static readonly AgentRules Rules = new(new AgentRulesOptions(), name => name is "KEY" ? "sk-0123456789" : null);
    private readonly FakeAgent _agent = new();
    private readonly List<object> _made = [];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    IReadOnlyList<AgentInfo> IAgentCatalog.Agents => [];

    [Theory]
    [InlineData("openai-compatible", "base_url=http://127.0.0.1:11434/v1", "")]
    [InlineData("openai", "api_key=env:KEY", "")]
    [InlineData("anthropic", "api_key=env:KEY;max_tokens=100", "")]
    [InlineData("ollama", "", "config.base_url: nothing was given; an API of ollama is called at an address such as http://127.0.0.1:11434/v1.")]
    [InlineData("ollama", "base_url=nowhere", "config.base_url: found 'nowhere', allowed is an address such as https://api.example.com/v1.")]
    [InlineData("ollama", "base_url=http://169.254.169.254/v1", "config.base_url: 169.254.169.254 is link-local or tells a machine's own credentials: it is never called.")]
    [InlineData("ollama", "base_url=http://127.0.0.1/v1;max_tokens=many", "config.max_tokens: found 'many', allowed is a whole number from 1 to 1000000.")]
    public void CheckNew_ModelBehindAnApi_NeedsWhatItTakesToCallIt(string provider, string config, string expected) =>
        Assert.Equal(expected, string.Join(" ", Rules.CheckNew(Agent(AgentKind.Api, provider, config)).Select(f => f.Message)));

    [Theory]
    [InlineData("""command=["my-agent","{prompt_file}"]""", "")]
    [InlineData("command=my-agent --now", "config.command: allowed is program and arguments")]
    [InlineData("command=[]", "config.command: allowed is program and arguments")]
    [InlineData("", "config.command: allowed is program and arguments")]
    [InlineData("""command=["my-agent","{nothing}"]""", "config.command: {nothing} is no place for a value")]
    public void CheckNew_Program_NeedsItsCommand(string config, string expected) =>
        Assert.StartsWith(expected, string.Join(" ", Rules.CheckNew(Agent(AgentKind.Command, "local", config)).Select(f => f.Message)), StringComparison.Ordinal);

    [Theory]
    [InlineData(AgentKind.Cli, "is found on the PATH by itself")]
    [InlineData(AgentKind.Shell, "is there already")]
    public void CheckNew_KindThatIsFoundOnTheMachine_IsRefused(AgentKind kind, string expected)
    {
        var fault = Assert.Single(Rules.CheckNew(Agent(kind, "local", "")));
        Assert.Equal("kind", fault.Field);
        Assert.Contains(expected, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void CheckChanged_AgentOfTheMachine_CanBePausedWithoutBeingDescribed() =>
        Assert.Empty(Rules.CheckChanged(Agent(AgentKind.Api, "openai", ""), isOfMachine: true));

    /// <summary>Such as a command of the configuration, and a server there that speaks like OpenAI with a model of its own.</summary>
    [Theory]
    [InlineData(AgentKind.Command, "command", null)]
    [InlineData(AgentKind.Api, "openai", "qwen3")]
    public void CheckChanged_AgentOfTheConfiguration_IsNotJudgedByTheRulesOfRegistering(AgentKind kind, string provider, string? model)
    {
        var agent = AgentRegistry.Preview(new AgentRegistration { Id = "own", Kind = kind, Provider = provider, Model = model, Capabilities = ["plan"], Capacity = 0, Role = "No Role" });

        Assert.Equal(["role", "capacity"], Rules.CheckChanged(agent, isOfMachine: true).Select(f => f.Field));
    }

    [Fact]
    public async Task Find_RegisteredApiAndProgram_AreMadeFromWhatWasSaid()
    {
        var directory = await DirectoryAsync(
            Agent(AgentKind.Api, "openai-compatible", "base_url=http://127.0.0.1:11434/v1;api_key=env:KEY", "own-model"),
            Agent(AgentKind.Command, "local", """command=["my-agent","{prompt_file}"]""", "own-program"));

        Assert.Same(_agent, directory.Find("own-model"));
        Assert.Same(_agent, directory.Find("own-program"));
        var api = Assert.IsType<ApiAgentSettings>(_made[0]);
        Assert.Equal(("own-model", ApiKind.OpenAI, "http://127.0.0.1:11434/v1", "KEY"), (api.Id, api.Kind, api.BaseUrl.AbsoluteUri, api.ApiKey!.Source));
        Assert.Equal(["my-agent", "{prompt_file}"], Assert.IsType<CommandAgentSettings>(_made[1]).Command);
        Assert.Equal(AgentStatus.Active, directory.FindInfo("own-model")!.Status);
    }

    [Fact]
    public async Task Find_RegisteredProgramWithAModel_IsMadeWithIt()
    {
        var agent = Agent(AgentKind.Command, "local", """command=["my-agent","{model}"]""");
        agent.Model = "own-1";

        (await DirectoryAsync(agent)).Find("own");

        Assert.Equal("own-1", Assert.IsType<CommandAgentSettings>(Assert.Single(_made)).Model);
    }

    [Fact]
    public async Task FindInfo_RegisteredWithoutWhatItTakes_IsInErrorAndSaysWhatToDo()
    {
        var directory = await DirectoryAsync(Agent(AgentKind.Api, "ollama", "", "old-model"), Agent(AgentKind.Cli, "anthropic", "", "old-cli"));

        Assert.Null(directory.Find("old-model"));
        Assert.Equal((AgentStatus.Error, AgentStatus.Error), (directory.FindInfo("old-model")!.Status, directory.FindInfo("old-cli")!.Status));
        Assert.Contains("register it again", directory.FindInfo("old-cli")!.StatusReason, StringComparison.Ordinal);
    }

    IAgent? IAgentCatalog.Find(string id) => null;

    AgentInfo? IAgentCatalog.FindInfo(string id) => null;

    Task IAgentCatalog.RefreshAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    IAgent IAgentMaker.Make(ApiAgentSettings settings)
    {
        _made.Add(settings);
        return _agent;
    }

    IAgent IAgentMaker.Make(CommandAgentSettings settings)
    {
        _made.Add(settings);
        return _agent;
    }

    private static RegisteredAgent Agent(AgentKind kind, string provider, string config, string id = "own") => AgentRegistry.Preview(new AgentRegistration
    {
        Id = id,
        Kind = kind,
        Provider = provider,
        Capabilities = ["plan"],
        Config = config.Split(';', StringSplitOptions.RemoveEmptyEntries).Select(pair => pair.Split('=', 2)).ToDictionary(pair => pair[0], pair => pair[1], StringComparer.Ordinal),
    });

    private async Task<AgentDirectory> DirectoryAsync(params RegisteredAgent[] agents)
    {
        var store = new FakeCoordination();
        foreach (var agent in agents)
        {
            await store.AddAsync(agent, agent.MoveTo(AgentStatus.Active, "registered", "ann", DateTimeOffset.UnixEpoch), Stop);
        }

        var directory = new AgentDirectory(this, store, store, new ClaimSignals(), null!, TimeProvider.System);
        await directory.ReloadAsync(Stop);
        return directory;
    }
}
