using Signalbox.Engine.Runs;

namespace Signalbox.Unit.Engine.Runs;

/// <summary>Pause, single steps, resume, rerun, fork. Spec 5, P09-T02: start, resume and execute-next.</summary>
public sealed class SteeredRunTests
{
    private const string Three = """
        version: "1.0"
        name: work
        steps:
          - {id: a, run: "true", outputs: [{name: said, type: string, optional: true}]}
          - {id: b, needs: [a], run: "true"}
          - {id: c, needs: [b], run: "true"}
        """;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Pause_WhileAStepRuns_LetsItEndAndBeginsNothing()
    {
        await using var bench = await EngineBench.CreateAsync(Three);
        var run = await bench.StartAsync();
        var work = bench.DeliverAsync();
        var request = await bench.Agents.Shell.NextAsync();

        Assert.NotNull((await bench.Service.PauseAsync(run.Id, "mara", Stop)).Run);
        bench.Agents.Shell.End(request, FakeAgent.Success);
        await work;

        var state = await bench.StateAsync(run.Id);
        Assert.Equal((RunStatus.Paused, "paused by mara", null), (state.Run.Status, state.Run.StatusReason, state.Run.Node));
        Assert.Equal([StepStatus.Completed, StepStatus.Pending, StepStatus.Pending], state.Steps.Select(s => s.Status));
        Assert.Contains("paused", (await bench.Service.PauseAsync(run.Id, "mara", Stop)).Refused, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ExecuteNext_PausedRun_MakesOneDecisionEachTime()
    {
        await using var bench = await EngineBench.CreateAsync(Three);
        bench.Agents.Shell.Automatic = _ => FakeAgent.Success;
        var run = await bench.StartAsync();
        foreach (var done in (int[])[1, 2])
        {
            Assert.NotNull((await bench.Service.ExecuteNextAsync(run.Id, "mara", Stop)).Run);
            await bench.DeliverAsync();
            var state = await bench.StateAsync(run.Id);
            Assert.Equal(RunStatus.Paused, state.Run.Status);
            Assert.Equal(done, state.Steps.Count(s => s.Status == StepStatus.Completed));
        }

        Assert.NotNull((await bench.Service.ResumeAsync(run.Id, null, "mara", Stop)).Run);
        await bench.DeliverAsync();
        Assert.Equal(RunStatus.Completed, (await bench.StateAsync(run.Id)).Run.Status);
        Assert.Contains("resume", (await bench.Service.ExecuteNextAsync(run.Id, "mara", Stop)).Refused, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Spec5", "P09-T02: next-step resolution for resumed runs")]
    public async Task Resume_FailedRun_GoesOnFromWhereItStoppedAndRepeatsNothing()
    {
        await using var bench = await EngineBench.CreateAsync(Three);
        var isBroken = true;
        bench.Agents.Shell.Automatic = r => isBroken && string.Equals(r.StepId, "b", StringComparison.Ordinal) ? FakeAgent.Failure : FakeAgent.Success;
        var run = await bench.StartAsync();
        await bench.DeliverAsync();
        var failed = await bench.StateAsync(run.Id);
        Assert.Equal([StepStatus.Completed, StepStatus.Failed, StepStatus.Skipped], failed.Steps.Select(s => s.Status));

        isBroken = false;
        Assert.Equal(RunStatus.Running, (await bench.Service.ResumeAsync(run.Id, null, "mara", Stop)).Run?.Status);
        await bench.DeliverAsync();

        var state = await bench.StateAsync(run.Id);
        Assert.Equal(RunStatus.Completed, state.Run.Status);
        Assert.Equal(["a", "b", "b", "c"], bench.Agents.Shell.Begun.Select(r => r.StepId));
        Assert.Equal([1, 2], state.AttemptsOf(state.Latest("b")!).Select(a => a.Number));
        Assert.Equal(2, state.Latest("c")!.Visit);
        Assert.True(state.Run.Epoch > failed.Run.Epoch);
        Assert.Contains("final", (await bench.Service.ResumeAsync(run.Id, null, "mara", Stop)).Refused, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Resume_FromAStep_VisitsItAndWhatDependsOnItAnew()
    {
        await using var bench = await EngineBench.CreateAsync(Three);
        bench.Agents.Shell.Automatic = r => string.Equals(r.StepId, "c", StringComparison.Ordinal) && bench.Agents.Shell.Begun.Count < 4 ? FakeAgent.Failure : FakeAgent.Success;
        var run = await bench.StartAsync();
        await bench.DeliverAsync();

        Assert.Contains("'nope'", (await bench.Service.ResumeAsync(run.Id, "nope", "mara", Stop)).NotFound, StringComparison.Ordinal);
        Assert.NotNull((await bench.Service.ResumeAsync(run.Id, "b", "mara", Stop)).Run);
        await bench.DeliverAsync();

        var state = await bench.StateAsync(run.Id);
        Assert.Equal(RunStatus.Completed, state.Run.Status);
        Assert.Equal(["a", "b", "c", "b", "c"], bench.Agents.Shell.Begun.Select(r => r.StepId));
        Assert.Equal(2, state.Latest("b")!.Visit);
        Assert.True(Directory.Exists(Path.Combine(run.Directory, "steps", "02_b", "visits", "2", "attempts", "1")));
    }

    [Fact]
    public async Task Resume_FromACheckpoint_KeepsThePresentFilesFirst()
    {
        await using var bench = await EngineBench.CreateAsync(Three);
        bench.Agents.Shell.Automatic = r => string.Equals(r.StepId, "c", StringComparison.Ordinal) && bench.Agents.Shell.Begun.Count < 4 ? FakeAgent.Failure : FakeAgent.Success;
        var run = await bench.StartAsync();
        await bench.DeliverAsync();
        var first = (await bench.CheckpointsAsync(run.Id)).First(c => c is { Type: CheckpointType.Progress, StepId: "a" });

        Assert.NotNull((await bench.Service.ResumeAsync(run.Id, first.Id.Value, "mara", Stop)).Run);
        await bench.DeliverAsync();

        Assert.Equal(["a", "b", "c", "b", "c"], bench.Agents.Shell.Begun.Select(r => r.StepId));
        Assert.Equal(RunStatus.Completed, (await bench.StateAsync(run.Id)).Run.Status);
        Assert.Contains(await bench.CheckpointsAsync(run.Id), c => c.Type == CheckpointType.Recovery);
        Assert.Contains(await bench.CheckpointsAsync(run.Id), c => c.Type == CheckpointType.Replan);
    }

    [Fact]
    public async Task Resume_FromACheckpointBeforeItemsThatCompleted_DoesThemAgain()
    {
        await using var bench = await EngineBench.CreateAsync("""
            version: "1.0"
            name: work
            inputs: {names: {type: list, default: [x, y]}}
            steps:
              - {id: a, run: "true"}
              - {id: each, needs: [a], for_each: {in: inputs.names, as: it, max_parallel: 1}, env: {IT: "{{it}}"}, run: "true"}
            """);
        bench.Agents.Shell.Automatic = r => string.Equals(r.Environment.GetValueOrDefault("IT"), "y", StringComparison.Ordinal) && bench.Agents.Shell.Begun.Count < 4 ? FakeAgent.Failure : FakeAgent.Success;
        var run = await bench.StartAsync();
        await bench.DeliverAsync();
        Assert.Equal(RunStatus.Failed, (await bench.StateAsync(run.Id)).Run.Status);
        var first = (await bench.CheckpointsAsync(run.Id)).First(c => c is { Type: CheckpointType.Progress, StepId: "a" });

        // The files that x left went with the way back
        Assert.NotNull((await bench.Service.ResumeAsync(run.Id, first.Id.Value, "mara", Stop)).Run);
        await bench.DeliverAsync();

        Assert.Equal([null, "x", "y", "x", "y"], bench.Agents.Shell.Begun.Select(r => r.Environment.GetValueOrDefault("IT")));
        Assert.Equal(RunStatus.Completed, (await bench.StateAsync(run.Id)).Run.Status);
    }

    [Fact]
    public async Task Resume_FromACheckpoint_GivesNoAgentASessionThatRemembersWhatIsUndone()
    {
        await using var bench = await EngineBench.CreateAsync(Three.Replace("{id: c,", "{id: c, retry: {max_attempts: 2},", StringComparison.Ordinal));
        bench.Agents.Shell.Automatic = r =>
            (string.Equals(r.StepId, "c", StringComparison.Ordinal) && bench.Agents.Shell.Begun.Count < 6 ? FakeAgent.Failure : FakeAgent.Success) with { SessionId = $"s{bench.Agents.Shell.Begun.Count}" };
        var run = await bench.StartAsync();
        await bench.DeliverAsync();
        var second = (await bench.CheckpointsAsync(run.Id)).First(c => c is { Type: CheckpointType.Progress, StepId: "b" });

        Assert.NotNull((await bench.Service.ResumeAsync(run.Id, second.Id.Value, "mara", Stop)).Run);
        await bench.DeliverAsync();

        // Both attempts of c before and both after: a retry knows the session of the one before it, the first after going back knows none
        Assert.Equal(["a", "b", "c", "c", "c", "c"], bench.Agents.Shell.Begun.Select(r => r.StepId));
        Assert.Equal([null, null, null, "s3", null, "s5"], bench.Agents.Shell.Begun.Select(r => r.ResumeSession));
        Assert.Equal(RunStatus.Completed, (await bench.StateAsync(run.Id)).Run.Status);
    }

    [Fact]
    public async Task Fork_GivesNoAgentASessionOfTheRunItComesFrom()
    {
        await using var bench = await EngineBench.CreateAsync(Three);
        bench.Agents.Shell.Automatic = r => (string.Equals(r.StepId, "c", StringComparison.Ordinal) ? FakeAgent.Failure : FakeAgent.Success) with { SessionId = "mine" };
        var run = await bench.StartAsync();
        await bench.DeliverAsync();
        var second = (await bench.CheckpointsAsync(run.Id)).First(c => c is { Type: CheckpointType.Progress, StepId: "b" });

        Assert.NotNull((await bench.Service.ForkAsync(new ForkRequest { Checkpoint = second.Id, Actor = "mara" }, Stop)).Run);
        await bench.DeliverAsync();

        Assert.Equal(["a", "b", "c", "c"], bench.Agents.Shell.Begun.Select(r => r.StepId));
        Assert.All(bench.Agents.Shell.Begun, r => Assert.Null(r.ResumeSession));
    }

    [Theory]
    [InlineData(false, "b")]
    [InlineData(true, "b", "c")]
    public async Task Rerun_OneStep_WithOrWithoutWhatDependsOnIt(bool downstream, params string[] again)
    {
        await using var bench = await EngineBench.CreateAsync(Three.Replace("{id: c, needs: [b], run: \"true\"}", "{id: c, needs: [b], run: \"true\"}\n  - {id: d, run: \"true\"}", StringComparison.Ordinal));
        bench.Agents.Shell.Automatic = r => string.Equals(r.StepId, "d", StringComparison.Ordinal) ? FakeAgent.Failure : FakeAgent.Success;
        var run = await bench.StartAsync();
        await bench.DeliverAsync();
        var before = bench.Agents.Shell.Begun.Count;

        Assert.NotNull((await bench.Service.RerunAsync(run.Id, "b", downstream, "mara", Stop)).Run);
        await bench.DeliverAsync();

        Assert.Equal(again, bench.Agents.Shell.Begun.Skip(before).Select(r => r.StepId));
        Assert.Equal("step d failed: the script ended with exit code 3", (await bench.StateAsync(run.Id)).Run.StatusReason);
    }

    [Fact]
    public async Task Fork_FromACheckpoint_TakesOverWhatWasCompleted()
    {
        await using var bench = await EngineBench.CreateAsync(Three);
        bench.Agents.Shell.Automatic = _ => FakeAgent.Success with { OutputText = "hello" };
        var run = await bench.StartAsync();
        await bench.DeliverAsync();
        var first = (await bench.CheckpointsAsync(run.Id)).First(c => c is { Type: CheckpointType.Progress, StepId: "a" });

        var fork = (await bench.Service.ForkAsync(new ForkRequest { Checkpoint = first.Id, Actor = "mara" }, Stop)).Run;
        Assert.NotNull(fork);
        await bench.DeliverAsync();

        var state = await bench.StateAsync(fork.Id);
        Assert.Equal((RunStatus.Completed, RunTrigger.Fork, first.Id), (state.Run.Status, state.Run.Trigger, state.Run.ForkedFrom));
        Assert.Equal(["a", "b", "c", "b", "c"], bench.Agents.Shell.Begun.Select(r => r.StepId));
        Assert.Equal(("hello", $"taken over from {run.Key}"), (state.Latest("a")!.Outputs["said"], state.Latest("a")!.StatusReason));
        Assert.Equal(first.Commit, bench.Workspaces.Requests.Last().BaseRef);
        Assert.Contains(await bench.EventsAsync(fork.Id), e => e.Message.Contains($"from {run.Key} at {first.Id}", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Pin_KeepsTheMark()
    {
        await using var bench = await EngineBench.CreateAsync(Three);
        var run = await bench.StartAsync();

        Assert.True((await bench.Service.PinAsync(run.Id, pinned: true, "mara", Stop)).Run?.Pinned);
        Assert.False((await bench.Service.PinAsync(run.Id, pinned: false, "mara", Stop)).Run?.Pinned);
    }
}
