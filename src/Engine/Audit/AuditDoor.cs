namespace Signalbox.Engine.Audit;

/// <summary>Through what somebody came.</summary>
public enum AuditDoor
{
    /// <summary>The dashboard in a browser.</summary>
    Browser = 0,

    /// <summary>The command line.</summary>
    CommandLine = 1,

    /// <summary>Another program, with a token.</summary>
    Api = 2,

    /// <summary>The server itself, such as by a start with other files.</summary>
    Server = 3,
}
