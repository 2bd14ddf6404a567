namespace Signalbox.Engine.Agents.Commands;

/// <summary>Any program as an agent, from configuration (design/agents.md, row <c>command</c>).</summary>
public sealed record CommandAgentSettings
{
    /// <summary>The id that workflows name.</summary>
    public required string Id { get; init; }

    /// <summary>
    /// Program and arguments. Each may hold <c>{prompt}</c>, <c>{prompt_file}</c>, <c>{workspace}</c>; an argument with <c>{model}</c> is left out where neither a step
    /// nor <see cref="Model"/> names one. Without <c>{prompt}</c> the prompt goes in on standard input. A prompt as an argument can be read by everybody on the machine, and has 64 KiB at most.
    /// </summary>
    public required IReadOnlyList<string> Command { get; init; }

    /// <summary>Program and arguments that go on with a session, which is <c>{session}</c>; null: it always begins a new one.</summary>
    public IReadOnlyList<string>? Resume { get; init; }

    /// <summary>Name for people; null: the id.</summary>
    public string? Name { get; init; }

    /// <summary>What <c>{model}</c> is where a step names none; null: such an argument is left out then.</summary>
    public string? Model { get; init; }

    /// <summary>What it can do. Default: implement.</summary>
    public IReadOnlyList<string> Capabilities { get; init; } = ["implement"];

    /// <summary>What it writes.</summary>
    public CommandOutput Output { get; init; }

    /// <summary>How its lines are read.</summary>
    public CommandFields Fields { get; init; } = new();

    /// <summary>Whether it is asked for its version with <c>--version</c>. Default false.</summary>
    public bool TellsVersion { get; init; }

    /// <summary>What to do where it is missing, as the end of a sentence. Default: install it.</summary>
    public string? InstallHint { get; init; }

    /// <summary>Every fault, beginning with the key below the agent's own.</summary>
    internal IEnumerable<string> FindFaults()
    {
        foreach (var fault in CommandTemplate.FindFaults("Command", Command, ["prompt", "prompt_file", "workspace", "model"]))
        {
            yield return fault;
        }

        if (Resume is not null)
        {
            foreach (var fault in CommandTemplate.FindFaults("Resume", Resume, ["prompt", "prompt_file", "workspace", "model", "session"]))
            {
                yield return fault;
            }

            if (!Resume.Any(part => part.Contains("{session}", StringComparison.Ordinal)))
            {
                yield return "Resume: nothing in it is {session}, so that it could not go on with one";
            }

            if (Output == CommandOutput.Text || Fields.Session is null)
            {
                yield return "Resume: Fields:Session is missing, so that no session is ever known";
            }
        }

        if (Output == CommandOutput.Text && Fields.All.Count > 0)
        {
            yield return $"Fields: {string.Join(", ", Fields.All.Select(field => field.Name))} cannot be read from text; Output must be jsonl";
        }

        if (Output == CommandOutput.JsonLines && Fields.Text is null && Fields.Answer is null)
        {
            yield return "Fields: Text or Answer is needed, or there is never an answer";
        }

        foreach (var (name, path) in Fields.All.Where(field => field.Path.Split('.').Any(string.IsNullOrWhiteSpace)))
        {
            yield return $"Fields:{name}: found '{path}', allowed are names with dots between, such as message.content";
        }
    }
}
