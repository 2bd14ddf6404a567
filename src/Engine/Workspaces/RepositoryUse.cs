namespace Signalbox.Engine.Workspaces;

/// <summary>What there is of a repository.</summary>
/// <param name="Workspaces">Workspaces that are not removed.</param>
/// <param name="ActiveRuns">Runs that have not ended.</param>
public sealed record RepositoryUse(int Workspaces, int ActiveRuns);
