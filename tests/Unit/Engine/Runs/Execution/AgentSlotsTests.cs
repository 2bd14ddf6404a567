using Signalbox.Engine.Coordination;
using Signalbox.Engine.Runs;
using Signalbox.Engine.Runs.Execution;

namespace Signalbox.Unit.Engine.Runs.Execution;

/// <summary>How many steps an agent does at once (design/domain.md, Agent: capacity).</summary>
public sealed class AgentSlotsTests
{
    private const string Three = """
        version: "1.0"
        name: work
        steps:
          - {id: a, run: "true"}
          - {id: b, run: "true"}
          - {id: c, run: "true"}
        """;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(null, null, null)]
    [InlineData(4, null, 4)]
    [InlineData(null, 2, 2)]
    [InlineData(4, 2, 2)]
    [InlineData(1, 2, 1)]
    public void PlacesOf_AllAndItsOwn_IsTheSmaller(int? most, int? own, int? expected) => Assert.Equal(expected, new AgentSlots(most, _ => own).PlacesOf("a"));

    [Fact]
    public void Leave_MorePlacesThanBefore_TellsAllThatWaitAsTheyCame()
    {
        var places = 1;
        var slots = new AgentSlots(null, _ => places);
        List<int> told = [];
        Assert.True(slots.TryEnter("a", () => told.Add(0)));
        foreach (var number in Enumerable.Range(1, 4))
        {
            Assert.False(slots.TryEnter("a", () => told.Add(number)));
        }

        Assert.True(slots.TryEnter("another", () => { }));
        places = 3;
        slots.Leave("a");

        Assert.Equal([1, 2, 3, 4], told);
    }

    /// <summary>One that asked often and is gone: a place that only it is told of is nobody's.</summary>
    [Fact]
    public void Leave_OneThatWaitedOftenHasEnded_TellsTheOtherToo()
    {
        var slots = new AgentSlots(1);
        List<string> told = [];
        Assert.True(slots.TryEnter("agent", () => { }));
        Action first = () => told.Add("a");
        Assert.False(slots.TryEnter("agent", first));
        Assert.False(slots.TryEnter("agent", first));
        Assert.False(slots.TryEnter("agent", () => told.Add("a, another time")));
        Assert.False(slots.TryEnter("agent", () => told.Add("b")));

        slots.Leave("agent");
        Assert.True(slots.TryEnter("agent", first));
        Assert.False(slots.TryEnter("agent", () => told.Add("b")));
        Assert.Equal(["a", "a, another time", "b"], told);

        slots.Leave("agent");
        Assert.Equal(["a", "a, another time", "b", "b"], told);
    }

    [Fact]
    [Trait("Spec2", "Performance Constraints: Concurrent executions should not exceed configured limits")]
    public async Task ExecuteAsync_CapacityOfTheRegistry_BoundsWhatIsAtWorkAtOnce()
    {
        await using var bench = await EngineBench.CreateAsync(Three);
        await bench.Registry.RefreshAsync(Stop);
        Assert.NotNull((await bench.Registry.ChangeAsync("shell", new AgentRegistration { Capacity = 2 }, "mara", Stop)).Agent);
        await bench.Registry.RefreshAsync(Stop);
        var run = await bench.StartAsync();

        var execution = bench.AnotherServer(slots: new AgentSlots(null, bench.AgentIndex.CapacityOf)).ExecuteAsync(run.Id, Stop);
        var first = await bench.Agents.Shell.NextAsync();
        var second = await bench.Agents.Shell.NextAsync();
        using (var changes = bench.Bus.Subscribe())
        {
            while ((await bench.StateAsync(run.Id)).Run.NextAction is not "start c as soon as shell has a place; it has 2")
            {
                await changes.ReadAllAsync(Stop).GetAsyncEnumerator(Stop).MoveNextAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(30), Stop);
            }
        }

        Assert.Equal(2, bench.Agents.Shell.Begun.Count);
        bench.Agents.Shell.End(first, FakeAgent.Success);
        var third = await bench.Agents.Shell.NextAsync();
        Assert.Equal("c", third.StepId);
        bench.Agents.Shell.End(second, FakeAgent.Success);
        bench.Agents.Shell.End(third, FakeAgent.Success);
        await execution.WaitAsync(TimeSpan.FromSeconds(30), Stop);
        Assert.Equal(RunStatus.Completed, (await bench.StateAsync(run.Id)).Run.Status);
    }
}
