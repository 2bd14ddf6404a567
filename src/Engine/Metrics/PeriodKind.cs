namespace Signalbox.Engine.Metrics;

/// <summary>How long the periods of a history are.</summary>
public enum PeriodKind
{
    /// <summary>From midnight to midnight, in a time zone.</summary>
    Day = 0,

    /// <summary>From Monday to Monday.</summary>
    Week = 1,

    /// <summary>From the first to the first.</summary>
    Month = 2,
}
