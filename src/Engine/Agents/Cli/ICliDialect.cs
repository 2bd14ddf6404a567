namespace Signalbox.Engine.Agents.Cli;

/// <summary>How one coding agent's command line is spoken to. The prompt always goes in on standard input.</summary>
internal interface ICliDialect
{
    /// <summary>The id that workflows name.</summary>
    string Id { get; }

    /// <summary>Name for people, such as <c>Claude Code</c>.</summary>
    string Name { get; }

    string Provider { get; }

    IReadOnlyList<string> Capabilities { get; }

    /// <summary>Name of the program on the PATH.</summary>
    string Program { get; }

    /// <summary>What to do when the program is not there, as the end of a sentence.</summary>
    string InstallHint { get; }

    /// <summary>What to do when it is not signed in, as the end of a sentence.</summary>
    string SignInHint { get; }

    /// <summary>Options that the agent knows, in the order in which people are told.</summary>
    IReadOnlyList<string> Options { get; }

    /// <summary>Program and arguments.</summary>
    /// <exception cref="CliOptionException">An option's value cannot be used.</exception>
    IReadOnlyList<string> BuildCommand(AgentRequest request);

    /// <summary>A parser for the output of one attempt, which reports to the sink as it goes.</summary>
    ICliStream CreateStream(Action<AgentEvent> report);
}
