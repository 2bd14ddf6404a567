using Signalbox.Engine.Runs;
using Signalbox.Engine.Workflows;

namespace Signalbox.Unit.Engine.Runs;

public sealed class StepResolverTests
{
    [Fact]
    public void Next_FreshRun_StartsStepsThatNeedNothing()
    {
        var run = Fresh(Step("a"), Step("b"), Step("c", "a", "b"));

        var decision = StepResolver.Next(run);

        Assert.Equal(["a", "b"], decision.Start.Select(s => s.StepId));
        Assert.All(decision.Start, s => Assert.Equal(1, s.Attempt));
        Assert.Null(decision.End);
    }

    [Fact]
    public void Next_NeedsStillRunning_WaitsAndSaysForWhat()
    {
        var run = Fresh(Step("a"), Step("b", "a")).With("a", StepStatus.Running, AttemptStatus.Running);

        var decision = StepResolver.Next(run);

        Assert.Empty(decision.Start);
        Assert.Null(decision.End);
        Assert.Equal("waiting for a to end", decision.Why);
    }

    [Fact]
    public void Next_NeedFailed_SkipsWithReasonAndThenFails()
    {
        var run = Fresh(Step("a"), Step("b", "a"), Step("c", "b")).With("a", StepStatus.Failed, AttemptStatus.Failed);

        var first = StepResolver.Next(run);
        Assert.Equal(new StepSkip("b", "it needs a, which did not complete"), Assert.Single(first.Skip));

        var second = StepResolver.Next(run = run.With("b", StepStatus.Skipped));
        Assert.Equal(new StepSkip("c", "it needs b, which was skipped"), Assert.Single(second.Skip));

        Assert.Equal(new RunEnd(RunStatus.Failed, "step a failed"), StepResolver.Next(run.With("c", StepStatus.Skipped)).End);
    }

    [Fact]
    public void Next_FailedWithContinueOnError_GoesOnAndCompletes()
    {
        var run = Fresh(Step("a") with { ContinueOnError = true }, Step("b", "a")).With("a", StepStatus.Failed, AttemptStatus.Failed);

        Assert.Equal("b", Assert.Single(StepResolver.Next(run).Start).StepId);
        Assert.Equal(RunStatus.Completed, StepResolver.Next(run.With("b", StepStatus.Completed, AttemptStatus.Succeeded)).End?.Status);
    }

    [Fact]
    public void Next_IndependentBranchAfterFailure_StillRuns()
    {
        var run = Fresh(Step("a"), Step("b"), Step("c", "b")).With("a", StepStatus.Failed, AttemptStatus.Failed).With("b", StepStatus.Completed, AttemptStatus.Succeeded);

        Assert.Equal("c", Assert.Single(StepResolver.Next(run).Start).StepId);
    }

    [Fact]
    public void Next_RunningStepWhoseAttemptEnded_StartsTheNextAttempt()
    {
        var run = Fresh(Step("a") with { Retry = new() { MaxAttempts = 3 } }).With("a", StepStatus.Running, AttemptStatus.Failed);

        Assert.Equal(2, Assert.Single(StepResolver.Next(run).Start).Attempt);
    }

    [Fact]
    public void Next_CancelRequested_StartsNothingAndEndsWhenNothingRuns()
    {
        var running = Fresh(Step("a"), Step("b")).With("a", StepStatus.Running, AttemptStatus.Running) with { CancelRequested = true };

        var waiting = StepResolver.Next(running);
        Assert.Empty(waiting.Start);
        Assert.Null(waiting.End);

        Assert.Equal(RunStatus.Cancelled, StepResolver.Next(running.With("a", StepStatus.Cancelled, AttemptStatus.Cancelled)).End?.Status);
    }

    [Theory]
    [InlineData(1, StepStatus.Completed, AttemptStatus.Succeeded)]
    [InlineData(1, StepStatus.Failed, AttemptStatus.Failed)]
    [InlineData(2, StepStatus.Running, AttemptStatus.Failed)]
    [InlineData(2, StepStatus.Failed, AttemptStatus.Failed, AttemptStatus.Failed)]
    [InlineData(2, StepStatus.Running, AttemptStatus.TimedOut)]
    [InlineData(1, StepStatus.Running, AttemptStatus.Interrupted)]
    [InlineData(1, StepStatus.Failed, AttemptStatus.Interrupted, AttemptStatus.Interrupted)]
    [InlineData(1, StepStatus.Completed, AttemptStatus.Interrupted, AttemptStatus.Succeeded)]
    [InlineData(3, StepStatus.Cancelled, AttemptStatus.Cancelled)]
    public void AfterAttempt_History_GivesStepStatus(int maxAttempts, StepStatus expected, params AttemptStatus[] history) =>
        Assert.Equal(expected, StepResolver.AfterAttempt(Step("a") with { Retry = new() { MaxAttempts = maxAttempts } }, history, retryable: true));

    [Fact]
    public void AfterAttempt_ErrorThatTryingAgainCannotHelp_Fails() =>
        Assert.Equal(StepStatus.Failed, StepResolver.AfterAttempt(Step("a") with { Retry = new() { MaxAttempts = 6 } }, [AttemptStatus.Failed], retryable: false));

