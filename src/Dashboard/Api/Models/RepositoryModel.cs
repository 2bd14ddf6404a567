namespace Signalbox.Dashboard.Api.Models;

/// <summary>A git repository that Signalbox knows.</summary>
public sealed record RepositoryModel(string Id, string Name, string Path, string? DefaultBranch, string? Remote, DateTimeOffset CreatedAt);
