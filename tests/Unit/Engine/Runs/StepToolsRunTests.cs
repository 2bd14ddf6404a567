using Signalbox.Engine.Agents;
using Signalbox.Engine.Runs;
using Signalbox.Engine.Workflows;

namespace Signalbox.Unit.Engine.Runs;

/// <summary><c>tools</c> of a step in a run: kept by the agent, or the step does not begin.</summary>
public sealed class StepToolsRunTests
{
    private const string Limited = """
        version: "1.0"
        name: work
        steps:
          - {id: only, agent: claude, role: backend, prompt: Do it, tools: {allowed: [Read, mcp__github], mcp_servers: [github]}}
        """;

    private static readonly McpServer Github = new() { Id = "github", Command = ["mcp-github"], Secrets = ["GITHUB_TOKEN"] };

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Tools_ThatTheAgentKeeps_ReachItWithTheSecretsOfItsServers()
    {
        await using var bench = await CreateAsync();
        bench.Secrets.Values["GITHUB_TOKEN"] = "sw0rdfish-sw0rdfish";
        bench.Agents.Shell.Automatic = _ => FakeAgent.Success with { FinalText = "said sw0rdfish-sw0rdfish" };
        var run = (await StartAsync(bench)).Run!;
        await bench.DeliverAsync();

        var request = Assert.Single(bench.Agents.Shell.Begun);
        Assert.Equal(["Read", "mcp__github"], request.Tools!.Allowed);
        Assert.Same(Github, Assert.Single(request.Tools.McpServers));
        Assert.Equal("sw0rdfish-sw0rdfish", request.Environment["GITHUB_TOKEN"]);
        Assert.Contains("sw0rdfish-sw0rdfish", request.Secrets);
        var attempt = Assert.Single((await bench.StateAsync(run.Id)).Attempts);
        Assert.Equal(["GITHUB_TOKEN"], attempt.SecretNames);
        Assert.DoesNotContain("sw0rdfish", attempt.FinalText, StringComparison.Ordinal);
        var session = Assert.Single(await bench.Sessions.ListAsync(run.Id, Stop));
        Assert.Equal(["Read", "mcp__github"], session.ToolsAllowed);
        Assert.Equal(["github"], session.McpServers);
    }

    [Fact]
    public async Task Start_WithAnAgentThatCannotKeepToTools_IsRefusedBeforeAnythingBegins()
    {
        await using var bench = await CreateAsync();
        bench.Agents.Shell.KeepsToTools = false;

        Assert.Contains("step only: it has no list of tools: leave 'tools' out", Said(await StartAsync(bench)), StringComparison.Ordinal);
        Assert.Empty(bench.Agents.Shell.Begun);
    }

    [Fact]
    public async Task Start_WithAServerThatIsNotConfigured_NamesThoseThatAre()
    {
        await using var bench = await CreateAsync();
        bench.Agents.McpServers = [Github with { Id = "tickets" }];

        Assert.Contains("step only: there is no MCP server 'github'; configured are tickets (Agents:McpServers)", Said(await StartAsync(bench)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_OfAWorkflowWithSeveralFaults_NamesTheUnknownServerAmongThem()
    {
        await using var bench = await EngineBench.CreateAsync(Limited + "\n  - {id: next, agent: nobody, prompt: Do more}\n");

        var broken = (await StartAsync(bench)).Broken!;

        Assert.Equal([(DiagnosticCodes.UnknownMcpServer, 4), (DiagnosticCodes.UnknownAgent, 5)], broken.Select(d => (d.Code, d.Line)));
        Assert.Equal("There is no MCP server 'github'; none is configured (Agents:McpServers).", broken[0].Message);
    }

    [Fact]
    public async Task AddSteps_WithAServerThatIsNotConfigured_AreRefusedWithTheirPlace()
    {
        await using var bench = await CreateAsync();
        var run = (await StartAsync(bench)).Run!;

        var added = await bench.Service.AddStepsAsync(run.Id, "steps: [{id: more, agent: claude, prompt: x, tools: {mcp_servers: [gitub]}}]", "ann", Stop);

        var fault = Assert.Single(added.Invalid!);
        Assert.Equal((DiagnosticCodes.UnknownMcpServer, "There is no MCP server 'gitub'; did you mean 'github'?"), (fault.Code, fault.Message));
    }

    [Fact]
    public async Task Step_WhoseAgentCannotKeepToToolsAnyMore_FailsWithoutAProcess()
    {
        await using var bench = await CreateAsync();
        bench.Secrets.Values["GITHUB_TOKEN"] = "sw0rdfish-sw0rdfish";
        var run = (await StartAsync(bench)).Run!;
        bench.Agents.Shell.KeepsToTools = false;
        await bench.DeliverAsync();

        var state = await bench.StateAsync(run.Id);
        Assert.Empty(bench.Agents.Shell.Begun);
        Assert.Equal((RunStatus.Failed, "cannot_begin"), (state.Run.Status, Assert.Single(state.Attempts).Error!.Code));
        Assert.Contains("it has no list of tools", state.Attempts[0].Error!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Step_WhoseServersSecretHasNoValue_FailsAndSaysWhich()
    {
        await using var bench = await CreateAsync();
        var run = (await StartAsync(bench)).Run!;
        await bench.DeliverAsync();

        Assert.Contains("secret GITHUB_TOKEN", Assert.Single((await bench.StateAsync(run.Id)).Attempts).Error!.Message, StringComparison.Ordinal);
    }

    private static async Task<EngineBench> CreateAsync()
    {
        var bench = await EngineBench.CreateAsync(Limited);
        bench.Agents.McpServers = [Github];
        bench.Agents.Shell.KeepsToTools = true;
        await bench.Library.SyncAsync((await bench.Library.RepositoriesAsync(Stop))[0], Stop);
        return bench;
    }

    private static Task<StartRunResult> StartAsync(EngineBench bench) => bench.Service.StartAsync(EngineBench.Request() with { Overrides = new RunOverrides("shell") }, Stop);

    private static string Said(StartRunResult result) => result.Refused!;
}
