namespace Signalbox.Dashboard.Api.Models;

/// <summary>A git repository that Signalbox knows.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">What people type.</param>
/// <param name="Path">Where it is on the server's machine.</param>
/// <param name="DefaultBranch">The branch that workspaces are compared with; null: unknown.</param>
/// <param name="Remote">URL of its remote, without credentials; null: none.</param>
/// <param name="Fetch">Whether a run fetches the default branch from the remote before it begins.</param>
/// <param name="Push">Whether the branch of a run that completed is pushed to the remote.</param>
/// <param name="CreatedAt">When it became known.</param>
/// <param name="Workspaces">Workspaces of it that are there; null where that was not counted.</param>
/// <param name="ActiveRuns">Runs of it that have not ended; null where that was not counted.</param>
public sealed record RepositoryModel(
    string Id, string Name, string Path, string? DefaultBranch, string? Remote, bool Fetch, bool Push, DateTimeOffset CreatedAt, int? Workspaces = null, int? ActiveRuns = null);
