using Signalbox.Engine.Agents;
using Signalbox.Engine.Identity;
using Signalbox.Engine.Runs;
using Signalbox.Engine.Workflows;

namespace Signalbox.Unit.Engine.Runs;

public sealed class AttemptFollowUpTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);

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
    public void Of_History_GivesStepStatus(int maxAttempts, StepStatus expected, params AttemptStatus[] history) =>
        Assert.Equal(expected, AttemptFollowUp.Of(new RetryDefinition { MaxAttempts = maxAttempts }, [.. history.Select(s => Attempt(s))], Now, 0).Status);

    [Fact]
    public void Of_ErrorThatTryingAgainCannotHelp_Fails() =>
        Assert.Equal(StepStatus.Failed, AttemptFollowUp.Of(new RetryDefinition { MaxAttempts = 6 }, [Attempt(AttemptStatus.Failed, new AgentError("auth", "no key", Retryable: false))], Now, 0).Status);

    [Theory]
    [InlineData(AttemptStatus.Failed)]
    [InlineData(AttemptStatus.TimedOut)]
    [InlineData(AttemptStatus.Interrupted)]
    public void Of_CauseNotNamed_Fails(AttemptStatus last) =>
        Assert.Equal(StepStatus.Failed, AttemptFollowUp.Of(new RetryDefinition { MaxAttempts = 6, On = [] }, [Attempt(last)], Now, 0).Status);

    [Theory]
    [InlineData(RetryBackoff.Fixed, 10, 10, 10)]
    [InlineData(RetryBackoff.Linear, 10, 20, 30)]
    [InlineData(RetryBackoff.Exponential, 10, 20, 40)]
    public void Of_Backoff_GrowsAsItsNameSays(RetryBackoff backoff, params int[] seconds)
    {
        var retry = new RetryDefinition { MaxAttempts = 6, Backoff = backoff, Delay = TimeSpan.FromSeconds(10) };
        for (var tries = 1; tries <= seconds.Length; tries++)
        {
            var followUp = AttemptFollowUp.Of(retry, [.. Enumerable.Repeat(0, tries).Select(_ => Attempt(AttemptStatus.Failed))], Now, jitter: 0);
            Assert.Equal(new AttemptFollowUp(StepStatus.Blocked, BlockCause.Retry, Now.AddSeconds(seconds[tries - 1])), followUp);
        }
    }

    [Fact]
    public void Of_Backoff_StaysBelowItsMostAndSpreadsByAFifth()
    {
        var retry = new RetryDefinition { MaxAttempts = 6, Backoff = RetryBackoff.Exponential, Delay = TimeSpan.FromSeconds(60), MaxDelay = TimeSpan.FromSeconds(100) };
        IReadOnlyList<Attempt> attempts = [Attempt(AttemptStatus.Failed), Attempt(AttemptStatus.Failed), Attempt(AttemptStatus.Failed)];

        Assert.Equal(Now.AddSeconds(100), AttemptFollowUp.Of(retry, attempts, Now, jitter: 0).At);
        Assert.Equal(Now.AddSeconds(110), AttemptFollowUp.Of(retry, attempts, Now, jitter: 0.5).At);
    }

    [Fact]
    public void Of_RateLimitThatNamesItsEnd_WaitsForItHoweverManyTriesThereWere()
    {
        var limited = Attempt(AttemptStatus.Failed, new AgentError("rate_limit", "limit", Retryable: true, Now.AddHours(1)));
        limited.IsRateLimited = true;

        Assert.Equal(new AttemptFollowUp(StepStatus.Blocked, BlockCause.RateLimit, Now.AddHours(1)), AttemptFollowUp.Of(new RetryDefinition(), [limited, limited], Now, 0));
    }

    [Fact]
    public void Of_RateLimitThatNamesNoEnd_IsATryLikeAnother()
    {
        var limited = Attempt(AttemptStatus.Failed, new AgentError("rate_limit", "limit", Retryable: true));

        Assert.Equal(StepStatus.Failed, AttemptFollowUp.Of(new RetryDefinition(), [limited], Now, 0).Status);
        Assert.Equal(StepStatus.Running, AttemptFollowUp.Of(new RetryDefinition { MaxAttempts = 2, On = [RetryCause.RateLimit] }, [limited], Now, 0).Status);
        Assert.Equal(StepStatus.Failed, AttemptFollowUp.Of(new RetryDefinition { MaxAttempts = 2, On = [RetryCause.Error] }, [limited], Now, 0).Status);
    }

    [Theory]
    [InlineData(1, StepStatus.Running)]
    [InlineData(AttemptFollowUp.MaxNeverStarted, StepStatus.Running)]
    [InlineData(AttemptFollowUp.MaxNeverStarted + 1, StepStatus.Failed)]
    public void Of_AgentThatNeverBegan_IsNoTry(int times, StepStatus expected)
    {
        // Two interruptions of an agent at work would be one too many, and "error" names nothing that applies.
        Attempt[] history = [Attempt(AttemptStatus.Interrupted), .. Enumerable.Repeat(0, times).Select(_ => NeverStarted())];

        Assert.Equal(expected, AttemptFollowUp.Of(new RetryDefinition { MaxAttempts = 1 }, history, Now, 0).Status);
        Assert.Equal(expected, AttemptFollowUp.Of(new RetryDefinition { MaxAttempts = 1, On = [RetryCause.Error] }, history[1..], Now, 0).Status);
    }

    [Fact]
    public void Of_AgentThatNeverBegan_GivesNoExtraStart()
    {
        Attempt[] history = [NeverStarted(), NeverStarted(), Attempt(AttemptStatus.Failed)];

        Assert.Equal(StepStatus.Failed, AttemptFollowUp.Of(new RetryDefinition { MaxAttempts = 1 }, history, Now, 0).Status);
        Assert.Equal(StepStatus.Running, AttemptFollowUp.Of(new RetryDefinition { MaxAttempts = 2 }, history, Now, 0).Status);
        Assert.Equal(StepStatus.Running, AttemptFollowUp.Of(new RetryDefinition { MaxAttempts = 1 }, [NeverStarted(), Attempt(AttemptStatus.Interrupted)], Now, 0).Status);
    }

    private static Attempt NeverStarted() => Attempt(AttemptStatus.Interrupted, new AgentError("never_started", "it was never started", Retryable: true));

    private static Attempt Attempt(AttemptStatus status, AgentError? error = null)
    {
        var attempt = new Attempt
        {
            Id = EntityId.New<AttemptId>(),
            StepRunId = EntityId.New<StepRunId>(),
            RunId = EntityId.New<RunId>(),
            Number = 1,
            Agent = "shell",
            Directory = "/",
            PromptHash = "",
            StartedAt = Now,
            Error = error,
        };
        attempt.End(status, Now);
        return attempt;
    }
}
