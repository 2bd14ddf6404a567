namespace Signalbox.Engine.Runs;

/// <summary>What a blocked step waits for.</summary>
public enum BlockCause
{
    /// <summary>A person's answer.</summary>
    Approval = 0,

    /// <summary>The end of a child run.</summary>
    ChildRun = 1,

    /// <summary>The reset of a rate limit, at a known time.</summary>
    RateLimit = 2,

    /// <summary>The next attempt, at a known time.</summary>
    Retry = 3,

    /// <summary>A worker that claims it.</summary>
    Claim = 4,
}
