using Signalbox.Engine.Runs;

namespace Signalbox.Unit.Engine.Runs;

/// <summary>Clocks that jump and jobs that come twice.</summary>
public sealed class RunFaultTests
{
    private const string Chain = """
        version: "1.0"
        name: work
        steps:
          - id: first
            timeout_seconds: 600
            run: "true"
          - id: second
            needs: [first]
            timeout_seconds: 600
            run: "true"
        """;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    public async Task ExecuteAsync_ClockJumpsByAnHour_NothingTimesOutAndTimesNeverGoBack(int hours)
    {
        await using var bench = await EngineBench.CreateAsync(Chain);
        var run = await bench.StartAsync();
        bench.Time.Move(TimeSpan.FromHours(hours));
        var work = bench.Executor.ExecuteAsync(run.Id, Stop);
        foreach (var jump in (int[])[hours, -2 * hours])
        {
            var request = await bench.Agents.Shell.NextAsync();
            Assert.Equal(TimeSpan.FromMinutes(10), request.Timeout);
            bench.Time.Move(TimeSpan.FromHours(jump));
            bench.Agents.Shell.End(request, FakeAgent.Success);
        }

        await work;

        var state = await bench.StateAsync(run.Id);
        Assert.Equal(RunStatus.Completed, state.Run.Status);
        Assert.All(state.Attempts, a => Assert.Equal(AttemptStatus.Succeeded, a.Status));
        var times = (await bench.EventsAsync(run.Id)).Select(e => e.Time).ToList();
        Assert.Equal(times.Order(), times);
        Assert.True(state.Run.StartedAt >= state.Run.CreatedAt, $"the run was started at {state.Run.StartedAt:O}, before it was made at {state.Run.CreatedAt:O}");
        Assert.True(state.Run.EndedAt >= state.Run.StartedAt, $"the run ended at {state.Run.EndedAt:O}, before it was started at {state.Run.StartedAt:O}");
        Assert.All(state.Steps, s => Assert.True(s.EndedAt >= s.StartedAt, $"step {s.StepId}: {s.StartedAt:O} to {s.EndedAt:O}"));
        Assert.All(state.Attempts, a => Assert.True(a.EndedAt >= a.StartedAt, $"attempt {a.Number}: {a.StartedAt:O} to {a.EndedAt:O}"));
    }

    [Fact]
    public async Task ExecuteAsync_WokenByWhatNobodyAskedFor_GoesOn()
    {
        await using var bench = await EngineBench.CreateAsync(Chain);
        var run = await bench.StartAsync();
        var work = bench.Executor.ExecuteAsync(run.Id, Stop);
        foreach (var wake in (int[])[100, 200])
        {
            // Something woke the run, and what it was is gone by now.
            var request = await bench.Agents.Shell.NextAsync();
            bench.Wake(run, wake);
            bench.Agents.Shell.End(request, FakeAgent.Success);
        }

        await work;
        var state = await bench.StateAsync(run.Id);
        Assert.Equal((RunStatus.Completed, null), (state.Run.Status, state.Run.StatusReason));
    }

    [Fact]
    public async Task ExecuteAsync_EveryServerDiesBeforeTheAgentBegins_NoTryIsUsedUp()
    {
        await using var bench = await EngineBench.CreateAsync(Chain);
        var run = await bench.StartAsync();
        var deaths = 0;
        bench.Agents.Shell.Automatic = _ => deaths++ < 10 ? FakeAgent.NeverStarted : FakeAgent.Success;

        await bench.DeliverAsync();

        var state = await bench.StateAsync(run.Id);
        Assert.Equal(RunStatus.Completed, state.Run.Status);
        Assert.Equal(11, state.AttemptsOf(state.Latest("first")!).Count());
        Assert.Single(state.AttemptsOf(state.Latest("second")!));
    }

    [Fact]
    public async Task ExecuteAsync_EveryJobDeliveredTwiceAtOnceToTwoServers_EachStepBeginsOnce()
    {
        await using var bench = await EngineBench.CreateAsync(Chain);
        bench.Agents.Shell.Automatic = _ => FakeAgent.Success;
        var other = bench.AnotherServer();
        for (var i = 0; i < 50; i++)
        {
            var run = await bench.StartAsync();
            bench.Agents.Shell.Begun.Clear();

            await Task.WhenAll(
                bench.Executor.ExecuteAsync(run.Id, Stop),
                other.ExecuteAsync(run.Id, Stop),
                bench.Executor.ExecuteAsync(run.Id, Stop),
                other.ExecuteAsync(run.Id, Stop));

            var state = await bench.StateAsync(run.Id);
            Assert.Equal(RunStatus.Completed, state.Run.Status);
            Assert.Equal(2, state.Attempts.Count);
            Assert.Equal(2, bench.Agents.Shell.Begun.Count(r => !r.Reattach));
            var events = await bench.EventsAsync(run.Id);
            Assert.Single(events, e => e.StepId is null && e.Transition is "Running -> Completed");
            Assert.Equal(2, events.Count(e => e.Transition is "Running -> Succeeded"));
            Assert.Equal(Enumerable.Range(1, events.Count), events.Select(e => (int)e.Sequence));
        }
    }
}
