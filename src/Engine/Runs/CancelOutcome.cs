namespace Signalbox.Engine.Runs;

/// <summary>What a request to cancel a run met.</summary>
public enum CancelOutcome
{
    /// <summary>There is no such run.</summary>
    NotFound = 0,

    /// <summary>It had not begun: it is cancelled now.</summary>
    Cancelled = 1,

    /// <summary>The executor was asked to stop it.</summary>
    Requested = 2,

    /// <summary>Somebody asked already; nothing was changed.</summary>
    AlreadyRequested = 3,

    /// <summary>It has ended; nothing was changed.</summary>
    AlreadyEnded = 4,
}
