namespace Signalbox.Engine.Agents.Commands;

/// <summary>Where the lines of a command hold what is wanted: names of members with dots between, such as <c>message.content</c>. Null: it does not tell.</summary>
public sealed record CommandFields
{
    /// <summary>Something that the agent says.</summary>
    public string? Text { get; init; }

    /// <summary>Something that it thinks.</summary>
    public string? Thinking { get; init; }

    /// <summary>The answer. A stream that has this field is complete only with it; without the field the last text is the answer.</summary>
    public string? Answer { get; init; }

    /// <summary>Id of the session.</summary>
    public string? Session { get; init; }

    /// <summary>Name of the model.</summary>
    public string? Model { get; init; }

    /// <summary>Why it failed.</summary>
    public string? Error { get; init; }

    /// <summary>Name of a tool that is used.</summary>
    public string? Tool { get; init; }

    /// <summary>A file that was changed.</summary>
    public string? File { get; init; }

    /// <summary>Tokens of the input, of the whole attempt; the last line that has it counts.</summary>
    public string? InputTokens { get; init; }

    /// <summary>Tokens of the output, likewise.</summary>
    public string? OutputTokens { get; init; }

    /// <summary>Tokens read from the cache, likewise.</summary>
    public string? CacheReadTokens { get; init; }

    /// <summary>US dollars, likewise.</summary>
    public string? CostUsd { get; init; }

    /// <summary>Each field that is set, with its name.</summary>
    internal IReadOnlyList<(string Name, string Path)> All
    {
        get
        {
            (string Name, string? Path)[] fields =
            [
                (nameof(Text), Text), (nameof(Thinking), Thinking), (nameof(Answer), Answer), (nameof(Session), Session), (nameof(Model), Model), (nameof(Error), Error),
                (nameof(Tool), Tool), (nameof(File), File), (nameof(InputTokens), InputTokens), (nameof(OutputTokens), OutputTokens),
                (nameof(CacheReadTokens), CacheReadTokens), (nameof(CostUsd), CostUsd),
            ];
            return [.. fields.Where(mapped => mapped.Path is not null).Select(mapped => (mapped.Name, mapped.Path!))];
        }
    }
}
