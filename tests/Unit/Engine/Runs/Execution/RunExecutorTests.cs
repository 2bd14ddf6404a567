using Signalbox.Engine.Agents;
using Signalbox.Engine.Identity;
using Signalbox.Engine.Runs;

namespace Signalbox.Unit.Engine.Runs.Execution;

public sealed class RunExecutorTests
{
    private const string Two = """
        version: "1.0"
        name: work
        inputs:
          who: {type: string, required: true}
        steps:
          - id: first
            env: {WHO: "{{inputs.who}}"}
            run: echo "$WHO"
            outputs: [{name: said, type: string}]
          - id: second
            needs: [first]
            env: {SAID: "{{steps.first.outputs.said}}"}
            run: echo "$SAID"
        """;

    private const string One = """
        version: "1.0"
        name: work
        steps:
          - id: only
            run: "true"
            retry: {max_attempts: 2}
        """;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task ExecuteAsync_TwoSteps_RunsThemInOrderAndPassesOutputsOn()
    {
        await using var bench = await EngineBench.CreateAsync(Two);
        bench.Agents.Shell.Automatic = r => FakeAgent.Success with { OutputText = r.Environment.Values.Single() + "!" };
        var run = await bench.StartAsync(("who", "Ada"));

        await bench.Executor.ExecuteAsync(run.Id, Stop);

        var state = await bench.StateAsync(run.Id);
        Assert.Equal(RunStatus.Completed, state.Run.Status);
        Assert.Null(state.Run.Node);
        Assert.Equal("Ada!", state.Steps[0].Outputs["said"]);
        Assert.Equal(["Ada", "Ada!"], bench.Agents.Shell.Begun.Select(r => r.Environment.Values.Single()));
        Assert.All(state.Steps, s => Assert.Equal(StepStatus.Completed, s.Status));
        Assert.True(File.Exists(Path.Combine(run.Directory, "workflow_snapshot.yml")));
        Assert.Contains("\"status\": \"success\"", await File.ReadAllTextAsync(Path.Combine(run.Directory, "steps", "01_first", "result.json"), Stop), StringComparison.Ordinal);
        Assert.Contains("\"status\": \"Completed\"", await File.ReadAllTextAsync(Path.Combine(run.Directory, "metadata.json"), Stop), StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Spec5", "P09-T04: engine logs include run id, step id, attempt number and transition decisions")]
    public async Task ExecuteAsync_EveryChange_IsAnEventWithTransitionAndReason()
    {
        await using var bench = await EngineBench.CreateAsync(One);
        bench.Agents.Shell.Automatic = _ => FakeAgent.Failure;
        var run = await bench.StartAsync();

        await bench.Executor.ExecuteAsync(run.Id, Stop);

        var events = await bench.EventsAsync(run.Id);
        Assert.Equal(Enumerable.Range(1, events.Count), events.Select(e => (int)e.Sequence));
        Assert.Equal(events.Select(e => e.Time).Order(), events.Select(e => e.Time));
        Assert.Contains(events, e => e is { StepId: null, Transition: "Pending -> Running" });
        Assert.Contains(events, e => e is { StepId: "only", Attempt: 1, Transition: "Running -> Failed", Reason: "the script ended with exit code 3" });
        Assert.Contains(events, e => e is { StepId: "only", Attempt: 2, Transition: null } && e.Reason!.Contains("trying again", StringComparison.Ordinal));
        Assert.Contains(events, e => e is { StepId: null, Transition: "Running -> Failed", Reason: "step only failed: the script ended with exit code 3" });
        Assert.All(events, e => Assert.Equal(run.TraceId, e.TraceId));
    }

    [Fact]
    public async Task ExecuteAsync_OneClaim_SecondDeliveryDoesNothing()
    {
        await using var bench = await EngineBench.CreateAsync(One);
        var run = await bench.StartAsync();
        var first = bench.Executor.ExecuteAsync(run.Id, Stop);
        var request = await bench.Agents.Shell.NextAsync();

        await bench.Executor.ExecuteAsync(run.Id, Stop);
        Assert.False(first.IsCompleted);

        bench.Agents.Shell.End(request, FakeAgent.Success);
        await first;
        await bench.Executor.ExecuteAsync(run.Id, Stop);
        Assert.Single(bench.Agents.Shell.Begun);
    }

    [Fact]
    public async Task ExecuteAsync_ServerStops_AgentGoesOnAndTheNextServerTakesOver()
    {
        await using var bench = await EngineBench.CreateAsync(One);
        var run = await bench.StartAsync();
        using var shutdown = new CancellationTokenSource();
        var first = bench.Executor.ExecuteAsync(run.Id, shutdown.Token);
        var request = await bench.Agents.Shell.NextAsync();

        await shutdown.CancelAsync();
        await first;
        Assert.Equal(RunStatus.Running, (await bench.StateAsync(run.Id)).Run.Status);

        var second = bench.AnotherServer().ExecuteAsync(run.Id, Stop);
        var again = await bench.Agents.Shell.NextAsync();
        Assert.True(again.Reattach);
        Assert.Equal(request.AttemptId, again.AttemptId);
        bench.Agents.Shell.End(request, FakeAgent.Success);
        await second;

        var state = await bench.StateAsync(run.Id);
        Assert.Equal(RunStatus.Completed, state.Run.Status);
        Assert.Single(state.Attempts);
        Assert.Equal(2, state.Run.Epoch);
    }

    [Fact]
    public async Task ExecuteAsync_TakenOverByAnother_OldExecutorWritesNothingMore()
    {
        await using var bench = await EngineBench.CreateAsync(One);
        var run = await bench.StartAsync();
        var old = bench.Executor.ExecuteAsync(run.Id, Stop);
        var request = await bench.Agents.Shell.NextAsync();
        var taken = bench.AnotherServer().ExecuteAsync(run.Id, Stop);
        await bench.Agents.Shell.NextAsync();

        bench.Agents.Shell.End(request, FakeAgent.Success);
        await Task.WhenAll(old, taken);

        var state = await bench.StateAsync(run.Id);
        Assert.Equal(RunStatus.Completed, state.Run.Status);
        Assert.Single(await bench.EventsAsync(run.Id), e => string.Equals(e.Transition, "Running -> Succeeded", StringComparison.Ordinal));
    }

    [Fact]
    public async Task ExecuteAsync_Interrupted_GetsOneExtraStartAndNoMore()
    {
        await using var bench = await EngineBench.CreateAsync(One.Replace("    retry: {max_attempts: 2}", "", StringComparison.Ordinal));
        bench.Agents.Shell.Automatic = _ => new AgentResult { Outcome = AgentOutcome.Interrupted, Error = new AgentError("interrupted", "gone without an exit record", Retryable: true) };
        var run = await bench.StartAsync();

        await bench.Executor.ExecuteAsync(run.Id, Stop);

        var state = await bench.StateAsync(run.Id);
        Assert.Equal([AttemptStatus.Interrupted, AttemptStatus.Interrupted], state.Attempts.Select(a => a.Status));
        Assert.Equal(RunStatus.Failed, state.Run.Status);
    }

    [Fact]
    public async Task CancelAsync_WhileAgentWorks_StopsItAndSaysByWhom()
    {
        await using var bench = await EngineBench.CreateAsync(Two);
        var run = await bench.StartAsync(("who", "Ada"));
        var work = bench.Executor.ExecuteAsync(run.Id, Stop);
        await bench.Agents.Shell.NextAsync();

        Assert.Equal(CancelOutcome.Requested, await bench.Service.CancelAsync(run.Id, "mara", Stop));
        await work;

        var state = await bench.StateAsync(run.Id);
        Assert.Equal(RunStatus.Cancelled, state.Run.Status);
        Assert.StartsWith("cancelled by mara; 1 agent stopped in ", state.Run.StatusReason, StringComparison.Ordinal);
        Assert.Equal([StepStatus.Cancelled, StepStatus.Cancelled], state.Steps.Select(s => s.Status));
        Assert.Equal(AttemptStatus.Cancelled, Assert.Single(state.Attempts).Status);
    }

    [Fact]
    public async Task CancelAsync_BeforeItBegan_CancelsAtOnceAndNothingStarts()
    {
        await using var bench = await EngineBench.CreateAsync(One);
        var run = await bench.StartAsync();

        Assert.Equal(CancelOutcome.Cancelled, await bench.Service.CancelAsync(run.Id, "mara", Stop));
        await bench.Executor.ExecuteAsync(run.Id, Stop);

        Assert.Equal(RunStatus.Cancelled, (await bench.StateAsync(run.Id)).Run.Status);
        Assert.Empty(bench.Agents.Shell.Begun);
        Assert.Equal(CancelOutcome.AlreadyEnded, await bench.Service.CancelAsync(run.Id, "mara", Stop));
    }

    [Fact]
    public async Task PassOnAsync_RequestFromAnotherServer_ReachesTheExecutor()
    {
        await using var bench = await EngineBench.CreateAsync(One);
        var run = await bench.StartAsync();
        var work = bench.Executor.ExecuteAsync(run.Id, Stop);
        await bench.Agents.Shell.NextAsync();

        await bench.Store.RequestCancelAsync(run.Id, "another server", Stop);
        await bench.Recovery.PassOnAsync(Stop);
        await work;

        Assert.Equal(RunStatus.Cancelled, (await bench.StateAsync(run.Id)).Run.Status);
    }

    [Fact]
    public async Task ExecuteAsync_WorkspaceFault_FailsWithTheReason()
    {
        await using var bench = await EngineBench.CreateAsync(One);
        bench.Workspaces.Fault = "workspace: branch 'signalbox/WORK-1' is checked out at /elsewhere; close that worktree or start the run with another --key";
        var run = await bench.StartAsync();

        await bench.Executor.ExecuteAsync(run.Id, Stop);

        var state = await bench.StateAsync(run.Id);
        Assert.Equal(RunStatus.Failed, state.Run.Status);
        Assert.Equal(bench.Workspaces.Fault, state.Run.StatusReason);
        Assert.Equal(StepStatus.Skipped, Assert.Single(state.Steps).Status);
    }

    [Fact]
    public async Task ExecuteAsync_MissingOutput_FailsTheAttemptNamingIt()
    {
        await using var bench = await EngineBench.CreateAsync("""
            version: "1.0"
            name: work
            steps:
              - id: only
                run: "true"
                outputs: [{name: report, type: file, source: report.md}]
            """);
        bench.Agents.Shell.Automatic = _ => FakeAgent.Success;
        var run = await bench.StartAsync();

        await bench.Executor.ExecuteAsync(run.Id, Stop);

        var attempt = Assert.Single((await bench.StateAsync(run.Id)).Attempts);
        Assert.Equal(AttemptStatus.Failed, attempt.Status);
        Assert.Equal(new AgentError("missing_output", "output 'report': 'report.md' is not in the workspace", Retryable: true), attempt.Error);
    }

    [Fact]
    public async Task ExecuteAsync_AgentCodeThrows_FailsTheAttemptAndLeavesNothingRunning()
    {
        await using var bench = await EngineBench.CreateAsync(One);
        bench.Agents.Shell.Automatic = _ => throw new InvalidDataException("the agent's own fault");
        var run = await bench.StartAsync();

        await bench.Executor.ExecuteAsync(run.Id, Stop);

        var state = await bench.StateAsync(run.Id);
        Assert.Equal(RunStatus.Failed, state.Run.Status);
        Assert.Contains("the agent's own fault", state.Run.StatusReason, StringComparison.Ordinal);
        Assert.DoesNotContain(state.Attempts, a => a.Status == AttemptStatus.Running);
    }

    [Fact]
    public async Task ExecuteAsync_AgentIsGoneAfterARestart_ItsWorkIsTakenUpAllTheSame()
    {
        await using var bench = await EngineBench.CreateAsync(One);
        var run = await bench.StartAsync();
        using var crash = new CancellationTokenSource();
        var first = bench.Executor.ExecuteAsync(run.Id, crash.Token);
        var request = await bench.Agents.Shell.NextAsync();
        await crash.CancelAsync();
        await first;

        bench.Agents.Status = AgentStatus.Unregistered;
        var second = bench.AnotherServer().ExecuteAsync(run.Id, Stop);
        await bench.Agents.Shell.NextAsync();
        bench.Agents.Shell.End(request, FakeAgent.Success);
        await second;

        Assert.Equal(RunStatus.Completed, (await bench.StateAsync(run.Id)).Run.Status);
    }

    [Fact]
    public async Task ExecuteAsync_WorkspaceIsGoneAfterARestart_AgentIsTakenUpAndTheNextStepSaysWhy()
    {
        await using var bench = await EngineBench.CreateAsync(Two);
        var run = await bench.StartAsync(("who", "Ada"));
        using var crash = new CancellationTokenSource();
        var first = bench.Executor.ExecuteAsync(run.Id, crash.Token);
        var request = await bench.Agents.Shell.NextAsync();
        await crash.CancelAsync();
        await first;

        Directory.Delete(Path.Combine(run.Directory, "workspace"), recursive: true);
        var second = bench.AnotherServer().ExecuteAsync(run.Id, Stop);
        await bench.Agents.Shell.NextAsync();
        bench.Agents.Shell.End(request, FakeAgent.Success with { OutputText = "Ada" });
        await second;

        var state = await bench.StateAsync(run.Id);
        Assert.Equal(RunStatus.Failed, state.Run.Status);
        Assert.Contains("is gone", state.Run.StatusReason, StringComparison.Ordinal);
        Assert.Equal([AttemptStatus.Succeeded, AttemptStatus.Failed], state.Attempts.Select(a => a.Status));
    }

    [Fact]
    public async Task ExecuteAsync_StoredWorkflowCannotBeRead_StopsTheAgentAndFailsTheRun()
    {
        await using var bench = await EngineBench.CreateAsync(One);
        var run = await bench.StartAsync();
        using var crash = new CancellationTokenSource();
        var first = bench.Executor.ExecuteAsync(run.Id, crash.Token);
        await bench.Agents.Shell.NextAsync();
        await crash.CancelAsync();
        await first;

        await bench.BreakStoredWorkflowsAsync();
        await bench.AnotherServer().ExecuteAsync(run.Id, Stop);

        var state = await bench.StateAsync(run.Id);
        Assert.Equal(RunStatus.Failed, state.Run.Status);
        Assert.Contains("was valid when it was stored", state.Run.StatusReason, StringComparison.Ordinal);
        Assert.Equal(AttemptStatus.Interrupted, Assert.Single(state.Attempts).Status);
    }

    [Fact]
    public async Task SweepAsync_RunsWithoutExecutor_AreQueuedOnce()
    {
        await using var bench = await EngineBench.CreateAsync(One);
        var run = await bench.StartAsync();
        Assert.Single(bench.Scheduler.Queued);

        // The job of the start is there: nothing to do. A run whose executor is gone gets another.
        Assert.Equal(0, await bench.Recovery.SweepAsync(Stop));
        using var crash = new CancellationTokenSource();
        var work = bench.Executor.ExecuteAsync(run.Id, crash.Token);
        await bench.Agents.Shell.NextAsync();
        Assert.Equal(0, await bench.Recovery.SweepAsync(Stop));
        await crash.CancelAsync();
        await work;

        Assert.Equal(1, await bench.Recovery.SweepAsync(Stop));
    }

    [Fact]
    public async Task StartAsync_FaultyRequests_AreRefusedWithAllFaultsAndNothingIsWritten()
    {
        await using var bench = await EngineBench.CreateAsync(Two);

        var invalid = await bench.Service.StartAsync(EngineBench.Request(("whom", "x")) with { Key = "not a key" }, Stop);
        Assert.Equal(["key", "who", "whom"], invalid.Invalid!.Select(f => f.Field).Order(StringComparer.Ordinal));

        var unknown = await bench.Service.StartAsync(EngineBench.Request() with { Workflow = "nothing" }, Stop);
        Assert.Contains("'nothing'", unknown.NotFound, StringComparison.Ordinal);

        bench.Agents.Status = AgentStatus.Unregistered;
        var missing = await bench.Service.StartAsync(EngineBench.Request(("who", "x")), Stop);
        Assert.Contains("install it", missing.Refused, StringComparison.Ordinal);

        Assert.Empty((await bench.Queries.ListAsync(new RunFilter(), Stop)).Runs);
    }

    [Fact]
    public async Task StartAsync_AskedAgainWithItsId_IsTheFirstRunAlsoWhereItsGroupTakesNoOther()
    {
        await using var bench = await EngineBench.CreateAsync("concurrency: {group: one, when_busy: reject}\n" + One);
        var request = EngineBench.Request() with { Id = EntityId.Of<RunId>("the request") };

        var first = (await bench.Service.StartAsync(request, Stop)).Run!;
        var again = (await bench.Service.StartAsync(request, Stop)).Run!;

        Assert.Equal((request.Id, first.Key), (again.Id, again.Key));
        Assert.Equal(1, (await bench.Queries.ListAsync(new RunFilter(), Stop)).Total);
        Assert.NotNull((await bench.Service.StartAsync(EngineBench.Request(), Stop)).Refused);
    }

    [Fact]
    public async Task StartAsync_KeyTaken_IsRefused()
    {
        await using var bench = await EngineBench.CreateAsync(One);
        Assert.NotNull((await bench.Service.StartAsync(EngineBench.Request() with { Key = "DOC-7" }, Stop)).Run);
        Assert.Contains("DOC-7", (await bench.Service.StartAsync(EngineBench.Request() with { Key = "DOC-7" }, Stop)).Refused, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SyncAsync_FileChangesAndBreaks_NewVersionAndThenDiagnostics()
    {
        await using var bench = await EngineBench.CreateAsync(One);
        var repository = Assert.Single(await bench.Library.RepositoriesAsync(Stop));

        await bench.WriteWorkflowAsync("work", One + "\n    name: Renamed\n");
        await bench.Library.SyncAsync(repository, Stop);
        await bench.Library.SyncAsync(repository, Stop);
        Assert.Equal(2, Assert.Single(await bench.Library.ListAsync(Stop)).Workflow.CurrentVersion);

        await bench.WriteWorkflowAsync("work", "version: \"1.0\"\nname: work\nsteps: []\n");
        await bench.Library.SyncAsync(repository, Stop);
        var broken = Assert.Single(await bench.Library.ListAsync(Stop));
        Assert.False(broken.IsValid);
        Assert.Equal(2, broken.Workflow.CurrentVersion);
        Assert.NotEmpty((await bench.Service.StartAsync(EngineBench.Request(), Stop)).Broken!);
    }
}
