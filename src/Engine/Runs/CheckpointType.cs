namespace Signalbox.Engine.Runs;

/// <summary>Why a checkpoint was made (spec 3 CheckpointType).</summary>
public enum CheckpointType
{
    /// <summary>The run begins.</summary>
    Plan = 0,

    /// <summary>The plan changed: a resume, a rerun or a fork.</summary>
    Replan = 1,

    /// <summary>A step completed.</summary>
    Progress = 2,

    /// <summary>A person decided.</summary>
    Decision = 3,

    /// <summary>A step failed.</summary>
    Error = 4,

    /// <summary>Work was taken up again after an interruption, or is kept before it is replaced.</summary>
    Recovery = 5,

    /// <summary>The run completed.</summary>
    Complete = 6,
}
