namespace Signalbox.Engine.Events;

/// <summary>Severity of an event (spec 2 LogLevel).</summary>
public enum EventLevel
{
    Debug = 0,
    Info = 1,
    Warning = 2,
    Error = 3,
}
