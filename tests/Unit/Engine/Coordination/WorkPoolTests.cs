using Signalbox.Engine.Agents;
using Signalbox.Engine.Coordination;
using Signalbox.Engine.Identity;
using Signalbox.Engine.Logs;
using Signalbox.Engine.Runs;
using Signalbox.Unit.Engine.Runs;

namespace Signalbox.Unit.Engine.Coordination;

/// <summary>A step that a worker claims, from the offer to its end (design/agents.md, Workers), with the real engine and database.</summary>
public sealed class WorkPoolTests
{
    private const string Review = """
        version: "1.0"
        name: work
        steps:
          - id: review
            capabilities: [code_review]
            prompt: "Review {{run.key}}."
            env: {DEPTH: deep}
            output_key: verdict
          - id: report
            needs: [review]
            env: {VERDICT: "{{steps.review.outputs.verdict}}"}
            run: echo "$VERDICT"
        """;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Step_WithCapabilities_WaitsForAClaimAndNobodyHoldsTheRun()
    {
        await using var bench = await EngineBench.CreateAsync(Review);
        var run = await bench.StartAsync();

        await bench.DeliverAsync();

        var state = await bench.StateAsync(run.Id);
        Assert.Equal((RunStatus.Waiting, null, "review waits for a claim by a worker that can code_review"), (state.Run.Status, state.Run.Node, state.Run.StatusReason));
        Assert.Equal((StepStatus.Blocked, BlockCause.Claim), (state.Latest("review")!.Status, state.Latest("review")!.BlockedOn));
        Assert.Equal(AttemptStatus.Running, Assert.Single(state.Attempts).Status);
    }

    [Fact]
    [Trait("Spec3", "Multi-Agent Model: Agents are registered instances that can claim and execute tasks")]
    public async Task Claim_OfTheStep_GivesAllThatTheWorkNeeds()
    {
        await using var bench = await EngineBench.CreateAsync(Review);
        var run = await bench.StartAsync();
        await bench.DeliverAsync();
        await RegisterAsync(bench, "anna");
        Assert.NotNull((await bench.Messenger.SendAsync(new MessageDraft { From = "mara", To = "anna", Body = "be kind" }, Stop)).Message);

        var work = (await bench.Pool.ClaimAsync("anna", Stop))!;

        Assert.Equal(("review", $"Review {run.Key}.", 1, 1L, "deep", run.Key), (work.Claim.StepId, work.Prompt, work.AttemptNumber, work.Claim.Epoch, work.Environment["DEPTH"], work.Environment["SIGNALBOX_RUN_KEY"]));
        Assert.True(Directory.Exists(work.WorkingDirectory));
        Assert.Equal("be kind", Assert.Single(work.Messages).Body);
        Assert.Null(await bench.Pool.ClaimAsync("anna", Stop));
    }

    [Fact]
    public async Task Complete_ClaimedStep_RunGoesOnWithItsOutput()
    {
        await using var bench = await EngineBench.CreateAsync(Review);
        bench.Agents.Shell.Automatic = _ => FakeAgent.Success;
        var (run, work, lease) = await ClaimedAsync(bench);
        var execution = bench.Executor.ExecuteAsync(run.Id, Stop);

        Assert.NotNull((await bench.Pool.ProgressAsync(work.Claim.StepRunId, lease, 40, "reading", Stop)).Claim);
        Assert.NotNull((await bench.Pool.LogAsync(work.Claim.StepRunId, lease, LogStream.Stdout, "one\ntwo\n", Stop)).Claim);
        var done = await bench.Pool.EndAsync(
            work.Claim.StepRunId, lease, new AgentResult { Outcome = AgentOutcome.Succeeded, FinalText = "looks good", Usage = new AgentUsage { InputTokens = 7, CostUsd = 0.5m } }, Stop);
        await execution.WaitAsync(TimeSpan.FromSeconds(30), Stop);
        await bench.DeliverAsync();

        Assert.Equal(ClaimStatus.Completed, done.Claim!.Status);
        var state = await bench.StateAsync(run.Id);
        Assert.Equal(RunStatus.Completed, state.Run.Status);
        Assert.Equal("looks good", bench.Agents.Shell.Begun.Single().Environment["VERDICT"]);
        var attempt = state.AttemptsOf(state.Latest("review")!).Single();
        Assert.Equal((AttemptStatus.Succeeded, "anna", "looks good", 7L, null, 0.5m), (attempt.Status, attempt.Worker, attempt.FinalText, attempt.Usage!.InputTokens, attempt.Usage.OutputTokens, attempt.Usage.CostUsd));
        Assert.Equal("one\ntwo\n", await File.ReadAllTextAsync(Path.Combine(attempt.Directory, "stdout.log"), Stop));
        Assert.False(File.Exists(Path.Combine(attempt.Directory, "environment.json")));
        var events = (await bench.EventsAsync(run.Id)).Select(e => e.Message).ToList();
        Assert.Contains("anna on review: 40 %, reading", events);
        Assert.Contains("Step review completed", events);
        Assert.Contains(await bench.CheckpointsAsync(run.Id), c => c is { Author: "anna", Type: CheckpointType.Progress, StepId: "review" });
    }

