using Signalbox.Engine.Agents;
using Signalbox.Engine.Coordination;
using Signalbox.Unit.Engine.Runs;

namespace Signalbox.Unit.Engine.Coordination;

/// <summary>What spec 2 says of an agent, and of runs that need one, sentence by sentence.</summary>
public sealed class AgentSpecTests
{
    private const string Work = """
        version: "1.0"
        name: work
        steps: [{id: a, run: echo}]
        """;

    private static readonly AgentRules Rules = new(new AgentRulesOptions(), _ => null);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("claude", true)]
    [InlineData("a", true)]
    [InlineData("a1_b-c", true)]
    [InlineData("Claude", false)]
    [InlineData("1a", false)]
    [InlineData("-a", false)]
    [InlineData("_a", false)]
    [InlineData("a b", false)]
    [InlineData("a\n", false)]
    [InlineData("ä", false)]
    [InlineData("", false)]
    [Trait("Spec2", "Agent, Validation Rules: `id` must be unique and match pattern `^[a-z][a-z0-9_-]*$`")]
    public void Id_HasThePattern(string id, bool isRight) =>
        Assert.Equal(isRight ? [] : ["id"], Rules.Check(AgentRegistry.Preview(new AgentRegistration { Id = id, Name = "An agent", Capabilities = ["plan"] })).Select(f => f.Field));

    [Theory]
    [InlineData("anthropic")]
    [InlineData("openai")]
    [InlineData("github")]
    [Trait("Spec2", "Agent, Fields: `provider: str` - Provider name (anthropic, openai, github)")]
    public void Provider_OfTheSpec_IsSupported(string provider) =>
        Assert.Empty(Rules.Check(AgentRegistry.Preview(new AgentRegistration { Id = "a", Provider = provider, Capabilities = ["code_review", "task_planning"] })));

    [Theory]
    [InlineData("anthropic", "claude-3-sonnet-20240229")]
    [InlineData("openai", "gpt-4")]
    [Trait("Spec2", "Agent, Fields: `model: str` - Model identifier (claude-3-sonnet-20240229, gpt-4)")]
    public void Model_OfTheSpec_IsValidForItsProvider(string provider, string model) =>
        Assert.Empty(Rules.Check(AgentRegistry.Preview(new AgentRegistration { Id = "a", Provider = provider, Model = model, Capabilities = ["plan"] })));

    /// <summary>The drawing of spec 2: UNREGISTERED to REGISTERING to ACTIVE, ACTIVE to INACTIVE and back, each of them to ERROR.</summary>
    [Theory]
    [InlineData(AgentStatus.Unregistered, AgentStatus.Registering)]
    [InlineData(AgentStatus.Registering, AgentStatus.Active)]
    [InlineData(AgentStatus.Active, AgentStatus.Inactive)]
    [InlineData(AgentStatus.Inactive, AgentStatus.Active)]
    [InlineData(AgentStatus.Unregistered, AgentStatus.Error)]
    [InlineData(AgentStatus.Registering, AgentStatus.Error)]
    [InlineData(AgentStatus.Active, AgentStatus.Error)]
    [Trait("Spec2", "Agent, State Transitions: UNREGISTERED, REGISTERING, ACTIVE, INACTIVE, ERROR")]
    public void EveryArrowOfTheDrawing_IsLegal(AgentStatus from, AgentStatus to) => Assert.True(AgentTransitions.Table.Allows(from, to));

    [Fact]
    [Trait("Spec2", "Agent, Fields: last_health_check, created_at, updated_at")]
    public async Task Times_OfAnAgent_FollowWhatHappensToIt()
    {
        await using var bench = await EngineBench.CreateAsync(Work);
        await bench.Registry.RefreshAsync(Stop);
        var made = (await bench.Registry.FindAsync("shell", Stop))!;
        bench.Time.Move(TimeSpan.FromMinutes(5));

        await bench.Registry.CheckAsync("shell", Stop);
        await bench.Registry.ChangeAsync("shell", new AgentRegistration { Capacity = 3 }, "mara", Stop);

        var now = (await bench.Registry.FindAsync("shell", Stop))!;
        Assert.Equal(made.CreatedAt, now.CreatedAt);
        Assert.True(now.LastHealthCheck >= made.LastHealthCheck + TimeSpan.FromMinutes(5), $"checked {made.LastHealthCheck} and {now.LastHealthCheck}");
        Assert.True(now.UpdatedAt >= made.UpdatedAt + TimeSpan.FromMinutes(5), $"changed {made.UpdatedAt} and {now.UpdatedAt}");
    }

    [Fact]
    [Trait("Spec2", "Business Rules: Agents must be validated before workflow execution")]
    public async Task Start_AgentIsNotThere_IsRefusedWithWhatToDo()
    {
        await using var bench = await EngineBench.CreateAsync(Work);
        bench.Agents.Status = AgentStatus.Error;

        var result = await bench.Service.StartAsync(EngineBench.Request(), Stop);

        Assert.Null(result.Run);
        Assert.Equal("'work' needs shell: not on the PATH: install it", result.Refused);
        Assert.Empty(bench.Scheduler.Queued);
    }

    [Fact]
    [Trait("Spec2", "ExecutionContext, Validation Rules: `workspace_dir` must be absolute path and writable")]
    [Trait("Spec2", "Business Rules: Execution contexts must have valid workspace directories")]
    public async Task Execute_WorkspaceCannotBeWritten_FailsTheRunBeforeAnAgentBegins()
    {
        await using var bench = await EngineBench.CreateAsync(Work);
        bench.Agents.Shell.Automatic = _ => FakeAgent.Success;
        var good = await bench.StartAsync();
        await bench.DeliverAsync();
        var workspace = (await bench.StateAsync(good.Id)).Workspace!.Path;
        Assert.True(Path.IsPathFullyQualified(workspace), workspace);

        // A file where the folder of all runs was: nothing can be made below it, whoever asks.
        var runs = Path.GetDirectoryName(good.Directory)!;
        Directory.Move(runs, $"{runs}-aside");
        await File.WriteAllTextAsync(runs, "", Stop);
        var run = await bench.StartAsync();
        await bench.DeliverAsync();

        var state = await bench.StateAsync(run.Id);
        Assert.Equal(Signalbox.Engine.Runs.RunStatus.Failed, state.Run.Status);
        Assert.StartsWith($"the run's folder {run.Directory} cannot be written", state.Run.StatusReason, StringComparison.Ordinal);
        Assert.Single(bench.Agents.Shell.Begun);
    }
}
