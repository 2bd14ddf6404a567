namespace Signalbox.Dashboard.Hubs;

/// <summary>Which runs to watch; null takes all.</summary>
/// <param name="Workflow">Workflow slug.</param>
/// <param name="Repository">Repository name.</param>
public sealed record RunWatchFilter(string? Workflow, string? Repository);