    [Fact]
    public void Next_CancelComesWhenEveryStepHasEnded_EndsAsItWouldHave() =>
        Assert.Equal(RunStatus.Completed, StepResolver.Next(Fresh(Step("a")).With("a", StepStatus.Completed, AttemptStatus.Succeeded) with { CancelRequested = true }).End?.Status);

    [Theory]
    [InlineData(AttemptStatus.Failed)]
    [InlineData(AttemptStatus.TimedOut)]
    [InlineData(AttemptStatus.Interrupted)]
    public void AfterAttempt_CauseNotInRetryOn_Fails(AttemptStatus last) =>
        Assert.Equal(StepStatus.Failed, StepResolver.AfterAttempt(Step("a") with { Retry = new() { MaxAttempts = 6, On = [] } }, [last], retryable: true));

    /// <summary>
    /// Random workflows and random histories, played by an executor that does what it is told: the same state gives the same decision, no attempt
    /// is started twice, nothing stalls, every run ends, and a completed step never runs again.
    /// </summary>
    [Fact]
    public void Next_RandomWorkflowsAndHistories_AlwaysEndAndNeverStartTwice()
    {
        for (var seed = 0; seed < 2_000; seed++)
        {
            Play(new Random(seed), seed);
        }
    }

    private static void Play(Random random, int seed)
    {
        var run = Fresh(RandomSteps(random));
        HashSet<(string, int)> started = [];
        var cancelAt = random.Next(4) == 0 ? random.Next(20) : int.MaxValue;
        for (var move = 0; ; move++)
        {
            Assert.True(move < 1_000, $"seed {seed}: the run does not end");
            run = run with { CancelRequested = run.CancelRequested || move >= cancelAt };
            var decision = StepResolver.Next(run);
            Assert.Equivalent(decision, StepResolver.Next(run with { Steps = run.Steps.Reverse().ToDictionary(StringComparer.Ordinal) }), strict: true);
            if (decision.End is { } end)
            {
                Assert.DoesNotContain(run.Steps.Values, s => s.Status == StepStatus.Running && s.Attempts[^1] == AttemptStatus.Running);
                var byThemselves = run.Steps.Values.All(s => s.Status is StepStatus.Completed or StepStatus.Failed or StepStatus.Skipped);
                Assert.Equal(run.CancelRequested && !byThemselves, end.Status == RunStatus.Cancelled);
                return;
            }

            foreach (var skip in decision.Skip)
            {
                Assert.True(RunTransitions.Step.Allows(run.Steps[skip.StepId].Status, StepStatus.Skipped), $"seed {seed}");
                run = run.With(skip.StepId, StepStatus.Skipped);
            }

            foreach (var start in decision.Start)
            {
                Assert.True(started.Add((start.StepId, start.Attempt)), $"seed {seed}: {start.StepId} attempt {start.Attempt} started twice");
                Assert.False(run.CancelRequested, $"seed {seed}: started after a cancel");
                run = run.With(start.StepId, StepStatus.Running, [.. run.Steps[start.StepId].Attempts, AttemptStatus.Running]);
            }

            if (decision.Start.Count + decision.Skip.Count == 0)
            {
                run = EndOne(run, random, seed);
            }
        }
    }

    private static RunSnapshot EndOne(RunSnapshot run, Random random, int seed)
    {
        var flying = run.Workflow.Steps.Where(s => run.Steps[s.Id].Attempts is [.., AttemptStatus.Running]).ToList();
        Assert.True(flying.Count > 0, $"seed {seed}: stalled");
        var step = flying[random.Next(flying.Count)];
        AttemptStatus[] outcomes = run.CancelRequested
            ? [AttemptStatus.Cancelled, AttemptStatus.Succeeded, AttemptStatus.Failed]
            : [AttemptStatus.Succeeded, AttemptStatus.Succeeded, AttemptStatus.Failed, AttemptStatus.TimedOut, AttemptStatus.Interrupted];
        AttemptStatus[] attempts = [.. run.Steps[step.Id].Attempts.SkipLast(1), outcomes[random.Next(outcomes.Length)]];
        return run.With(step.Id, StepResolver.AfterAttempt(step, attempts, retryable: random.Next(5) > 0), attempts);
    }

    private static StepDefinition[] RandomSteps(Random random)
    {
        var count = random.Next(1, 9);
        return
        [
            .. Enumerable.Range(0, count).Select(i => Step($"s{i}", [.. Enumerable.Range(0, i).Where(_ => random.Next(3) == 0).Select(n => $"s{n}")]) with
            {
                Retry = new() { MaxAttempts = random.Next(1, 7), On = [.. Enum.GetValues<RetryCause>().Where(_ => random.Next(2) == 0)] },
                ContinueOnError = random.Next(4) == 0,
            }),
        ];
    }

    private static StepDefinition Step(string id, params string[] needs) => new()
    {
        Id = id,
        Name = id,
        Line = 1,
        Kind = StepKind.Shell,
        Agent = "shell",
        Run = "true",
        Needs = needs,
        Timeout = TimeSpan.FromSeconds(60),
    };

    private static RunSnapshot Fresh(params StepDefinition[] steps) => new(
        new WorkflowDefinition { Version = "1.0", Name = "w", Key = "W", Steps = steps },
        steps.ToDictionary(s => s.Id, _ => new StepSnapshot(StepStatus.Pending, []), StringComparer.Ordinal),
        CancelRequested: false);
}
