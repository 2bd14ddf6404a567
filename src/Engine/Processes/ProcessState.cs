namespace Signalbox.Engine.Processes;

/// <summary>What is found in an attempt's folder.</summary>
public enum ProcessState
{
    /// <summary>Nothing was ever started, and now never will be: a late supervisor finds its place taken.</summary>
    NeverStarted = 0,

    /// <summary>The supervisor is alive.</summary>
    Running = 1,

    /// <summary>An exit record is there.</summary>
    Ended = 2,

    /// <summary>The supervisor is gone and left no exit record.</summary>
    Lost = 3,
}
