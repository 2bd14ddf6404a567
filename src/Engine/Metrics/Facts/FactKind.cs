namespace Signalbox.Engine.Metrics.Facts;

/// <summary>What a fact tells.</summary>
public enum FactKind
{
    /// <summary>A run ended; a run that is taken up again ends once more.</summary>
    RunEnded = 0,

    /// <summary>A step run of an agent ended Completed or Failed.</summary>
    StepEnded = 1,

    /// <summary>An agent was given a prompt.</summary>
    PromptRendered = 2,

    /// <summary>An attempt of an agent ended, with what it used.</summary>
    AttemptEnded = 3,

    /// <summary>A <c>verify</c> gave its answer.</summary>
    Verified = 4,

    /// <summary>A run or a session was cut off: it was taken over, taken up again, or it expired.</summary>
    Interrupted = 5,

    /// <summary>A session of an agent ended.</summary>
    SessionEnded = 6,

    /// <summary>A person, or the deadline, answered an approval.</summary>
    ApprovalAnswered = 7,

    /// <summary>A run was found to be the cause of a regression.</summary>
    RegressionLinked = 8,

    /// <summary>Another version of the configuration stands.</summary>
    ConfigurationApplied = 9,

    /// <summary>A person took back that a run was the cause of a regression.</summary>
    RegressionWithdrawn = 10,
}
