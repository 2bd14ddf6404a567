using Signalbox.Engine.Workspaces;
using Signalbox.Engine.Workspaces.Upkeep;

namespace Signalbox.Dashboard.Components.Workspaces;

/// <summary>The filter of the list of workspaces as its URL carries it.</summary>
public sealed record WorkspacesUrl
{
    /// <summary>Choices of <see cref="Status"/> with their words.</summary>
    public static IReadOnlyList<(string Value, string Label, WorkspaceStatus Status)> Groups { get; } =
    [
        ("active", "Active", WorkspaceStatus.Active),
        ("dirty", "Dirty", WorkspaceStatus.Dirty),
        ("merged", "Merged", WorkspaceStatus.Merged),
        ("kept", "Kept", WorkspaceStatus.Kept),
        ("removed", "Removed", WorkspaceStatus.Removed),
    ];

    /// <summary>A value of <see cref="Groups"/>; null takes all that are there.</summary>
    public string? Status { get; init; }

    /// <summary>Name of a repository.</summary>
    public string? Repository { get; init; }

    /// <summary>Anything is filtered.</summary>
    public bool IsSet => this != new WorkspacesUrl();

    /// <summary>Reads a URL's parts; what is not known is left out, as if it were not there.</summary>
    public static WorkspacesUrl Read(string? status, string? repository) => new()
    {
        Status = Groups.Any(g => string.Equals(g.Value, status, StringComparison.Ordinal)) ? status : null,
        Repository = string.IsNullOrWhiteSpace(repository) ? null : repository,
    };

    /// <summary>The address with this filter.</summary>
    public string ToHref()
    {
        var parts = new (string Name, string? Value)[] { ("status", Status), ("repository", Repository) };
        var query = string.Join('&', parts.Where(p => p.Value is not null).Select(p => $"{p.Name}={Uri.EscapeDataString(p.Value!)}"));
        return query.Length == 0 ? "workspaces" : $"workspaces?{query}";
    }

    /// <summary>The statuses for the query.</summary>
    public IReadOnlyCollection<WorkspaceStatus> Statuses => Status is null ? WorkspaceFilter.There : [.. Groups.Where(g => string.Equals(g.Value, Status, StringComparison.Ordinal)).Select(g => g.Status)];
}
