using Signalbox.Engine.Agents;
using Signalbox.Engine.Coordination;
using Signalbox.Engine.Identity;
using Signalbox.Engine.Logs;
using Signalbox.Engine.Runs;

namespace Signalbox.Unit.Engine.Runs;

/// <summary>Steps of workers whose run is at home on one of several nodes, and is taken over by another (ADR 8).</summary>
public sealed class WorkerTakeoverTests
{
    private const string Review = """
        version: "1.0"
        name: work
        steps:
          - id: review
            capabilities: [code_review]
            prompt: "Review it."
            output_key: verdict
          - id: report
            needs: [review]
            env: {VERDICT: "{{steps.review.outputs.verdict}}"}
            run: echo "$VERDICT"
        """;

    private static readonly AgentResult Good = new() { Outcome = AgentOutcome.Succeeded, FinalText = "looks good" };

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Takeover_StepWaitsForAWorkerAndItsFilesAreGone_IsOfferedAnewFromHere()
    {
        await using var bench = await EngineBench.CreateAsync(Review);
        var run = await OfferedAsync(bench);
        Assert.Equal("review waits for a claim by a worker that can code_review, at node a", (await bench.StateAsync(run.Id)).Run.StatusReason);
        var step = (await bench.StateAsync(run.Id)).Latest("review")!.Id;
        await LoseFilesAsync(bench, run);
        Assert.NotNull((await bench.Pool.AssignAsync(step, null, "mara", Stop)).Claim); // wakes the run

        await bench.AnotherNode("b", new NoRelay()).ExecuteAsync(run.Id, Stop);

        var state = await bench.StateAsync(run.Id);
        Assert.Equal((RunStatus.Waiting, "b", "review waits for a claim by a worker that can code_review, at node b"), (state.Run.Status, state.Run.Home, state.Run.StatusReason));
        Assert.Equal([(AttemptStatus.Interrupted, "a", "never_started"), (AttemptStatus.Running, "b", null)], state.Attempts.Select(a => (a.Status, a.Node!, a.Error?.Code)));
        var work = (await bench.Pool.ClaimAsync("anna", Stop))!;
        Assert.Equal((state.Attempts[1].Id, "Review it."), (work.Claim.AttemptId, work.Prompt));
        Assert.StartsWith(bench.NodeFolder("b"), work.WorkingDirectory, StringComparison.Ordinal);
        Assert.Null(await bench.Pool.ClaimAsync("anna", Stop));
    }

