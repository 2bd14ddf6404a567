namespace Signalbox.Engine.Runs;

/// <summary>Status of a run (spec 1 TaskStatus, spec 2 ExecutionStatus; design/domain.md).</summary>
public enum RunStatus
{
    /// <summary>Written, not begun; the job that claims it moves it on.</summary>
    Pending = 0,

    /// <summary>An executor holds it and moves it on.</summary>
    Running = 1,

    /// <summary>Waits for a person, a claim or a rate limit; what it waits for moves it on.</summary>
    Waiting = 2,

    /// <summary>Paused by a person, who moves it on.</summary>
    Paused = 3,

    /// <summary>Every step ended well or was skipped. Final.</summary>
    Completed = 4,

    /// <summary>Ended badly, the reason says why; only a resume moves it on.</summary>
    Failed = 5,

    /// <summary>Stopped by a person, nothing of it alive; only a resume moves it on.</summary>
    Cancelled = 6,
}
