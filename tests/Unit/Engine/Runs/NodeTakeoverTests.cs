using Signalbox.Engine.Identity;
using Signalbox.Engine.Runs;

namespace Signalbox.Unit.Engine.Runs;

/// <summary>A run whose node is gone, taken over by another one.</summary>
public sealed class NodeTakeoverTests
{
    private const string Two = """
        version: "1.0"
        name: work
        steps:
          - id: first
            run: "true"
          - id: second
            needs: [first]
            run: "true"
        """;

    private const string Asking = """
        version: "1.0"
        name: work
        steps:
          - id: ask
            approval: {question: "Go on?"}
        """;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task ExecuteAsync_AttemptOfANodeThatIsGone_IsInterruptedAndTriedAgainInAWorkspaceOfThisNode()
    {
        await using var bench = await EngineBench.CreateAsync(Two);
        var run = await bench.StartAsync();
        await LeaveInSecondStepAsync(bench, run);
        var before = await bench.StateAsync(run.Id);

        var other = bench.AnotherNode("b", new NoRelay()).ExecuteAsync(run.Id, Stop);
        var again = await bench.Agents.Shell.NextAsync();
        Assert.StartsWith(bench.NodeFolder("b"), again.WorkingDirectory, StringComparison.Ordinal);
        Assert.StartsWith(bench.NodeFolder("b"), again.Directory, StringComparison.Ordinal);
        bench.Agents.Shell.End(again, FakeAgent.Success);
        await other;

        var state = await bench.StateAsync(run.Id);
        Assert.Equal((RunStatus.Completed, "b"), (state.Run.Status, state.Run.Home));
        Assert.Single(state.Attempts, a => a.StepRunId == state.Latest("first")!.Id);
        var second = state.Attempts.Where(a => a.StepRunId == state.Latest("second")!.Id).ToList();
        Assert.Equal([AttemptStatus.Interrupted, AttemptStatus.Succeeded], second.Select(a => a.Status));
        Assert.Equal(["a", "b"], second.Select(a => a.Node));
        Assert.Equal("node_gone", second[0].Error!.Code);
        Assert.Contains("node a", second[0].Error!.Message, StringComparison.Ordinal);
        Assert.NotEqual(before.Workspace!.Path, state.Workspace!.Path);

        // A name that no other node has for it, where nodes keep their runs under the same path.
        Assert.Equal(Path.Combine(bench.NodeFolder("b"), $"{run.Key}-e{state.Run.Epoch}"), state.Run.Directory);

        // From the last checkpoint, which is the first step's.
        Assert.Equal(new string('c', 40), bench.Workspaces.Requests.Last().BaseRef);
        Assert.Contains(await bench.EventsAsync(run.Id), e => e.Message.StartsWith("Taken over from node a", StringComparison.Ordinal));
    }

    [Fact]
    public async Task ExecuteAsync_RepositoryIsNotOnThisNode_FailsAndStaysAtHomeWhereItWas()
    {
        await using var bench = await EngineBench.CreateAsync(Two);
        var run = await bench.StartAsync();
        await LeaveInSecondStepAsync(bench, run);
        Directory.Move(bench.Repository, $"{bench.Repository}.elsewhere");

        await bench.AnotherNode("b", new NoRelay()).ExecuteAsync(run.Id, Stop);

        var state = await bench.StateAsync(run.Id);
        Assert.Equal((RunStatus.Failed, "a"), (state.Run.Status, state.Run.Home));
        Assert.Contains("is not on node b", state.Run.StatusReason, StringComparison.Ordinal);
        Assert.Equal(AttemptStatus.Interrupted, state.Attempts.Last().Status);
    }

    [Fact]
    public async Task ExecuteAsync_NothingWasAtWorkAndTheFilesAreInReach_GoesOnInThem()
    {
        await using var bench = await EngineBench.CreateAsync(Asking);
        var run = await bench.StartAsync();
        await bench.SettleAsync("a");
        await bench.AnotherNode("a", new NoRelay()).ExecuteAsync(run.Id, Stop);
        var before = await bench.StateAsync(run.Id);
        Assert.Equal(RunStatus.Waiting, before.Run.Status);
        await bench.AnswerAsync(await bench.OpenApprovalAsync(run.Id), ApprovalStatus.Approved);

        await bench.AnotherNode("b", new NoRelay()).ExecuteAsync(run.Id, Stop);

        var state = await bench.StateAsync(run.Id);
        Assert.Equal((RunStatus.Completed, "b", before.Run.Directory), (state.Run.Status, state.Run.Home, state.Run.Directory));
        Assert.Equal(before.Workspace!.Path, state.Workspace!.Path);
    }

    [Fact]
    public async Task ExecuteAsync_AnotherWorktreeStandsAtThePathOfTheRuns_IsNotTakenForIt()
    {
        await using var bench = await EngineBench.CreateAsync(Asking);
        var run = await bench.StartAsync();
        await bench.SettleAsync("a");
        await bench.AnotherNode("a", new NoRelay()).ExecuteAsync(run.Id, Stop);
        var before = (await bench.StateAsync(run.Id)).Workspace!;
        var git = Directory.CreateDirectory(Path.Combine(before.Path, ".git")).FullName;
        await File.WriteAllTextAsync(Path.Combine(git, "HEAD"), "ref: refs/heads/x\n", Stop);
        await File.WriteAllTextAsync(Path.Combine(git, "signalbox-workspace"), $"{before.Branch}-e7\n{before.BaseCommit}\n", Stop);
        await bench.AnswerAsync(await bench.OpenApprovalAsync(run.Id), ApprovalStatus.Approved);

        await bench.AnotherNode("b", new NoRelay()).ExecuteAsync(run.Id, Stop);

        Assert.StartsWith(bench.NodeFolder("b"), (await bench.StateAsync(run.Id)).Workspace!.Path, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ExecuteAsync_CancelRequestedBeforeTheTakeover_DoesNotSayThatTheOtherNodesAgentWasStopped()
    {
        await using var bench = await EngineBench.CreateAsync(Two);
        var run = await bench.StartAsync();
        await LeaveInSecondStepAsync(bench, run);
        await bench.Service.CancelAsync(run.Id, "mara", Stop);

        await bench.AnotherNode("b", new NoRelay()).ExecuteAsync(run.Id, Stop);

        var state = await bench.StateAsync(run.Id);
        Assert.Equal(RunStatus.Cancelled, state.Run.Status);
        Assert.DoesNotContain("nothing of it is left alive", state.Run.StatusReason, StringComparison.Ordinal);
        Assert.Equal(AttemptStatus.Interrupted, state.Attempts.Last().Status);
    }

    /// <summary>Node a completes the first step, begins the second and is gone.</summary>
    private static async Task LeaveInSecondStepAsync(EngineBench bench, Run run)
    {
        await bench.SettleAsync("a");
        using var dies = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        var first = bench.AnotherNode("a", new NoRelay()).ExecuteAsync(run.Id, dies.Token);
        bench.Agents.Shell.End(await bench.Agents.Shell.NextAsync(), FakeAgent.Success);
        _ = await bench.Agents.Shell.NextAsync();
        await dies.CancelAsync();
        await first;
        Assert.Equal(AttemptStatus.Running, (await bench.StateAsync(run.Id)).Attempts.Last().Status);
    }

    private sealed class NoRelay : IRunRelay
    {
        public Task PassAsync(RunId run, string node, CancellationToken cancellationToken) => throw new InvalidOperationException("nothing is at home elsewhere");
    }
}