    [Theory]
    [InlineData(false, "anna worked on it: node a does not answer any more, and b took the run over; what anna still says of it is refused")]
    [InlineData(true, "anna has said how it ended, but what it changed is out of reach: node a does not answer any more, and b took the run over")]
    public async Task Takeover_WorkerHasTheStepAndItsFilesAreGone_LeaseEndsAndTheStepIsOfferedAnew(bool isDone, string why)
    {
        await using var bench = await EngineBench.CreateAsync(Review);
        var (run, work, lease) = await HeldAsync(bench);
        if (isDone)
        {
            Assert.NotNull((await bench.Pool.EndAsync(work.Claim.StepRunId, lease, Good, Stop)).Claim);
        }

        await LoseFilesAsync(bench, run);
        await bench.AnotherNode("b", new NoRelay()).ExecuteAsync(run.Id, Stop).WaitAsync(TimeSpan.FromSeconds(30), Stop);

        var state = await bench.StateAsync(run.Id);
        Assert.Equal([(AttemptStatus.Interrupted, "a", why), (AttemptStatus.Running, "b", null)], state.Attempts.Select(a => (a.Status, a.Node!, a.Error?.Message)));
        Assert.Empty(await bench.Pool.ListHeldAsync("anna", Stop));
        Assert.NotNull((await bench.Pool.EndAsync(work.Claim.StepRunId, lease, Good, Stop)).Refused);
        Assert.NotNull((await bench.Pool.ReleaseAsync(work.Claim.StepRunId, lease, null, Stop)).Refused);
        Assert.Equal(state.Attempts[1].Id, (await bench.Pool.ClaimAsync("anna", Stop))!.Claim.AttemptId);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Takeover_WorkerHasTheStepAndItsFilesAreInReach_ItsWorkCounts(bool isDone)
    {
        await using var bench = await EngineBench.CreateAsync(Review);
        bench.Agents.Shell.Automatic = _ => FakeAgent.Success;
        var (run, work, lease) = await HeldAsync(bench);
        if (isDone)
        {
            Assert.NotNull((await bench.Pool.EndAsync(work.Claim.StepRunId, lease, Good, Stop)).Claim);
        }

        var execution = bench.AnotherNode("b", new NoRelay()).ExecuteAsync(run.Id, Stop);
        if (!isDone)
        {
            await UntilAsync(bench, run, s => string.Equals(s.Run.Home, "b", StringComparison.Ordinal));
            Assert.NotNull((await bench.PoolOf("b", new NoRelay()).EndAsync(work.Claim.StepRunId, lease, Good, Stop)).Claim);
        }

        await execution.WaitAsync(TimeSpan.FromSeconds(30), Stop);
        var state = await bench.StateAsync(run.Id);
        Assert.Equal((RunStatus.Completed, "b", run.Directory), (state.Run.Status, state.Run.Home, state.Run.Directory));
        Assert.Equal((AttemptStatus.Succeeded, "b"), (state.Attempts[0].Status, state.Attempts[0].Node));
        Assert.Equal("looks good", bench.Agents.Shell.Begun.Single().Environment["VERDICT"]);
    }

    [Fact]
    public async Task Words_ToAnotherNodeThanTheRunsHome_AreTakenWhereTheyNeedNoFiles()
    {
        await using var bench = await EngineBench.CreateAsync(Review);
        var (run, work, lease) = await HeldAsync(bench);
        var (step, other) = (work.Claim.StepRunId, bench.PoolOf("b", new NoRelay()));

        var refusal = $"the files of {run.Key} are on node a, and this is node b: say it to the server there";
        Assert.Equal(refusal, (await other.LogAsync(step, lease, LogStream.Stdout, "a line\n", Stop)).Refused);
        Assert.Equal(refusal, (await other.CheckpointAsync(step, lease, CheckpointType.Progress, "half of it", Stop)).Refused);
        Assert.NotNull((await other.ProgressAsync(step, lease, 50, null, Stop)).Claim);
        Assert.NotNull((await bench.PoolOf("a", new NoRelay()).LogAsync(step, lease, LogStream.Stdout, "a line\n", Stop)).Claim);
    }

    [Fact]
    public async Task Words_ToANodeWithoutASecretOfTheStep_AreRefused()
    {
        await using var bench = await EngineBench.CreateAsync(Review.Replace("prompt:", "secrets: [TOKEN]\n    prompt:", StringComparison.Ordinal));
        bench.Secrets.Values["TOKEN"] = "hunter2-hunter2";
        var (_, work, lease) = await HeldAsync(bench);
        var other = bench.PoolOf("b", new NoRelay());
        Assert.NotNull((await other.ProgressAsync(work.Claim.StepRunId, lease, 50, null, Stop)).Claim);
        bench.Secrets.Values.Clear();

        const string Refusal = "the step has the secret TOKEN, which node b does not have to mask it: say it to the server of node a";
        Assert.Equal(Refusal, (await other.ProgressAsync(work.Claim.StepRunId, lease, null, "using hunter2-hunter2", Stop)).Refused);
        Assert.Equal(Refusal, (await other.EndAsync(work.Claim.StepRunId, lease, Good, Stop)).Refused);
    }

    /// <summary>The step waits for a worker at node a; anna could do it.</summary>
    private static async Task<Run> OfferedAsync(EngineBench bench)
    {
        var run = await bench.StartAsync();
        await bench.SettleAsync("a");
        await bench.AnotherNode("a", new NoRelay()).ExecuteAsync(run.Id, Stop);
        Assert.NotNull((await bench.Registry.RegisterAsync(new AgentRegistration { Id = "anna", Capabilities = ["code_review"] }, "mara", Stop)).Agent);
        return run;
    }

    /// <summary>Anna has the step by way of node a, which is gone.</summary>
    private static async Task<(Run Run, WorkItem Work, Lease Lease)> HeldAsync(EngineBench bench)
    {
        var run = await OfferedAsync(bench);
        var work = (await bench.Pool.ClaimAsync("anna", Stop))!;
        using var dies = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        var execution = bench.AnotherNode("a", new NoRelay()).ExecuteAsync(run.Id, dies.Token);
        await UntilAsync(bench, run, s => s.Latest("review")!.Status == StepStatus.Running);
        await dies.CancelAsync();
        await execution;
        return (run, work, new Lease("anna", work.Claim.Epoch));
    }

    private static async Task LoseFilesAsync(EngineBench bench, Run run)
    {
        var folder = (await bench.StateAsync(run.Id)).Run.Directory;
        Directory.Move(folder, $"{folder}.elsewhere");
    }

    /// <summary>Looks until the state is as the test needs it; a state that never comes is the test's fault after a bound.</summary>
    private static async Task UntilAsync(EngineBench bench, Run run, Func<RunState, bool> holds)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        limit.CancelAfter(TimeSpan.FromSeconds(30));
        using var changes = bench.Bus.Subscribe();
        if (holds(await bench.StateAsync(run.Id)))
        {
            return;
        }

        await foreach (var _ in changes.ReadAllAsync(limit.Token))
        {
            if (holds(await bench.StateAsync(run.Id)))
            {
                return;
            }
        }
    }

    private sealed class NoRelay : IRunRelay
    {
        public Task PassAsync(RunId run, string node, CancellationToken cancellationToken) => throw new InvalidOperationException("nothing is at home elsewhere");
    }
}
