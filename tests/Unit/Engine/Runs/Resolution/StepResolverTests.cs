using Signalbox.Engine.Agents;
using Signalbox.Engine.Runs;
using Signalbox.Engine.Runs.Resolution;
using Signalbox.Engine.Workflows;
using static Signalbox.Unit.Engine.Runs.Steps;

namespace Signalbox.Unit.Engine.Runs.Resolution;

/// <summary>Spec 5, P09-T02: next-step resolution for fresh and resumed runs.</summary>
public sealed class StepResolverTests
{
    private static readonly AgentError Fault = new("exit_code", "exit 1", Retryable: true);

    [Fact]
    [Trait("Spec5", "P09-T02: next-step resolution for fresh runs")]
    public void Next_FreshRun_StartsStepsThatNeedNothing()
    {
        var decision = Play(Step("a"), Step("b"), Step("c", "a", "b")).Decide();

        Assert.Equal(["a", "b"], decision.Started());
        Assert.All(decision.Actions.OfType<StepAction.Start>(), s => Assert.Equal(1, s.Attempt));
        Assert.Equal("start a: it needs no other step; start b: it needs no other step", decision.Why);
        Assert.Null(decision.End);
    }

    [Fact]
    public void Next_NeedsStillRunning_WaitsAndSaysForWhat()
    {
        var run = Play(Step("a"), Step("b", "a"));

        var decision = run.Settle();

        Assert.Equal("waiting for a to end", decision.Why);
        Assert.Null(decision.End);
    }

    [Fact]
    public void Next_NeedFailed_SkipsWithReasonAndThenFails()
    {
        var run = Play(Step("a"), Step("b", "a"), Step("c", "b"));
        run.Settle();
        run.End("a", AttemptStatus.Failed, Fault);

        Assert.Equal("it needs a, which did not complete", Assert.Single(run.Decide().Actions).Why);

        Assert.Equal(new RunEnd(RunStatus.Failed, "step a failed"), run.Settle().End);
        Assert.Equal("it needs b, which was skipped", run.Step("c").StatusReason);
    }

    [Fact]
    public void Next_FailedWithContinueOnError_GoesOnAndCompletes()
    {
        var run = Play(Step("a") with { ContinueOnError = true }, Step("b", "a"));
        run.Settle();
        run.End("a", AttemptStatus.Failed, Fault);

        run.Settle();
        run.End("b");

        Assert.Equal(RunStatus.Completed, run.Settle().End?.Status);
    }

    [Fact]
    public void Next_IndependentBranchAfterFailure_StillRuns()
    {
        var run = Play(Step("a"), Step("b"), Step("c", "b"));
        run.Settle();
        run.End("a", AttemptStatus.Failed, Fault);
        run.End("b");

        Assert.Equal(["c"], run.Decide().Started());
    }

    [Fact]
    public void Next_AttemptFailedWithTriesLeft_StartsTheNextAttempt()
    {
        var run = Play(Step("a") with { Retry = new() { MaxAttempts = 3 } });
        run.Settle();
        run.End("a", AttemptStatus.Failed, Fault);

        Assert.Equal(2, Assert.IsType<StepAction.Start>(Assert.Single(run.Decide().Actions)).Attempt);
    }

    [Fact]
    public void Next_RetryWithDelay_WaitsUntilItsTime()
    {
        var run = Play(Step("a") with { Retry = new() { MaxAttempts = 2, Delay = TimeSpan.FromSeconds(10) } });
        run.Settle();
        run.End("a", AttemptStatus.Failed, Fault);

        var waiting = run.Decide();
        Assert.Empty(waiting.Actions);
        Assert.Equal(run.Now.AddSeconds(10), waiting.Until);

        run.Now = run.Now.AddSeconds(10);
        Assert.Equal(["a"], run.Decide().Started());
    }

    [Fact]
    public void Next_NamedRateLimit_WaitsForItsEndAndDoesNotCountAsATry()
    {
        var run = Play(Step("a"));
        run.Settle();
        var reset = run.Now.AddMinutes(30);
        run.End("a", AttemptStatus.Failed, new AgentError("rate_limit", "limit", Retryable: true, reset));

        Assert.Equal(BlockCause.RateLimit, run.Step("a").BlockedOn);
        Assert.Equal(reset, run.Decide().Until);

        run.Now = reset;
        run.Settle();
        run.End("a", AttemptStatus.Succeeded);
        Assert.Equal(RunStatus.Completed, run.Settle().End?.Status);
        Assert.Equal([1, 2], run.Begun.Select(b => b.Number));
    }

