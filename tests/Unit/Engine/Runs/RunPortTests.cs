using Signalbox.Engine.Agents;
using Signalbox.Engine.Runs;
using Signalbox.Engine.Workspaces;

namespace Signalbox.Unit.Engine.Runs;

/// <summary>Spec 4, parallel/port_manager and FR-201, "Independent dev servers": the ports of a run's workspace.</summary>
public sealed class RunPortTests
{
    private const string Serving = """
        version: "1.0"
        name: work
        ports: [PORT, DB_PORT]
        env: {URL: "http://localhost:{{env.PORT}}/"}
        steps:
          - {id: serve, run: "true", when: "env.PORT != ''", env: {AGAIN: "{{env.PORT}}"}}
          - {id: look, needs: [serve], run: "true"}
        """;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task ExecuteAsync_WorkflowWithPorts_EveryStepOfARunSeesTheSameFreeOnes()
    {
        await using var bench = await EngineBench.CreateAsync(Serving);
        bench.Agents.Shell.Automatic = _ => FakeAgent.Success;
        var run = await bench.StartAsync();

        await bench.Executor.ExecuteAsync(run.Id, Stop);

        var state = await bench.StateAsync(run.Id);
        Assert.Equal(RunStatus.Completed, state.Run.Status);
        var (serve, look) = (Environment(bench, "serve"), Environment(bench, "look"));
        Assert.Equal((serve["PORT"], serve["DB_PORT"]), (look["PORT"], look["DB_PORT"]));
        Assert.NotEqual(serve["PORT"], serve["DB_PORT"]);
        Assert.Equal(($"http://localhost:{serve["PORT"]}/", serve["PORT"]), (serve["URL"], serve["AGAIN"]));
        Assert.Equal(["PORT", "DB_PORT"], state.Workspace!.Ports.Select(p => p.Name));
        Assert.All(state.Workspace.Ports, p => Assert.InRange(p.Port, 20000, 29999));
    }

    [Fact]
    [Trait("Spec4", "FR-201: Independent dev servers")]
    [Trait("Spec4", "4.1 parallel/port_manager")]
    public async Task ExecuteAsync_RunsAtOnce_HaveNoPortInCommonUntilOneHasEnded()
    {
        await using var bench = await EngineBench.CreateAsync(Serving, new RunLimits(4, 4));
        List<Run> runs = [await bench.StartAsync(), await bench.StartAsync(), await bench.StartAsync()];
        using var dies = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        var going = runs.ConvertAll(run => bench.Executor.ExecuteAsync(run.Id, dies.Token));
        var begun = new List<AgentRequest>();
        for (var i = 0; i < runs.Count; i++)
        {
            begun.Add(await bench.Agents.Shell.NextAsync());
        }

        var ports = begun.SelectMany(r => new[] { r.Environment["PORT"], r.Environment["DB_PORT"] }).ToList();
        Assert.Equal(6, ports.Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(2, (await bench.Ports.ListAsync(runs[0].Id, Stop)).Count);

        await dies.CancelAsync();
        await Task.WhenAll(going);
    }

    [Fact]
    public async Task ExecuteAsync_ServerDied_TheNextOneGoesOnWithTheSamePorts()
    {
        await using var bench = await EngineBench.CreateAsync(Serving);
        var run = await bench.StartAsync();
        using var dies = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        var first = bench.AnotherServer().ExecuteAsync(run.Id, dies.Token);
        var before = await bench.Agents.Shell.NextAsync();
        bench.Agents.Shell.End(before, FakeAgent.Success);
        _ = await bench.Agents.Shell.NextAsync();
        await dies.CancelAsync();
        await first;

        bench.Agents.Shell.Automatic = _ => FakeAgent.Success;
        await bench.Executor.ExecuteAsync(run.Id, Stop);

        var state = await bench.StateAsync(run.Id);
        Assert.Equal((RunStatus.Completed, before.Environment["PORT"]), (state.Run.Status, $"{state.Workspace!.Ports[0].Port}"));
    }

    [Fact]
    public async Task Resume_AnotherRunHasItsPortNow_GetsAnotherAndSaysSo()
    {
        await using var bench = await EngineBench.CreateAsync(Serving);
        bench.Agents.Shell.Automatic = request => request.StepId is "look" ? FakeAgent.Failure : FakeAgent.Success;
        var run = await bench.StartAsync();
        await bench.Executor.ExecuteAsync(run.Id, Stop);
        var failed = await bench.StateAsync(run.Id);
        Assert.Equal(RunStatus.Failed, failed.Run.Status);
        var port = failed.Workspace!.Ports[0].Port;
        var other = await bench.StartAsync();
        Assert.NotNull(await bench.Ports.LeaseAsync(other.Id, [new PortWish(other.RepositoryId, "PORT", port)], [port], _ => true, isAnew: false, Stop));

        bench.Agents.Shell.Automatic = _ => FakeAgent.Success;
        Assert.Null((await bench.Service.ResumeAsync(run.Id, null, "mara", Stop)).Refused);
        await bench.Executor.ExecuteAsync(run.Id, Stop);

        var state = await bench.StateAsync(run.Id);
        Assert.Equal(RunStatus.Completed, state.Run.Status);
        Assert.NotEqual(port, state.Workspace!.Ports[0].Port);
        Assert.Equal(failed.Workspace.Ports[1], state.Workspace.Ports[1]);
        Assert.Equal($"{state.Workspace.Ports[0].Port}", bench.Agents.Shell.Begun.Last().Environment["PORT"]);
        Assert.Contains(await bench.EventsAsync(run.Id), e => string.Equals(e.Message, $"Ports: PORT={state.Workspace.Ports[0].Port}, DB_PORT={state.Workspace.Ports[1].Port}", StringComparison.Ordinal));
    }

    [Fact]
    public async Task ExecuteAsync_NoPortIsLeft_FailsWithTheReasonBeforeAnythingIsMade()
    {
        await using var bench = await EngineBench.CreateAsync(Serving, ports: new PortRange(20000, 20000));
        var run = await bench.StartAsync();

        await bench.Executor.ExecuteAsync(run.Id, Stop);

        var state = await bench.StateAsync(run.Id);
        Assert.Equal(RunStatus.Failed, state.Run.Status);
        Assert.Equal("ports: fewer than 2 ports are free between 20000 and 20000: end runs that have some, or widen Workspaces:Ports", state.Run.StatusReason);
        Assert.Empty(bench.Workspaces.Requests);
    }

    [Fact]
    public async Task ExecuteAsync_WithoutPorts_HasNone()
    {
        await using var bench = await EngineBench.CreateAsync("version: \"1.0\"\nname: work\nsteps: [{id: a, run: 'true'}]\n");
        bench.Agents.Shell.Automatic = _ => FakeAgent.Success;
        var run = await bench.StartAsync();

        await bench.Executor.ExecuteAsync(run.Id, Stop);

        Assert.Empty((await bench.StateAsync(run.Id)).Workspace!.Ports);
        Assert.Empty(await bench.Ports.ListAsync(run.Id, Stop));
    }

    private static IReadOnlyDictionary<string, string> Environment(EngineBench bench, string step) => bench.Agents.Shell.Begun.Single(r => string.Equals(r.StepId, step, StringComparison.Ordinal)).Environment;
}
