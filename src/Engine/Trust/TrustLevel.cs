namespace Signalbox.Engine.Trust;

/// <summary>How far work may go without a person (spec 4, 2.2). A lower value asks for more care.</summary>
public enum TrustLevel
{
    /// <summary>A person works with the agent, or decides on every change.</summary>
    Low = 0,

    /// <summary>The agent works, a person looks at the change. Also what nothing else is said of.</summary>
    Medium = 1,

    /// <summary>The agent may work alone.</summary>
    High = 2,
}