    [Fact]
    public async Task Fail_ClaimedStep_FailsTheRunWithTheWorkersWords()
    {
        await using var bench = await EngineBench.CreateAsync(Review);
        var (run, work, lease) = await ClaimedAsync(bench);
        var execution = bench.Executor.ExecuteAsync(run.Id, Stop);

        await bench.Pool.EndAsync(work.Claim.StepRunId, lease, Failure("the code does not compile"), Stop);
        await execution.WaitAsync(TimeSpan.FromSeconds(30), Stop);
        await bench.DeliverAsync();

        var state = await bench.StateAsync(run.Id);
        Assert.Equal(RunStatus.Failed, state.Run.Status);
        Assert.Equal("the code does not compile", state.Attempts.Single().Error!.Message);
    }

    [Fact]
    [Trait("Spec3", "Heartbeat: stale agents marked offline after timeout")]
    public async Task Sweep_WorkerWentSilent_ItsStepReturnsWithACheckpointAndItsLateWordIsRefused()
    {
        await using var bench = await EngineBench.CreateAsync(Review);
        bench.Agents.Shell.Automatic = _ => FakeAgent.Success;
        var (run, work, lease) = await ClaimedAsync(bench);
        var execution = bench.Executor.ExecuteAsync(run.Id, Stop);
        await UntilAsync(bench, run.Id, s => s.Latest("review")!.Status == StepStatus.Running);
        bench.Time.Move(TimeSpan.FromSeconds(61));

        Assert.Equal(1, await bench.Registry.SweepAsync(Stop));
        await execution.WaitAsync(TimeSpan.FromSeconds(30), Stop);
        await bench.DeliverAsync();

        Assert.Equal(AgentStatus.Offline, (await bench.Registry.FindAsync("anna", Stop))!.Status);
        Assert.Equal("no heartbeat for 60 s", (await bench.Registry.ListChangesAsync("anna", null, 1, Stop))[0].Reason);
        var state = await bench.StateAsync(run.Id);
        Assert.Equal((RunStatus.Waiting, "review waits for a claim by a worker that can code_review"), (state.Run.Status, state.Run.StatusReason));
        Assert.Contains(await bench.CheckpointsAsync(run.Id), c => c is { Type: CheckpointType.Recovery, Summary: "review went back to the pool: anna went offline", Author: "anna" });
        await RegisterAsync(bench, "berta");
        var again = (await bench.Pool.ClaimAsync("berta", Stop))!;
        Assert.Equal((work.Claim.AttemptId, 2L), (again.Claim.AttemptId, again.Claim.Epoch));

        var late = await bench.Pool.EndAsync(work.Claim.StepRunId, lease, new AgentResult { Outcome = AgentOutcome.Succeeded, FinalText = "late" }, Stop);
        Assert.Equal("anna does not hold review with epoch 1: berta holds it with epoch 2; stop the work and claim anew", late.Refused);
        Assert.NotNull((await bench.Pool.LogAsync(work.Claim.StepRunId, lease, LogStream.Stdout, "late\n", Stop)).Refused);

        execution = bench.Executor.ExecuteAsync(run.Id, Stop);
        await bench.Pool.EndAsync(work.Claim.StepRunId, new Lease("berta", 2), new AgentResult { Outcome = AgentOutcome.Succeeded, FinalText = "in time" }, Stop);
        await execution.WaitAsync(TimeSpan.FromSeconds(30), Stop);
        await bench.DeliverAsync();
        Assert.Equal(RunStatus.Completed, (await bench.StateAsync(run.Id)).Run.Status);
        Assert.Equal("in time", bench.Agents.Shell.Begun.Single().Environment["VERDICT"]);
    }

    [Fact]
    public async Task Cancel_StepIsClaimed_EndsTheRunAndTheLease()
    {
        await using var bench = await EngineBench.CreateAsync(Review);
        var (run, work, lease) = await ClaimedAsync(bench);
        var execution = bench.Executor.ExecuteAsync(run.Id, Stop);
        await UntilAsync(bench, run.Id, s => s.Latest("review")!.Status == StepStatus.Running);

        await bench.Service.CancelAsync(run.Id, "mara", Stop);
        await execution.WaitAsync(TimeSpan.FromSeconds(30), Stop);
        await bench.DeliverAsync();

        var ended = (await bench.StateAsync(run.Id)).Run;
        Assert.Equal((RunStatus.Cancelled, "cancelled by mara; 1 worker was told to stop"), (ended.Status, ended.StatusReason));
        Assert.Equal("anna does not hold review with epoch 1: it was withdrawn: stopped on request; stop the work and claim anew", (await bench.Pool.ProgressAsync(work.Claim.StepRunId, lease, 99, null, Stop)).Refused);
        Assert.Empty((await bench.Pool.ListHeldAsync("anna", Stop)));
    }

