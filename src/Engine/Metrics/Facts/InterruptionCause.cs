namespace Signalbox.Engine.Metrics.Facts;

/// <summary>How it became known that something was cut off.</summary>
public enum InterruptionCause
{
    /// <summary>Another server, or the same after its start, took it over.</summary>
    Reattached = 0,

    /// <summary>It was taken up again after it had stopped or ended.</summary>
    Resumed = 1,

    /// <summary>It was paused and nobody took it up again.</summary>
    Expired = 2,
}
