namespace Signalbox.Engine.Workflows;

/// <summary>Why an attempt may be followed by another (<c>retry.on</c>).</summary>
public enum RetryCause
{
    /// <summary>The attempt failed.</summary>
    Error = 0,

    /// <summary>The attempt ran into its timeout.</summary>
    Timeout = 1,

    /// <summary>The process was gone after a restart, without an exit record.</summary>
    Interrupted = 2,

    /// <summary>The agent's service refused for now.</summary>
    RateLimit = 3,
}