    [Fact]
    public async Task Cancel_StepWaitsForAClaim_EndsTheRunAndTakesTheOfferBack()
    {
        await using var bench = await EngineBench.CreateAsync(Review);
        var run = await bench.StartAsync();
        await bench.DeliverAsync();

        await bench.Service.CancelAsync(run.Id, "mara", Stop);
        await bench.DeliverAsync();

        var state = await bench.StateAsync(run.Id);
        Assert.Equal((RunStatus.Cancelled, AttemptStatus.Cancelled), (state.Run.Status, Assert.Single(state.Attempts).Status));
        Assert.Equal("cancelled by mara; no agent was working", state.Run.StatusReason);
        await RegisterAsync(bench, "anna");
        Assert.Null(await bench.Pool.ClaimAsync("anna", Stop));
    }

    [Fact]
    public async Task Claim_HeldTooLong_TimesOut()
    {
        await using var bench = await EngineBench.CreateAsync(Review);
        var (run, _, _) = await ClaimedAsync(bench);
        bench.Time.Move(TimeSpan.FromSeconds(301));

        await bench.Executor.ExecuteAsync(run.Id, Stop).WaitAsync(TimeSpan.FromSeconds(30), Stop);
        await bench.DeliverAsync();

        var state = await bench.StateAsync(run.Id);
        Assert.Equal((RunStatus.Failed, AttemptStatus.TimedOut), (state.Run.Status, state.Attempts.Single().Status));
        Assert.Equal("timed out after 300 s with the worker anna", state.Attempts.Single().Error!.Message);
    }

    [Fact]
    public async Task Claim_ServerRestartsMeanwhile_TheNextServerTakesTheEndUp()
    {
        await using var bench = await EngineBench.CreateAsync(Review);
        bench.Agents.Shell.Automatic = _ => FakeAgent.Success;
        var (run, work, lease) = await ClaimedAsync(bench);
        using (var first = CancellationTokenSource.CreateLinkedTokenSource(Stop))
        {
            var execution = bench.Executor.ExecuteAsync(run.Id, first.Token);
            await UntilAsync(bench, run.Id, s => s.Latest("review")!.Status == StepStatus.Running);
            await first.CancelAsync();
            await execution;
        }

        Assert.NotNull((await bench.Pool.EndAsync(work.Claim.StepRunId, lease, new AgentResult { Outcome = AgentOutcome.Succeeded, FinalText = "done" }, Stop)).Claim);
        await bench.AnotherServer().ExecuteAsync(run.Id, Stop).WaitAsync(TimeSpan.FromSeconds(30), Stop);

        var state = await bench.StateAsync(run.Id);
        Assert.Equal(RunStatus.Completed, state.Run.Status);
        Assert.Single(state.AttemptsOf(state.Latest("review")!));
    }

