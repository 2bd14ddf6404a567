namespace Signalbox.Engine.Metrics.Facts;

/// <summary>How something ended.</summary>
public enum FactOutcome
{
    /// <summary>It did what it was to do.</summary>
    Completed = 0,

    /// <summary>It did not.</summary>
    Failed = 1,

    /// <summary>A person called it off.</summary>
    Cancelled = 2,
}
