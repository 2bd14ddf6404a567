using Signalbox.Engine.Agents;
using Signalbox.Engine.Coordination;
using Signalbox.Engine.Runs;

namespace Signalbox.Unit.Persistence;

/// <summary>What agents are at work on and what they cost (design/domain.md, Agent: current steps; design/ui.md, Agents: current step, cost this week).</summary>
public abstract class AgentActivityTests(TestDatabase database) : ConformanceTests(database)
{
    private readonly string _agent = $"agent-{Guid.NewGuid():n}";

    [Fact]
    public async Task ListSteps_AttemptUnderWay_IsWhatItsAgentDoes()
    {
        var (scenario, state) = await RunningAsync(_agent);
        var attempt = await BeginAsync(scenario, state, 0, StepStatus.Running);

        var step = Assert.Single(await Database.AgentActivity.ListStepsAsync(_agent, Ct));

        Assert.Equal(
            new AgentStep
            {
                Agent = _agent,
                RunId = state.Run.Id,
                RunKey = state.Run.Key,
                StepRunId = state.Steps[0].Id,
                StepId = "s0",
                AttemptId = attempt.Id,
                Attempt = 1,
                StartedAt = attempt.StartedAt,
            },
            step);
        Assert.Contains(step, await Database.AgentActivity.ListStepsAsync(null, Ct));
        Assert.Empty(await Database.AgentActivity.ListStepsAsync(_agent + "x", Ct));
    }

    [Fact]
    public async Task ListSteps_BlockedHeldEndedOrOfAnEndedRun_IsNotAmongThem()
    {
        var (scenario, state) = await RunningAsync(_agent, _agent, _agent);
        await BeginAsync(scenario, state, 0, StepStatus.Blocked);
        await BeginAsync(scenario, state, 1, StepStatus.Running, a => a.Worker = "anna");
        await BeginAsync(scenario, state, 2, StepStatus.Running, a => a.End(AttemptStatus.Failed, Database.Clock.Now));
        var (other, ended) = await RunningAsync(_agent);
        await BeginAsync(other, ended, 0, StepStatus.Running);
        await Database.QueryAsync($"UPDATE runs SET status = 'Failed' WHERE id = '{ended.Run.Id}'");

        Assert.Empty(await Database.AgentActivity.ListStepsAsync(_agent, Ct));
    }

    [Fact]
    public async Task SumCosts_KnownEstimatedAndUnknown_AreTold()
    {
        var worker = _agent + "-worker";
        var (scenario, state) = await RunningAsync(_agent, _agent, _agent, _agent, "worker");
        await BeginAsync(scenario, state, 0, StepStatus.Running, a => a.Usage = new AgentUsage { CostUsd = 0.1m });
        await BeginAsync(scenario, state, 1, StepStatus.Running, a => a.Usage = new AgentUsage { CostUsd = 0.2m, CostEstimated = true });
        await BeginAsync(scenario, state, 2, StepStatus.Running, a => a.Usage = new AgentUsage { InputTokens = 5 });
        await BeginAsync(scenario, state, 3, StepStatus.Running);
        await BeginAsync(scenario, state, 4, StepStatus.Running, a => (a.Worker, a.Usage) = (worker, new AgentUsage { CostUsd = 7 }));

        var costs = await Database.AgentActivity.SumCostsAsync(Database.Clock.Now.AddDays(-7), Ct);

        Assert.Equal(new AgentCost(4, 2, 0.3m, IsEstimated: true), costs[_agent]);
        Assert.Equal(new AgentCost(1, 0, 7m, IsEstimated: false), costs[worker]);
    }

    [Fact]
    public async Task SumCosts_NothingKnown_StaysUnknown()
    {
        var (scenario, state) = await RunningAsync(_agent);
        await BeginAsync(scenario, state, 0, StepStatus.Running);

        Assert.Equal(new AgentCost(1, 1, null, IsEstimated: false), (await Database.AgentActivity.SumCostsAsync(Database.Clock.Now.AddDays(-7), Ct))[_agent]);
    }

    [Fact]
    public async Task SumCosts_BeforeThatTime_CountsNot()
    {
        var (scenario, state) = await RunningAsync(_agent);
        await BeginAsync(scenario, state, 0, StepStatus.Running, a => a.Usage = new AgentUsage { CostUsd = 1 });
        var since = Database.Clock.Now.AddSeconds(1);
        Database.Clock.Advance(TimeSpan.FromSeconds(2));
        var (other, ended) = await RunningAsync(_agent);
        await BeginAsync(other, ended, 0, StepStatus.Running, a => a.Usage = new AgentUsage { CostUsd = 2 });
        ended.Run.MoveTo(RunStatus.Completed, "as the test wants", Database.Clock.Now);
        Assert.True((await Database.Runs.SaveAsync(new RunSave { Run = ended.Run, Epoch = ended.Run.Epoch }, Ct)).Saved);

        Assert.Equal(new AgentCost(1, 0, 2m, IsEstimated: false), (await Database.AgentActivity.SumCostsAsync(since, Ct))[_agent]);
        Assert.False((await Database.AgentActivity.SumCostsAsync(since.AddHours(1), Ct)).ContainsKey(_agent));
    }

    private async Task<(Scenario Scenario, RunState State)> RunningAsync(params string[] agents)
    {
        var scenario = await Scenario.CreateAsync(Database);
        return (scenario, await scenario.InStatusAsync(RunStatus.Running, scenario.New(steps: [.. agents.Select((agent, i) => ($"s{i}", agent))])));
    }

    private async Task<Attempt> BeginAsync(Scenario scenario, RunState state, int index, StepStatus status, Action<Attempt>? change = null)
    {
        var step = state.Steps[index];
        var attempt = scenario.NewAttempt(state, step, 1);
        change?.Invoke(attempt);
        step.MoveTo(StepStatus.Running, null, Database.Clock.Now);
        if (status == StepStatus.Blocked)
        {
            step.Block(BlockCause.Claim, "waits for a worker", until: null, Database.Clock.Now);
        }

        Assert.True((await Database.Runs.SaveAsync(new RunSave { Run = state.Run, Epoch = state.Run.Epoch, Steps = [step], Attempts = [attempt] }, Ct)).Saved);
        return attempt;
    }
}