    [Fact]
    public async Task Words_OfAWorkerThatKnowsASecret_AreMasked()
    {
        const string Secret = "hunter2-hunter2";
        await using var bench = await EngineBench.CreateAsync(Review.Replace("env: {DEPTH: deep}", "secrets: [TOKEN]", StringComparison.Ordinal));
        bench.Secrets.Values["TOKEN"] = Secret;
        bench.Agents.Shell.Automatic = _ => FakeAgent.Success;
        var (run, work, lease) = await ClaimedAsync(bench);
        Assert.Equal(Secret, work.Environment["TOKEN"]);
        var execution = bench.Executor.ExecuteAsync(run.Id, Stop);

        var step = work.Claim.StepRunId;
        await bench.Pool.ProgressAsync(step, lease, null, $"using {Secret}", Stop);
        await bench.Pool.CheckpointAsync(step, lease, CheckpointType.Decision, $"chose {Secret}", Stop);
        await bench.Pool.LogAsync(step, lease, LogStream.Stdout, $"log {Secret}\n", Stop);
        var sent = await bench.Messenger.SendAsync(new MessageDraft { From = lease.AgentId, To = "people", Body = $"it is {Secret}" }, Stop);
        Assert.DoesNotContain(Secret, sent.Message!.Body, StringComparison.Ordinal);
        var learned = await bench.Learnings.ProposeAsync((await bench.StateAsync(run.Id)).Repository.Id, "bugs", $"never print {Secret}", lease.AgentId, run.Id, Stop);
        Assert.DoesNotContain(Secret, learned.Learning!.Text, StringComparison.Ordinal);
        var done = await bench.Pool.EndAsync(step, lease, new AgentResult { Outcome = AgentOutcome.Succeeded, FinalText = $"said {Secret}" }, Stop);
        await execution.WaitAsync(TimeSpan.FromSeconds(30), Stop);
        await bench.DeliverAsync();

        Assert.DoesNotContain(Secret, (string)done.Claim!.Result!["text"]!, StringComparison.Ordinal);
        Assert.DoesNotContain(await bench.EventsAsync(run.Id), e => e.Message.Contains(Secret, StringComparison.Ordinal));
        Assert.DoesNotContain(await bench.CheckpointsAsync(run.Id), c => c.Summary.Contains(Secret, StringComparison.Ordinal));
        var attempt = (await bench.StateAsync(run.Id)).Attempts.First();
        foreach (var file in Directory.EnumerateFiles(attempt.Directory))
        {
            Assert.DoesNotContain(Secret, await File.ReadAllTextAsync(file, Stop), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Words_ThatAreNotAllowed_AreAllNamed()
    {
        await using var bench = await EngineBench.CreateAsync(Review);
        var (_, work, lease) = await ClaimedAsync(bench);

        var progress = await bench.Pool.ProgressAsync(work.Claim.StepRunId, lease, 101, new string('x', WorkPool.MaxText + 1), Stop);

        Assert.Equal(["message", "percent"], progress.Invalid!.Select(f => f.Field));
        Assert.Equal("summary", Assert.Single((await bench.Pool.CheckpointAsync(work.Claim.StepRunId, lease, CheckpointType.Progress, " ", Stop)).Invalid!).Field);
        Assert.NotNull((await bench.Pool.ProgressAsync(EntityId.New<StepRunId>(), lease, 1, null, Stop)).NotFound);
    }

    [Fact]
    [Trait("Spec3", "Messaging: Agents communicate via persistent message queues (inbox pattern)")]
    public async Task Prompt_ThatNamesMessages_GetsThoseOfItsAgentOnce()
    {
        const string Prompt = """
            version: "1.0"
            name: ask
            steps:
              - {id: a, agent: shelly, prompt: "Do it.\n{{messages}}"}
            """;
        await using var bench = await EngineBench.CreateAsync(Review);
        bench.Agents.Extra = "shelly";
        await bench.WriteWorkflowAsync("ask", Prompt);
        Assert.Null((await bench.Library.AddRepositoryAsync(bench.Repository, Stop)).Fault);
        bench.Agents.Shell.Automatic = _ => FakeAgent.Success;
        await bench.Registry.RefreshAsync(Stop);
        var sent = (await bench.Messenger.SendAsync(new MessageDraft { From = "mara", To = "shelly", Body = "mind the gap" }, Stop)).Message!;

        await bench.StartAsync("ask");
        await bench.DeliverAsync();
        await bench.StartAsync("ask");
        await bench.DeliverAsync();

        Assert.Equal([$"Do it.\n- note from mara ({sent.Id}): mind the gap", "Do it.\n"], bench.Agents.Shell.Begun.Select(b => b.Prompt));
    }

    private static AgentResult Failure(string why) => new() { Outcome = AgentOutcome.Failed, ExitCode = 1, Error = new AgentError("agent_error", why, Retryable: false) };

    private static async Task RegisterAsync(EngineBench bench, string id) =>
        Assert.NotNull((await bench.Registry.RegisterAsync(new AgentRegistration { Id = id, Capabilities = ["code_review"] }, "tester", Stop)).Agent);

    private static async Task<(Run Run, WorkItem Work, Lease Lease)> ClaimedAsync(EngineBench bench)
    {
        var run = await bench.StartAsync();
        await bench.DeliverAsync();
        await RegisterAsync(bench, "anna");
        var work = (await bench.Pool.ClaimAsync("anna", Stop))!;
        return (run, work, new Lease("anna", work.Claim.Epoch));
    }

    /// <summary>Looks until the state is as the test needs it; a state that never comes is the test's fault after a bound.</summary>
    private static async Task UntilAsync(EngineBench bench, RunId run, Func<RunState, bool> holds)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        limit.CancelAfter(TimeSpan.FromSeconds(30));
        using var changes = bench.Bus.Subscribe();
        if (holds(await bench.StateAsync(run)))
        {
            return;
        }

        await foreach (var _ in changes.ReadAllAsync(limit.Token))
        {
            if (holds(await bench.StateAsync(run)))
            {
                return;
            }
        }
    }
}
