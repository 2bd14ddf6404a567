namespace Signalbox.Engine.Workflows;

/// <summary>How the wait between attempts grows (<c>retry.backoff</c>).</summary>
public enum RetryBackoff
{
    /// <summary>The same each time.</summary>
    Fixed = 0,

    /// <summary>The delay times the number of the attempt.</summary>
    Linear = 1,

    /// <summary>Twice as long each time.</summary>
    Exponential = 2,
}
