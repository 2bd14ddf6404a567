using Signalbox.Engine.Runs;

namespace Signalbox.Unit.Engine.Runs;

/// <summary>Runs that rested or had ended wait for places and groups like new ones, and nobody waits for himself.</summary>
public sealed class QueuedRunTests
{
    private const string Ask = """
        version: "1.0"
        name: work
        steps:
          - id: review
            approval: {question: "Go ahead?"}
          - id: build
            needs: [review]
            run: "true"
        """;

    private const string Work = """
        version: "1.0"
        name: work
        steps:
          - {id: only, run: "true"}
        """;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("queue")]
    [InlineData("cancel_running")]
    [InlineData("reject")]
    public async Task Child_InTheGroupOfItsParent_BelongsToItsHold(string rule)
    {
        await using var bench = await ParentAsync("ship", rule);

        var run = await bench.StartAsync();
        await bench.DeliverAsync();

        var state = await bench.StateAsync(run.Id);
        Assert.Equal((RunStatus.Completed, null), (state.Run.Status, state.Run.StatusReason));
        Assert.Equal(RunStatus.Completed, (await bench.StateAsync(state.Latest("one")!.ChildRunId!.Value)).Run.Status);
    }

    [Fact]
    public async Task Children_OfOneGroup_WaitForEachOther()
    {
        await using var bench = await ParentAsync("ship", "queue", second: true);
        bench.Agents.Shell.Automatic = null;
        var run = await bench.StartAsync();
        var work = bench.DeliverAsync();
        var first = await bench.Agents.Shell.NextAsync();
        var state = await bench.StateAsync(run.Id);
        var waiting = state.Steps.Select(s => s.ChildRunId!.Value).Single(c => c != first.RunId);

        Assert.Null((await bench.Store.TryClaimAsync(waiting, "other", ["other"], new RunLimits(9, 9), Stop)).State);
        Assert.Equal(RunStatus.Pending, (await bench.StateAsync(waiting)).Run.Status);

        bench.Agents.Shell.Automatic = _ => FakeAgent.Success;
        bench.Agents.Shell.End(first, FakeAgent.Success);
        await work;
        await bench.DeliverAsync();
        Assert.Equal(RunStatus.Completed, (await bench.StateAsync(run.Id)).Run.Status);
    }

    [Fact]
    public async Task Child_OfABusyGroupThatRejects_FailsItsStepAndSaysWhy()
    {
        await using var bench = await ParentAsync("elsewhere", "reject");
        bench.Agents.Shell.Automatic = null;
        var busy = await bench.StartAsync("ship");
        var work = bench.Executor.ExecuteAsync(busy.Id, Stop);
        var attempt = await bench.Agents.Shell.NextAsync();

        var run = await bench.StartAsync();
        await bench.Executor.ExecuteAsync(run.Id, Stop);

        Assert.Contains(busy.Key, (await bench.StateAsync(run.Id)).Latest("one")!.StatusReason, StringComparison.Ordinal);
        bench.Agents.Shell.End(attempt, FakeAgent.Success);
        await work;
        Assert.Equal(RunStatus.Completed, (await bench.StateAsync(busy.Id)).Run.Status);
    }

    [Fact]
    public async Task Woken_NoPlaceFree_StandsInTheQueueAndGoesOnWhenThereIs()
    {
        await using var bench = await EngineBench.CreateAsync(Ask, new RunLimits(1, 1));
        await AddBusyAsync(bench);
        var run = await bench.StartAsync();
        await bench.DeliverAsync();
        var busy = await bench.StartAsync("busy");
        var work = bench.Executor.ExecuteAsync(busy.Id, Stop);
        var attempt = await bench.Agents.Shell.NextAsync();
        var later = await bench.StartAsync("busy");

        await bench.AnswerAsync(await bench.OpenApprovalAsync(run.Id), ApprovalStatus.Approved);
        await bench.Executor.ExecuteAsync(run.Id, Stop);

        // The answer is written down; what it lets begin waits, before those that came after it.
        var state = await bench.StateAsync(run.Id);
        Assert.Equal((RunStatus.Waiting, QueuedFor.Place, true), (state.Run.Status, state.Run.QueuedFor, state.Run.IsQueued));
        Assert.Equal(StepStatus.Completed, state.Latest("review")!.Status);
        Assert.Empty(state.Attempts);
        Assert.Contains("waits for its turn", state.Run.StatusReason, StringComparison.Ordinal);
        Assert.Equal((0, 1), (await bench.Queries.QueuePositionAsync(run.Id, Stop), await bench.Queries.QueuePositionAsync(later.Id, Stop)));

        bench.Agents.Shell.Automatic = _ => FakeAgent.Success;
        bench.Agents.Shell.End(attempt, FakeAgent.Success);
        await work;
        Assert.Equal([run.Id], (await bench.Store.ListReadyAsync(new RunLimits(1, 1), Stop)).Select(r => r.RunId));
        await bench.DeliverAsync();
        foreach (var id in new[] { run.Id, busy.Id, later.Id })
        {
            Assert.Equal((RunStatus.Completed, null), ((await bench.StateAsync(id)).Run.Status, (await bench.StateAsync(id)).Run.QueuedFor));
        }
    }

    [Fact]
    public async Task Cancel_WhileQueuedAgain_WaitsForNoPlace()
    {
        await using var bench = await EngineBench.CreateAsync(Ask, new RunLimits(1, 1));
        await AddBusyAsync(bench);
        var run = await bench.StartAsync();
        await bench.DeliverAsync();
        var busy = await bench.StartAsync("busy");
        var work = bench.Executor.ExecuteAsync(busy.Id, Stop);
        var attempt = await bench.Agents.Shell.NextAsync();
        await bench.AnswerAsync(await bench.OpenApprovalAsync(run.Id), ApprovalStatus.Approved);
        await bench.Executor.ExecuteAsync(run.Id, Stop);

        await bench.Service.CancelAsync(run.Id, "mara", Stop);
        await bench.Executor.ExecuteAsync(run.Id, Stop);

        Assert.Equal((RunStatus.Cancelled, null), ((await bench.StateAsync(run.Id)).Run.Status, (await bench.StateAsync(run.Id)).Run.QueuedFor));
        bench.Agents.Shell.End(attempt, FakeAgent.Success);
        await work;
    }

    [Fact]
    public async Task Resume_NoPlaceFree_StandsInTheQueueAndGoesOnWhenThereIs()
    {
        await using var bench = await EngineBench.CreateAsync(Work, new RunLimits(1, 1));
        bench.Agents.Shell.Automatic = _ => FakeAgent.Failure with { Error = FakeAgent.Failure.Error! with { Retryable = false } };
        var run = await bench.StartAsync();
        await bench.DeliverAsync();
        bench.Agents.Shell.Automatic = null;
        var busy = await bench.StartAsync();
        var work = bench.Executor.ExecuteAsync(busy.Id, Stop);
        await bench.Agents.Shell.NextAsync();
        var attempt = await bench.Agents.Shell.NextAsync();

        var resumed = (await bench.Service.ResumeAsync(run.Id, null, "mara", Stop)).Run!;
        await bench.Executor.ExecuteAsync(run.Id, Stop);

        Assert.Equal((RunStatus.Waiting, QueuedFor.PlaceAndGroup), (resumed.Status, resumed.QueuedFor));
        Assert.Equal((RunStatus.Waiting, QueuedFor.PlaceAndGroup), ((await bench.StateAsync(run.Id)).Run.Status, (await bench.StateAsync(run.Id)).Run.QueuedFor));
        Assert.Equal(0, await bench.Queries.QueuePositionAsync(run.Id, Stop));

        bench.Agents.Shell.Automatic = _ => FakeAgent.Success;
        bench.Agents.Shell.End(attempt, FakeAgent.Success);
        await work;
        await bench.DeliverAsync();
        Assert.Equal(RunStatus.Completed, (await bench.StateAsync(run.Id)).Run.Status);
    }

    [Fact]
    public async Task Resume_TwoOfOneGroup_OneAfterTheOther()
    {
        await using var bench = await EngineBench.CreateAsync(Work.Replace("steps:", "concurrency: {group: g}\nsteps:", StringComparison.Ordinal));
        bench.Agents.Shell.Automatic = _ => FakeAgent.Failure with { Error = FakeAgent.Failure.Error! with { Retryable = false } };
        Run[] runs = [await bench.StartAsync(), await bench.StartAsync()];
        await bench.DeliverAsync();
        Assert.All(runs, r => Assert.NotNull(r));
        bench.Agents.Shell.Automatic = null;
        await bench.Agents.Shell.NextAsync();
        await bench.Agents.Shell.NextAsync();

        var resumed = new List<RunStatus>();
        foreach (var run in runs)
        {
            resumed.Add((await bench.Service.ResumeAsync(run.Id, null, "mara", Stop)).Run!.Status);
        }

        // The second neither runs beside the first nor holds it up by waiting.
        Assert.Equal([RunStatus.Running, RunStatus.Waiting], resumed);
        var work = bench.DeliverAsync();
        var first = await bench.Agents.Shell.NextAsync();
        Assert.Equal(runs[0].Id, first.RunId);
        Assert.Contains("'g'", (await bench.StateAsync(runs[1].Id)).Run.StatusReason, StringComparison.Ordinal);
        bench.Agents.Shell.Automatic = _ => FakeAgent.Success;
        bench.Agents.Shell.End(first, FakeAgent.Success);
        await work;
        await bench.DeliverAsync();
        Assert.Equal(RunStatus.Completed, (await bench.StateAsync(runs[1].Id)).Run.Status);
    }

    [Fact]
    public async Task Resume_GroupThatRejects_IsRefusedWhileAnotherRuns()
    {
        await using var bench = await EngineBench.CreateAsync(Work.Replace("steps:", "concurrency: {group: g, when_busy: reject}\nsteps:", StringComparison.Ordinal));
        bench.Agents.Shell.Automatic = _ => FakeAgent.Failure with { Error = FakeAgent.Failure.Error! with { Retryable = false } };
        var run = await bench.StartAsync();
        await bench.DeliverAsync();
        var busy = await bench.StartAsync();

        Assert.Contains(busy.Key, (await bench.Service.ResumeAsync(run.Id, null, "mara", Stop)).Refused, StringComparison.Ordinal);
        Assert.Equal(RunStatus.Failed, (await bench.StateAsync(run.Id)).Run.Status);
    }

    [Fact]
    public async Task Start_GroupThatRejects_ManyAtOnce_OneIsTaken()
    {
        await using var bench = await EngineBench.CreateAsync(Work.Replace("steps:", "concurrency: {group: g, when_busy: reject}\nsteps:", StringComparison.Ordinal));
        var results = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Run(() => bench.Service.StartAsync(EngineBench.Request(), Stop), Stop)));

        var taken = Assert.Single(results, r => r.Run is not null).Run!;
        Assert.All(results.Where(r => r.Run is null), r => Assert.Contains($"{taken.Key} of the group 'g' has not ended", r.Refused, StringComparison.Ordinal));
        Assert.Equal([taken.Id], (await bench.Store.ListGroupAsync("g", Stop)).Select(r => r.Id));
    }

    [Fact]
    public async Task Pause_WhileQueuedAgain_LeavesTheQueueAndComesBackWhenContinued()
    {
        await using var bench = await EngineBench.CreateAsync(Ask, new RunLimits(1, 1));
        await AddBusyAsync(bench);
        var run = await bench.StartAsync();
        await bench.DeliverAsync();
        var busy = await bench.StartAsync("busy");
        var work = bench.Executor.ExecuteAsync(busy.Id, Stop);
        var attempt = await bench.Agents.Shell.NextAsync();
        await bench.AnswerAsync(await bench.OpenApprovalAsync(run.Id), ApprovalStatus.Approved);
        await bench.Executor.ExecuteAsync(run.Id, Stop);

        await bench.Service.PauseAsync(run.Id, "mara", Stop);
        await bench.Executor.ExecuteAsync(run.Id, Stop);
        Assert.Equal((RunStatus.Paused, null), ((await bench.StateAsync(run.Id)).Run.Status, (await bench.StateAsync(run.Id)).Run.QueuedFor));

        await bench.Service.ResumeAsync(run.Id, null, "mara", Stop);
        await bench.Executor.ExecuteAsync(run.Id, Stop);
        Assert.Equal((RunStatus.Waiting, QueuedFor.Place), ((await bench.StateAsync(run.Id)).Run.Status, (await bench.StateAsync(run.Id)).Run.QueuedFor));

        bench.Agents.Shell.Automatic = _ => FakeAgent.Success;
        bench.Agents.Shell.End(attempt, FakeAgent.Success);
        await work;
        await bench.DeliverAsync();
        Assert.Equal(RunStatus.Completed, (await bench.StateAsync(run.Id)).Run.Status);
    }

    private static async Task AddBusyAsync(EngineBench bench)
    {
        await bench.WriteWorkflowAsync("busy", Work.Replace("name: work", "name: busy", StringComparison.Ordinal));
        await bench.Library.AddRepositoryAsync(bench.Repository, Stop);
    }

    /// <summary>A run of <c>work</c>, of this group, that calls <c>ship</c>, which is of the group <c>ship</c>.</summary>
    private static async Task<EngineBench> ParentAsync(string group, string rule, bool second = false)
    {
        var bench = await EngineBench.CreateAsync($$"""
            version: "1.0"
            name: work
            concurrency: {group: {{group}}}
            steps:
              - {id: one, workflow: ship}
            {{(second ? "  - {id: two, workflow: ship}" : "")}}
            """);
        await bench.WriteWorkflowAsync("ship", $$"""
            version: "1.0"
            name: ship
            concurrency: {group: ship, when_busy: {{rule}}}
            steps:
              - {id: only, run: "true"}
            """);
        await bench.Library.AddRepositoryAsync(bench.Repository, Stop);
        bench.Agents.Shell.Automatic = _ => FakeAgent.Success;
        return bench;
    }
}
