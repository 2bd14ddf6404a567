using Signalbox.Engine.Agents;
using Signalbox.Engine.Runs;

namespace Signalbox.Unit.Engine.Runs;

/// <summary>Runs that wait for a person, a time or a limit hold nothing while they do.</summary>
public sealed class WaitingRunTests
{
    private const string Ask = """
        version: "1.0"
        name: work
        steps:
          - id: plan
            run: echo plan
          - id: review
            needs: [plan]
            approval:
              question: "Go ahead with {{run.key}}?"
              deadline_minutes: 60
              form: {note: {type: string, default: none}}
          - id: build
            needs: [review]
            env: {NOTE: "{{steps.review.outputs.note}}"}
            run: echo "$NOTE"
        """;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Approval_Asked_RunWaitsAndNobodyHoldsIt()
    {
        await using var bench = await EngineBench.CreateAsync(Ask);
        bench.Agents.Shell.Automatic = _ => FakeAgent.Success;
        var run = await bench.StartAsync();

        await bench.DeliverAsync();

        var state = await bench.StateAsync(run.Id);
        Assert.Equal((RunStatus.Waiting, null, "review waits for an answer"), (state.Run.Status, state.Run.Node, state.Run.StatusReason));
        Assert.Equal(StepStatus.Blocked, state.Latest("review")!.Status);
        Assert.Equal("Go ahead with WORK-1?", (await bench.OpenApprovalAsync(run.Id)).Question);
        Assert.NotNull(state.Run.WakeAt);
        Assert.Equal("review", state.Run.CurrentStep);
    }

