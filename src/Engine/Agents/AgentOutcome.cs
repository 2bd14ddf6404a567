namespace Signalbox.Engine.Agents;

/// <summary>The outcome of an agent's work on one attempt.</summary>
public enum AgentOutcome
{
    /// <summary>Exit 0 and, where the agent has a stream, its result says success.</summary>
    Succeeded = 0,

    /// <summary>Anything else that ended by itself.</summary>
    Failed = 1,

    /// <summary>Past its timeout; nothing of it is alive.</summary>
    TimedOut = 2,

    /// <summary>Stopped on request; nothing of it is alive.</summary>
    Stopped = 3,

    /// <summary>Gone without an exit record, or never started.</summary>
    Interrupted = 4,
}
