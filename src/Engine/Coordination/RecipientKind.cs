namespace Signalbox.Engine.Coordination;

/// <summary>Who a message is for.</summary>
public enum RecipientKind
{
    /// <summary>One agent, by id.</summary>
    Agent = 0,

    /// <summary>Every agent of a role.</summary>
    Role = 1,

    /// <summary>Every agent.</summary>
    Everyone = 2,

    /// <summary>People: it is read in the UI.</summary>
    People = 3,
}