    [Fact]
    public async Task Approval_Approved_GoesOnWithTheAnswers()
    {
        await using var bench = await EngineBench.CreateAsync(Ask);
        bench.Agents.Shell.Automatic = _ => FakeAgent.Success;
        var run = await bench.StartAsync();
        await bench.DeliverAsync();

        Assert.NotNull((await bench.AnswerAsync(await bench.OpenApprovalAsync(run.Id), ApprovalStatus.Approved, null, ("note", "carefully"))).Approval);
        await bench.DeliverAsync();

        var state = await bench.StateAsync(run.Id);
        Assert.Equal(RunStatus.Completed, state.Run.Status);
        Assert.Equal("carefully", bench.Agents.Shell.Begun.Last().Environment["NOTE"]);
        Assert.Equal(("approved", "mara"), (state.Latest("review")!.Outputs["decision"], state.Latest("review")!.Outputs["decided_by"]));
        Assert.Contains(await bench.CheckpointsAsync(run.Id), c => c is { Type: CheckpointType.Decision, Author: "mara" });
        Assert.Contains("mara", (await bench.AnswerAsync(Assert.Single(state.Approvals), ApprovalStatus.Rejected)).Refused, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Approval_Rejected_FailsTheRunAndSaysByWhom()
    {
        await using var bench = await EngineBench.CreateAsync(Ask);
        bench.Agents.Shell.Automatic = _ => FakeAgent.Success;
        var run = await bench.StartAsync();
        await bench.DeliverAsync();

        await bench.AnswerAsync(await bench.OpenApprovalAsync(run.Id), ApprovalStatus.Rejected, "too risky");
        await bench.DeliverAsync();

        Assert.Equal("step review failed: rejected by mara: too risky", (await bench.StateAsync(run.Id)).Run.StatusReason);
    }

    [Fact]
    public async Task Approval_ChangesRequested_TellsTheWorkAndAsksAgain()
    {
        await using var bench = await EngineBench.CreateAsync(Ask);
        bench.Agents.Shell.Automatic = _ => FakeAgent.Success;
        var run = await bench.StartAsync();
        await bench.DeliverAsync();

        Assert.Equal("comment", Assert.Single((await bench.AnswerAsync(await bench.OpenApprovalAsync(run.Id), ApprovalStatus.ChangesRequested)).Invalid!).Field);
        await bench.AnswerAsync(await bench.OpenApprovalAsync(run.Id), ApprovalStatus.ChangesRequested, "shorter");
        await bench.DeliverAsync();

        var state = await bench.StateAsync(run.Id);
        Assert.Equal((2, "shorter", StepStatus.Completed), (state.Latest("plan")!.Visit, state.Latest("plan")!.Comment, state.Latest("plan")!.Status));
        Assert.Equal(RunStatus.Waiting, state.Run.Status);
        Assert.Equal(2, state.Approvals.Count);
    }

    [Fact]
    public async Task Approval_DeadlinePasses_ExpiresAndSaysSo()
    {
        await using var bench = await EngineBench.CreateAsync(Ask);
        bench.Agents.Shell.Automatic = _ => FakeAgent.Success;
        var run = await bench.StartAsync();
        await bench.DeliverAsync();

        bench.Time.Move(TimeSpan.FromMinutes(61));
        await bench.DeliverAsync();

        var state = await bench.StateAsync(run.Id);
        Assert.Equal("step review failed: expired: nobody answered before the deadline", state.Run.StatusReason);
        Assert.Equal(ApprovalStatus.Expired, Assert.Single(state.Approvals).Status);
    }

    [Fact]
    public async Task Approval_AnsweredInTheMomentInWhichTheDeadlinePasses_CountsAsAnswered()
    {
        await using var bench = await EngineBench.CreateAsync(Ask);
        bench.Agents.Shell.Automatic = _ => FakeAgent.Success;
        var run = await bench.StartAsync();
        await bench.DeliverAsync();
        var asked = await bench.OpenApprovalAsync(run.Id);
        var store = new FaultyStore(bench.Store)
        {
            BeforeSave = async save =>
            {
                if (save.Approvals.Any(a => a.Status == ApprovalStatus.Expired))
                {
                    await bench.AnswerAsync(asked, ApprovalStatus.Rejected, "too risky");
                }
            },
        };

        bench.Time.Move(TimeSpan.FromMinutes(61));
        await bench.AnotherServer(store).ExecuteAsync(run.Id, Stop);

        var state = await bench.StateAsync(run.Id);
        Assert.Equal((ApprovalStatus.Rejected, "step review failed: rejected by mara: too risky"), (Assert.Single(state.Approvals).Status, state.Run.StatusReason));
        Assert.DoesNotContain(await bench.EventsAsync(run.Id), e => e.Transition is "Open -> Expired");
    }

    [Fact]
    public async Task Cancel_WhileItWaits_CancelsAndExpiresTheQuestion()
    {
        await using var bench = await EngineBench.CreateAsync(Ask);
        bench.Agents.Shell.Automatic = _ => FakeAgent.Success;
        var run = await bench.StartAsync();
        await bench.DeliverAsync();

        Assert.Equal(CancelOutcome.Requested, await bench.Service.CancelAsync(run.Id, "mara", Stop));
        await bench.DeliverAsync();

        var state = await bench.StateAsync(run.Id);
        Assert.Equal((RunStatus.Cancelled, "cancelled by mara; no agent was working"), (state.Run.Status, state.Run.StatusReason));
        Assert.Equal(ApprovalStatus.Expired, Assert.Single(state.Approvals).Status);
    }

    [Fact]
    public async Task Answer_AtTheVeryMomentTheRunLetsGo_IsNotLost()
    {
        await using var bench = await EngineBench.CreateAsync(Ask);
        bench.Agents.Shell.Automatic = _ => FakeAgent.Success;
        for (var i = 0; i < 20; i++)
        {
            var run = await bench.StartAsync();
            var work = bench.DeliverAsync();
            Approval? asked = null;
            while (asked is null)
            {
                asked = (await bench.StateAsync(run.Id)).Approvals.SingleOrDefault();
            }

            await bench.AnswerAsync(asked, ApprovalStatus.Approved);
            await work;
            await bench.DeliverAsync();
            Assert.Equal(RunStatus.Completed, (await bench.StateAsync(run.Id)).Run.Status);
        }
    }

    [Fact]
    public async Task RateLimit_NamesItsEnd_RunWaitsUntilThenAndTheTryDoesNotCount()
    {
        await using var bench = await EngineBench.CreateAsync("""
            version: "1.0"
            name: work
            steps:
              - id: only
                run: "true"
            """);
        var reset = bench.Time.GetUtcNow().AddMinutes(30);
        bench.Agents.Shell.Automatic = r => r.AttemptNumber == 1
            ? new AgentResult { Outcome = AgentOutcome.Failed, Error = new AgentError("rate_limit", "the limit is reached", Retryable: true, reset) }
            : FakeAgent.Success;
        var run = await bench.StartAsync();
        await bench.DeliverAsync();

        var waiting = (await bench.StateAsync(run.Id)).Run;
        Assert.Equal((RunStatus.Waiting, null, reset), (waiting.Status, waiting.Node, waiting.WakeAt));
        Assert.Contains("rate limit of shell", waiting.StatusReason, StringComparison.Ordinal);

        bench.Time.Move(TimeSpan.FromMinutes(31));
        Assert.Single(await bench.Store.ListUnclaimedAsync([], new RunLimits(4, 4), bench.Time.GetUtcNow(), Stop));
        await bench.DeliverAsync();

        var state = await bench.StateAsync(run.Id);
        Assert.Equal(RunStatus.Completed, state.Run.Status);
        Assert.Equal([true, false], state.Attempts.OrderBy(a => a.Number).Select(a => a.IsRateLimited));
    }

    [Fact]
    public async Task Retry_WithADelay_WaitsAndTriesAgain()
    {
        await using var bench = await EngineBench.CreateAsync("""
            version: "1.0"
            name: work
            steps:
              - id: only
                run: "true"
                retry: {max_attempts: 2, delay_seconds: 60}
            """);
        bench.Agents.Shell.Automatic = r => r.AttemptNumber == 1 ? FakeAgent.Failure : FakeAgent.Success;
        var run = await bench.StartAsync();
        await bench.DeliverAsync();
        Assert.Equal(RunStatus.Waiting, (await bench.StateAsync(run.Id)).Run.Status);

        bench.Time.Move(TimeSpan.FromSeconds(80));
        await bench.DeliverAsync();

        Assert.Equal(RunStatus.Completed, (await bench.StateAsync(run.Id)).Run.Status);
    }

    [Fact]
    public async Task Limits_Cost_StopsTheRunAndSaysHowMuch()
    {
        await using var bench = await EngineBench.CreateAsync("""
            version: "1.0"
            name: work
            limits: {max_cost_usd: 5}
            steps:
              - {id: a, run: "true"}
              - {id: b, needs: [a], run: "true"}
            """);
        bench.Agents.Shell.Automatic = _ => FakeAgent.Success with { Usage = new AgentUsage { CostUsd = 5.03m } };
        var run = await bench.StartAsync();

        await bench.DeliverAsync();

        var state = await bench.StateAsync(run.Id);
        Assert.Equal((RunStatus.Failed, "cost limit 5.00 USD reached: 5.03 spent in 1 attempt"), (state.Run.Status, state.Run.StatusReason));
        Assert.Single(state.Attempts);
    }

    [Fact]
    public async Task Limits_DurationWhileItWaits_StopsTheRun()
    {
        await using var bench = await EngineBench.CreateAsync(Ask.Replace("steps:", "limits: {max_duration_minutes: 30}\nsteps:", StringComparison.Ordinal));
        bench.Agents.Shell.Automatic = _ => FakeAgent.Success;
        var run = await bench.StartAsync();
        await bench.DeliverAsync();

        bench.Time.Move(TimeSpan.FromMinutes(31));
        await bench.DeliverAsync();

        Assert.Equal("duration limit 30 min reached", (await bench.StateAsync(run.Id)).Run.StatusReason);
    }

    [Fact]
    [Trait("Spec2", "Data Integrity: Timestamps must be monotonically increasing")]
    public async Task ClockMovedBack_TimesOfARunStillRise()
    {
        await using var bench = await EngineBench.CreateAsync(Ask);
        bench.Agents.Shell.Automatic = _ => FakeAgent.Success;
        var run = await bench.StartAsync();
        await bench.DeliverAsync();
        bench.Time.Move(TimeSpan.FromHours(-1));
        await bench.AnswerAsync(await bench.OpenApprovalAsync(run.Id), ApprovalStatus.Approved);
        await bench.DeliverAsync();

        Assert.Equal(RunStatus.Completed, (await bench.StateAsync(run.Id)).Run.Status);
        var times = (await bench.EventsAsync(run.Id)).Select(e => e.Time).ToList();
        Assert.Equal(times.Order(), times);
    }
}
