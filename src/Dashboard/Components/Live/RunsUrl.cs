using Signalbox.Engine.Runs;

namespace Signalbox.Dashboard.Components.Live;

/// <summary>The filter of the list of runs as its URL carries it.</summary>
public sealed record RunsUrl
{
    /// <summary>Choices of <see cref="Since"/> with their words.</summary>
    public static IReadOnlyList<(string Value, string Label, TimeSpan Length)> Periods { get; } =
    [
        ("1h", "Last hour", TimeSpan.FromHours(1)),
        ("24h", "Last 24 hours", TimeSpan.FromDays(1)),
        ("7d", "Last 7 days", TimeSpan.FromDays(7)),
        ("30d", "Last 30 days", TimeSpan.FromDays(30)),
    ];

    /// <summary>Choices of <see cref="Status"/> with their words.</summary>
    public static IReadOnlyList<(string Value, string Label, IReadOnlyList<RunStatus> Statuses)> Groups { get; } =
    [
        ("active", "Active", RunGroups.Active),
        ("failed", "Failed", [RunStatus.Failed]),
        ("completed", "Completed", [RunStatus.Completed]),
        ("cancelled", "Cancelled", [RunStatus.Cancelled]),
    ];

    /// <summary>A group of <see cref="Groups"/>; null takes all.</summary>
    public string? Status { get; init; }

    /// <summary>Workflow slug.</summary>
    public string? Workflow { get; init; }

    /// <summary>Text in key, workflow or prompt.</summary>
    public string? Text { get; init; }

    /// <summary>A period of <see cref="Periods"/>; null takes all.</summary>
    public string? Since { get; init; }

    /// <summary>Anything is filtered.</summary>
    public bool IsSet => this != new RunsUrl();

    /// <summary>Reads a URL's parts; what is not known is left out, as if it were not there.</summary>
    public static RunsUrl Read(string? status, string? workflow, string? text, string? since) => new()
    {
        Status = Groups.Any(g => string.Equals(g.Value, status, StringComparison.Ordinal)) ? status : null,
        Workflow = string.IsNullOrWhiteSpace(workflow) ? null : workflow,
        Text = string.IsNullOrWhiteSpace(text) ? null : text.Trim(),
        Since = Periods.Any(p => string.Equals(p.Value, since, StringComparison.Ordinal)) ? since : null,
    };

    /// <summary>The address with this filter.</summary>
    public string ToHref()
    {
        var parts = new (string Name, string? Value)[] { ("status", Status), ("workflow", Workflow), ("q", Text), ("since", Since) };
        var query = string.Join('&', parts.Where(p => p.Value is not null).Select(p => $"{p.Name}={Uri.EscapeDataString(p.Value!)}"));
        return query.Length == 0 ? "runs" : $"runs?{query}";
    }

    /// <summary>The filter for the query.</summary>
    public RunFilter ToFilter(DateTimeOffset now, string? cursor, int limit) => new()
    {
        Statuses = [.. Groups.Where(g => string.Equals(g.Value, Status, StringComparison.Ordinal)).SelectMany(g => g.Statuses)],
        Workflow = Workflow,
        Text = Text,
        Since = Periods.Where(p => string.Equals(p.Value, Since, StringComparison.Ordinal)).Select(p => (DateTimeOffset?)(now - p.Length)).FirstOrDefault(),
        Cursor = cursor,
        Limit = limit,
    };
}
