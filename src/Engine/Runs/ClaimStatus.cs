namespace Signalbox.Engine.Runs;

/// <summary>Where the work that is offered to workers stands.</summary>
public enum ClaimStatus
{
    /// <summary>Waits for a worker; a claim moves it on.</summary>
    Open = 0,

    /// <summary>A worker holds it; that worker moves it on, or its silence does.</summary>
    Claimed = 1,

    /// <summary>The worker says that it is done. Final.</summary>
    Completed = 2,

    /// <summary>The worker says that it failed. Final.</summary>
    Failed = 3,

    /// <summary>Taken out of the pool: cancelled or timed out. Final.</summary>
    Withdrawn = 4,
}
