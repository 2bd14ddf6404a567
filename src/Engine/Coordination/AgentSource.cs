namespace Signalbox.Engine.Coordination;

/// <summary>How an agent came to be known.</summary>
public enum AgentSource
{
    /// <summary>Found on this machine.</summary>
    Detected = 0,

    /// <summary>Named by the server's configuration.</summary>
    Configuration = 1,

    /// <summary>Registered by itself or by a person.</summary>
    Registered = 2,
}
