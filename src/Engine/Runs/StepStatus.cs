namespace Signalbox.Engine.Runs;

/// <summary>Status of a step run.</summary>
public enum StepStatus
{
    /// <summary>Waits for the steps it needs; the resolver moves it on.</summary>
    Pending = 0,

    /// <summary>An attempt is under way; its end moves it on.</summary>
    Running = 1,

    /// <summary>Waits for something outside; that moves it on.</summary>
    Blocked = 2,

    /// <summary>Done. Final.</summary>
    Completed = 3,

    /// <summary>Ended badly; only a resume or rerun moves it on.</summary>
    Failed = 4,

    /// <summary>Stopped by a person; only a resume or rerun moves it on.</summary>
    Cancelled = 5,

    /// <summary>Never ran because of a condition or another step. Final.</summary>
    Skipped = 6,
}
