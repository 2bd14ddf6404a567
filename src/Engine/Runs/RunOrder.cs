namespace Signalbox.Engine.Runs;

/// <summary>What a person may order a run that has not ended to do.</summary>
public enum RunOrder
{
    /// <summary>Begin nothing new; be Paused once what is under way has ended. For Pending, Running and Waiting runs.</summary>
    Pause = 0,

    /// <summary>Go on. For a run that is Paused or was asked to pause.</summary>
    Continue = 1,

    /// <summary>Make exactly one decision, then be Paused again. For Paused and Pending runs (spec 5 execute-next).</summary>
    Step = 2,
}
