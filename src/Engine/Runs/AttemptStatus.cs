namespace Signalbox.Engine.Runs;

/// <summary>Status, and in the end the outcome, of an attempt.</summary>
public enum AttemptStatus
{
    /// <summary>Its agent works, also while no server runs; its end moves it on.</summary>
    Running = 0,

    /// <summary>Ended well, outputs collected. Final.</summary>
    Succeeded = 1,

    /// <summary>Ended badly. Final.</summary>
    Failed = 2,

    /// <summary>Past its timeout. Final.</summary>
    TimedOut = 3,

    /// <summary>Stopped on request. Final.</summary>
    Cancelled = 4,

    /// <summary>Gone without an exit record. Final.</summary>
    Interrupted = 5,
}
