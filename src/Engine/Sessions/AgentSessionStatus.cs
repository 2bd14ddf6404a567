namespace Signalbox.Engine.Sessions;

/// <summary>Where an agent's session in a run stands (spec 4, 3.2 Agent Session Status).</summary>
public enum AgentSessionStatus
{
    /// <summary>Its files are laid out; the agent's first sign of life moves it on.</summary>
    Initializing = 0,

    /// <summary>The agent works, or is between two steps; the run moves it on.</summary>
    Active = 1,

    /// <summary>A person paused the run; going on with it, or its end, moves it on.</summary>
    Paused = 2,

    /// <summary>The run goes on; the next attempt, or the run's end, moves it on.</summary>
    Resumed = 3,

    /// <summary>The run waits for something outside; the next attempt, or the run's end, moves it on.</summary>
    Blocked = 4,

    /// <summary>The run completed. Final.</summary>
    Completed = 5,

    /// <summary>The run failed or was cancelled. Final.</summary>
    Failed = 6,

    /// <summary>The run ended while it was paused. Final.</summary>
    Expired = 7,
}
