namespace Signalbox.Engine.Agents;

/// <summary>How an agent does its work (design/agents.md).</summary>
public enum AgentKind
{
    /// <summary>Scripts on this machine.</summary>
    Shell = 0,

    /// <summary>A coding agent's command line on this machine.</summary>
    Cli = 1,

    /// <summary>A language model behind an address.</summary>
    Api = 2,

    /// <summary>A program that the configuration describes.</summary>
    Command = 3,

    /// <summary>A program outside that claims steps.</summary>
    Worker = 4,
}