    [Fact]
    public void Next_CancelRequested_StartsNothingAndEndsWhenNothingRuns()
    {
        var run = Play(Step("a"), Step("b", "a"));
        run.Settle();
        run.Stop = new RunEnd(RunStatus.Cancelled, null);

        Assert.Equal("cancel requested; waiting for a to stop", run.Settle().Why);

        run.End("a", AttemptStatus.Cancelled);
        Assert.Equal(RunStatus.Cancelled, run.Settle().End?.Status);
    }

    [Fact]
    public void Next_CancelRequestedWhileAChildRuns_WaitsForTheChild()
    {
        var run = Play(Child("a"));
        run.Settle();
        run.Stop = new RunEnd(RunStatus.Cancelled, null);

        Assert.Equal("cancel requested; waiting for C-1 to stop", run.Settle().Why);

        run.EndChild(run.Step("a"), RunStatus.Cancelled);
        Assert.Equal(RunStatus.Cancelled, run.Settle().End?.Status);
    }

    [Fact]
    public void Next_CancelComesWhenEveryStepHasEnded_EndsAsItWouldHave()
    {
        var run = Play(Step("a"));
        run.Settle();
        run.End("a");
        run.Stop = new RunEnd(RunStatus.Cancelled, null);

        Assert.Equal(RunStatus.Completed, run.Settle().End?.Status);
    }

    [Fact]
    public void Next_PauseRequested_LetsWorkEndAndThenBeginsNothing()
    {
        var run = Play(Step("a"), Step("b", "a"));
        run.Settle();
        run.Signals = run.Signals with { PauseRequestedAt = run.Now, PauseRequestedBy = "mara" };

        Assert.Equal("paused when a has ended", run.Decide().Why);
        run.End("a");

        var paused = run.Decide();
        Assert.True(paused.Paused);
        Assert.Equal("paused by mara", paused.Why);

        run.Signals = run.Signals with { StepsAllowed = 1 };
        run.Apply(run.Decide());
        run.End("b");
        Assert.Equal(RunStatus.Completed, run.Decide().End?.Status);
    }

    [Theory]
    [InlineData("inputs.go", true, "b")]
    [InlineData("inputs.go", false, null)]
    [InlineData("steps.a.status == 'Completed'", false, "b")]
    public void Next_When_DecidesWhetherAStepRuns(string condition, bool go, string? started)
    {
        var run = Play(Step("a"), Step("b", "a") with { When = When(condition) });
        run.Inputs["go"] = go;
        run.Settle();
        run.End("a");

        Assert.Equal(started is null ? [] : [started], run.Decide().Started());
        run.Settle();
        Assert.Equal(started is null ? $"`{condition}` is false" : null, run.Step("b").StatusReason);
    }

    [Fact]
    public void Next_WhenAsksForFailure_RunsAfterAFailureOnly()
    {
        var run = Play(Step("a"), Step("mend", "a") with { When = When("failure()") }, Step("tidy", "a") with { When = When("always()") });
        run.Settle();
        run.End("a", AttemptStatus.Failed, Fault);

        Assert.Equal(["mend", "tidy"], run.Decide().Started());
    }

    [Fact]
    public void Next_WhenHasNoValue_FailsTheStepAndSaysWhy()
    {
        var run = Play(Step("a") with { When = When("inputs.count > 'x'") });
        run.Inputs["count"] = 3L;

        Assert.Equal(RunStatus.Failed, run.Settle().End?.Status);
        Assert.StartsWith("when: ", run.Step("a").StatusReason, StringComparison.Ordinal);
        Assert.Empty(run.Begun);
    }

    [Fact]
    public void Next_MaxParallel_StartsTheMoreImportantFirst()
    {
        var run = new PlayedRun(new WorkflowDefinition
        {
            Version = "1.0",
            Name = "w",
            Key = "W",
            Concurrency = new() { MaxParallel = 2 },
            Steps = [Step("a"), Step("b") with { Priority = 5 }, Step("c") with { Informs = ["a"] }],
        });

        Assert.Equal(["b", "c"], run.Decide().Started());
        run.Settle();
        run.End("b");
        Assert.Equal(["a"], run.Decide().Started());
    }
}
