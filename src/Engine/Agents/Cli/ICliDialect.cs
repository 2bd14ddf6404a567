namespace Signalbox.Engine.Agents.Cli;

/// <summary>How one coding agent's command line is spoken to, or another program that behaves like one.</summary>
internal interface ICliDialect
{
    /// <summary>The id that workflows name.</summary>
    string Id { get; }

    /// <summary>Name for people, such as <c>Claude Code</c>.</summary>
    string Name { get; }

    /// <summary>How it does its work.</summary>
    AgentKind Kind => AgentKind.Cli;

    /// <summary>Whether the server's configuration describes it.</summary>
    bool IsConfigured => false;

    string Provider { get; }

    /// <summary>The model it uses when a step names none; null leaves it to the agent.</summary>
    string? Model => null;

    IReadOnlyList<string> Capabilities { get; }

    /// <summary>Name of the program on the PATH, or its absolute path; null when it is a part of Signalbox.</summary>
    string? Program { get; }

    /// <summary>Whether the program tells its version when it is called with <c>--version</c>.</summary>
    bool TellsVersion => true;

    /// <summary>What to do when the program is not there, as the end of a sentence.</summary>
    string InstallHint { get; }

    /// <summary>What to do when it is not signed in, as the end of a sentence.</summary>
    string SignInHint { get; }

    /// <summary>Options that the agent knows, in the order in which people are told.</summary>
    IReadOnlyList<string> Options { get; }

    /// <summary>Whether the tokens of the cache are among the tokens of the input.</summary>
    bool InputIncludesCache => true;

    /// <summary>Secrets of the agent itself, by which all that it writes is masked.</summary>
    IReadOnlyList<string> ReadSecrets() => [];

    /// <summary>Why the agent cannot work although its program is there, as a sentence that says what to do; null when it can.</summary>
    string? FindFault() => null;

    /// <summary>Why it cannot keep to a step's tools, as a sentence that says what to do; null when it can.</summary>
    string? RefuseTools(AgentTools tools);

    /// <summary>How to start.</summary>
    /// <exception cref="CliOptionException">An option's value cannot be used.</exception>
    CliLaunch Launch(AgentRequest request);

    /// <summary>A parser for the output of one attempt, which reports to the sink as it goes.</summary>
    ICliStream CreateStream(Action<AgentEvent> report);

    /// <summary>The error that an exit code stands for; null when the code says nothing of its own.</summary>
    /// <param name="code">The code, not 0.</param>
    /// <param name="words">What the agent says about it; null when it says nothing.</param>
    AgentError? FaultOf(int code, string? words) => null;
}
