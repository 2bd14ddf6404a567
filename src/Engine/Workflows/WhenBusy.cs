namespace Signalbox.Engine.Workflows;

/// <summary>What a run does whose group is busy (<c>concurrency.when_busy</c>).</summary>
public enum WhenBusy
{
    /// <summary>Waits for its turn.</summary>
    Queue = 0,

    /// <summary>The runs before it are cancelled, queued and running ones.</summary>
    CancelRunning = 1,

    /// <summary>It is not started.</summary>
    Reject = 2,
}
