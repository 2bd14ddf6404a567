namespace Signalbox.Engine.Governance.Configuration;

/// <summary>How a configured agent does its work.</summary>
public enum ConfiguredAgentKind
{
    /// <summary>A model behind an API.</summary>
    Api = 0,

    /// <summary>A program of this machine.</summary>
    Command = 1,

    /// <summary>A worker outside, which claims steps.</summary>
    Worker = 2,

    /// <summary>One that is found on the machine: the document only says whether it works.</summary>
    Found = 3,
}
