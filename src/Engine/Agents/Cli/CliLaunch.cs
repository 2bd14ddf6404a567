namespace Signalbox.Engine.Agents.Cli;

/// <summary>How the program of one attempt is started.</summary>
/// <param name="Command">Program and arguments.</param>
internal sealed record CliLaunch(IReadOnlyList<string> Command)
{
    /// <summary>Variables on top of the step's own.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Files of the attempt's folder that the program reads, by their names. No secret is in them.</summary>
    public IReadOnlyDictionary<string, string> Files { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>The prompt goes in on standard input; otherwise it is among the arguments, and standard input is empty.</summary>
    public bool PromptOnInput { get; init; } = true;
}
