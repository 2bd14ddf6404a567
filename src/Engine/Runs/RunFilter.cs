namespace Signalbox.Engine.Runs;

/// <summary>Which runs to list.</summary>
public sealed record RunFilter
{
    /// <summary>Statuses; empty takes all.</summary>
    public IReadOnlyCollection<RunStatus> Statuses { get; init; } = [];

    /// <summary>Workflow slug.</summary>
    public string? Workflow { get; init; }

    /// <summary>Repository name.</summary>
    public string? Repository { get; init; }

    /// <summary>Agent id: runs with a step that it does or an attempt that it made.</summary>
    public string? Agent { get; init; }

    /// <summary>Text in key, workflow or original prompt, any case.</summary>
    public string? Text { get; init; }

    public DateTimeOffset? Since { get; init; }

    public DateTimeOffset? Until { get; init; }

    /// <summary><see cref="RunPage.NextCursor"/> of the page before; null begins.</summary>
    public string? Cursor { get; init; }

    /// <summary>Runs a page, 1..200.</summary>
    public int Limit { get; init; } = 50;
}
