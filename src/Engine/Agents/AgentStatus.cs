namespace Signalbox.Engine.Agents;

/// <summary>Status of an agent (design/domain.md, State machines).</summary>
public enum AgentStatus
{
    /// <summary>Known but not there; detection or a registration moves it on.</summary>
    Unregistered = 0,

    /// <summary>Being checked; the check moves it on.</summary>
    Registering = 1,

    /// <summary>Can work.</summary>
    Active = 2,

    /// <summary>Paused by a person, who moves it on.</summary>
    Inactive = 3,

    /// <summary>No heartbeat; the next one moves it on.</summary>
    Offline = 4,

    /// <summary>A check failed; the reason says what to do, a new registration moves it on.</summary>
    Error = 5,
}
