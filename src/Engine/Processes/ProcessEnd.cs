namespace Signalbox.Engine.Processes;

/// <summary>How a durable process ended.</summary>
public enum ProcessEnd
{
    /// <summary>By itself; the exit code says how.</summary>
    Exited = 0,

    /// <summary>Stopped on request, its tree killed.</summary>
    Stopped = 1,

    /// <summary>Ran past its timeout, its tree killed.</summary>
    TimedOut = 2,

    /// <summary>An output file passed its limit, the tree killed.</summary>
    OutputLimit = 3,

    /// <summary>The program could not be started; the detail says why.</summary>
    StartFailed = 4,

    /// <summary>Gone without an exit record: the machine or the supervisor itself was killed.</summary>
    Lost = 5,

    /// <summary>Gone before it began: whoever was to start it ended first. Nothing of it has run.</summary>
    NeverStarted = 6,
}
