using Signalbox.Engine.Workflows;

namespace Signalbox.Engine.Runs;

/// <summary>What an ended attempt makes of its step.</summary>
/// <param name="Status">Completed, Failed, Cancelled; Running when another attempt follows at once; Blocked when it follows later.</param>
/// <param name="Cause">What a blocked step waits for.</param>
/// <param name="At">When a blocked step goes on.</param>
public sealed record AttemptFollowUp(StepStatus Status, BlockCause? Cause = null, DateTimeOffset? At = null)
{
    /// <summary>Error code of an attempt whose <c>verify</c> did not exit 0.</summary>
    public const string NotVerified = "not_verified";

    /// <summary>Error code of an attempt whose agent said that it is not done, or did not say.</summary>
    public const string NotDone = "not_done";

    /// <summary>Named rate limits that one step run sits out, at most: a service that always names another is not waited for for ever.</summary>
    public const int MaxRateLimits = 50;

    /// <summary>Attempts of one step run that ended before their agents began, at most, that count for nothing: a server that dies each time ends as well.</summary>
    public const int MaxNeverStarted = 50;

    /// <summary>
    /// Decides. A rate limit that names its end is waited for and does not count as a try. Nor does an attempt whose agent never began, because the server
    /// stopped between its row and its process: another follows, whatever <c>retry.on</c> says, for nothing has been done. An interrupted attempt allows one extra start beyond
    /// <c>max_attempts</c>, because the fault was not the step's.
    /// </summary>
    /// <param name="retry">The step's rule.</param>
    /// <param name="attempts">The attempts of the step run that count since its last resume, in order; the last has just ended.</param>
    /// <param name="now">The time.</param>
    /// <param name="jitter">0 up to 1: how much of the spread of a fifth is added to a wait, so that many do not come back at once.</param>
    public static AttemptFollowUp Of(RetryDefinition retry, IReadOnlyList<Attempt> attempts, DateTimeOffset now, double jitter)
    {
        ArgumentNullException.ThrowIfNull(retry);
        ArgumentNullException.ThrowIfNull(attempts);
        var last = attempts[^1];
        switch (last.Status)
        {
            case AttemptStatus.Succeeded:
                return new AttemptFollowUp(StepStatus.Completed);
            case AttemptStatus.Cancelled:
                return new AttemptFollowUp(StepStatus.Cancelled);
            case AttemptStatus.Running or AttemptStatus.Failed or AttemptStatus.TimedOut or AttemptStatus.Interrupted:
                break;
        }

        if (last.IsRateLimited)
        {
            return new AttemptFollowUp(StepStatus.Blocked, BlockCause.RateLimit, last.Error!.RetryAt);
        }

        var neverStarted = attempts.Count(IsNeverStarted);
        if (IsNeverStarted(last) && neverStarted <= MaxNeverStarted)
        {
            return new AttemptFollowUp(StepStatus.Running);
        }

        var cause = CauseOf(last);
        var tries = attempts.Count(a => !a.IsRateLimited) - Math.Min(neverStarted, MaxNeverStarted);
        var extra = retry.On.Contains(RetryCause.Interrupted) && attempts.Any(a => a.Status == AttemptStatus.Interrupted && !IsNeverStarted(a)) ? 1 : 0;
        if (last.Error?.Retryable == false || !retry.On.Contains(cause) || tries >= retry.MaxAttempts + extra)
        {
            return new AttemptFollowUp(StepStatus.Failed);
        }

        var wait = WaitAfter(retry, tries, jitter);
        return wait > TimeSpan.Zero ? new AttemptFollowUp(StepStatus.Blocked, BlockCause.Retry, now + wait) : new AttemptFollowUp(StepStatus.Running);
    }

    /// <summary>Whether an attempt that fails with this error is to be waited for instead of counted.</summary>
    internal static bool IsNamedRateLimit(RetryDefinition retry, Agents.AgentError? error, int sofar) =>
        error is { Code: "rate_limit", RetryAt: not null } && retry.On.Contains(RetryCause.RateLimit) && sofar < MaxRateLimits;

    internal static bool IsNeverStarted(Attempt attempt) =>
        attempt.Status == AttemptStatus.Interrupted && string.Equals(attempt.Error?.Code, Agents.AttemptEnd.NeverStarted, StringComparison.Ordinal);

    private static TimeSpan WaitAfter(RetryDefinition retry, int tries, double jitter)
    {
        var factor = retry.Backoff switch
        {
            RetryBackoff.Fixed => 1,
            RetryBackoff.Linear => tries,
            RetryBackoff.Exponential => Math.Pow(2, tries - 1),
        };
        var wait = retry.Delay * factor;
        return (wait > retry.MaxDelay ? retry.MaxDelay : wait) * (1 + (0.2 * jitter));
    }

    private static RetryCause CauseOf(Attempt attempt) => attempt.Status switch
    {
        AttemptStatus.TimedOut => RetryCause.Timeout,
        AttemptStatus.Interrupted => RetryCause.Interrupted,
        AttemptStatus.Running or AttemptStatus.Succeeded or AttemptStatus.Failed or AttemptStatus.Cancelled => string.Equals(attempt.Error?.Code, "rate_limit", StringComparison.Ordinal) ? RetryCause.RateLimit : RetryCause.Error,
    };
}
