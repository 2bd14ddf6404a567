namespace Signalbox.Dashboard.Components.Trust;

/// <summary>What a person asks on the trust page, as its URL carries it.</summary>
public sealed record TrustUrl
{
    /// <summary>Name of the repository whose model is looked at; null: the global one.</summary>
    public string? Repository { get; init; }

    /// <summary>Files, one a line.</summary>
    public string? Paths { get; init; }

    /// <summary>Type of the work.</summary>
    public string? TaskType { get; init; }

    /// <summary>The files as a list.</summary>
    public IReadOnlyList<string> Files => [.. (Paths ?? "").Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)];

    /// <summary>Whether anything is asked.</summary>
    public bool Asks => Files.Count > 0 || TaskType is not null;

    /// <summary>Reads a URL's parts.</summary>
    public static TrustUrl Read(string? repository, string? paths, string? taskType) => new()
    {
        Repository = Given(repository),
        Paths = Given(paths?.ReplaceLineEndings("\n")),
        TaskType = Given(taskType),
    };

    /// <summary>The address of this question.</summary>
    public string ToHref()
    {
        var parts = new (string Name, string? Value)[] { ("repository", Repository), ("paths", Paths), ("type", TaskType) };
        var query = string.Join('&', parts.Where(p => p.Value is not null).Select(p => $"{p.Name}={Uri.EscapeDataString(p.Value!)}"));
        return query.Length == 0 ? "trust" : $"trust?{query}";
    }

    private static string? Given(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
