namespace Signalbox.Engine.Workflows;

/// <summary>What happens with times of a schedule at which no server ran (<c>misfire</c>).</summary>
public enum ScheduleMisfire
{
    /// <summary>One run as soon as a server is there, however many times were missed.</summary>
    RunOnce = 0,

    /// <summary>None: the next time counts.</summary>
    Skip = 1,
}
