using Signalbox.Engine.Agents;
using Signalbox.Engine.Runs;

namespace Signalbox.Unit.Engine.Runs;

/// <summary>What one run does differently from its workflow (design/engine.md: "extra env and configuration overrides, each validated").</summary>
public sealed class RunOverridesTests
{
    private const string Two = """
        version: "1.0"
        name: work
        limits: {max_cost_usd: 100, max_duration_minutes: 600}
        steps:
          - {id: ask, agent: {provider: claude, model: small}, prompt: Look at it}
          - {id: check, needs: [ask], run: "true"}
        """;

    [Fact]
    public async Task Start_WithAnotherAgentAndModel_UsesThemForAgentsStepsOnly()
    {
        await using var bench = await EngineBench.CreateAsync(Two);
        bench.Agents.Shell.Automatic = _ => FakeAgent.Success;
        var result = await bench.Service.StartAsync(EngineBench.Request() with { Overrides = new RunOverrides("shell", "large") }, TestContext.Current.CancellationToken);
        await bench.DeliverAsync();

        var state = await bench.StateAsync(result.Run!.Id);
        Assert.Equal(RunStatus.Completed, state.Run.Status);
        Assert.Equal([("shell", "large"), ("shell", null)], bench.Agents.Shell.Begun.Select(r => ("shell", r.Model)));
        Assert.Equal(["large", null], state.Attempts.OrderBy(a => a.StartedAt).Select(a => a.Model), StringComparer.Ordinal);
    }

    [Fact]
    public async Task Start_WithItsOwnCostLimit_StopsThere()
    {
        await using var bench = await EngineBench.CreateAsync(Two);
        bench.Agents.Shell.Automatic = _ => FakeAgent.Success with { Usage = new AgentUsage { CostUsd = 2m } };
        var result = await bench.Service.StartAsync(EngineBench.Request() with { Overrides = new RunOverrides("shell", MaxCostUsd: 1.50m) }, TestContext.Current.CancellationToken);
        await bench.DeliverAsync();

        Assert.Equal("cost limit 1.50 USD reached: 2.00 spent in 1 attempt", (await bench.StateAsync(result.Run!.Id)).Run.StatusReason);
    }

    [Fact]
    public async Task Start_WithItsOwnTimeLimit_StopsThere()
    {
        await using var bench = await EngineBench.CreateAsync(Two.Replace("run: \"true\"", "approval: {question: Well?}", StringComparison.Ordinal));
        bench.Agents.Shell.Automatic = _ => FakeAgent.Success;
        var result = await bench.Service.StartAsync(EngineBench.Request() with { Overrides = new RunOverrides("shell", MaxDurationMinutes: 5) }, TestContext.Current.CancellationToken);
        await bench.DeliverAsync();
        bench.Time.Move(TimeSpan.FromMinutes(6));
        await bench.DeliverAsync();

        Assert.Equal("duration limit 5 min reached", (await bench.StateAsync(result.Run!.Id)).Run.StatusReason);
    }

    [Fact]
    public async Task Start_WithFaultyOverrides_SaysAllOfThem()
    {
        await using var bench = await EngineBench.CreateAsync(Two);
        var result = await bench.Service.StartAsync(EngineBench.Request() with { Overrides = new RunOverrides("nobody", "--yolo", 0m, 0) }, TestContext.Current.CancellationToken);

        Assert.Equal(
            [
                ("agent", "The agent 'nobody' is not there; known are shell."),
                ("model", "'--yolo' cannot be the name of a model: it has no spaces, does not begin with '-' and has at most 200 characters."),
                ("maxCostUsd", "A cost limit is between 0.01 and 1000000 US dollars."),
                ("maxDurationMinutes", "A limit of time is between 1 and 43200 minutes."),
            ],
            result.Invalid!.Select(f => (f.Field, f.Message)));
    }
}
