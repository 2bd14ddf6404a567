namespace Signalbox.Dashboard.Api.Models;

/// <summary>Changes a repository.</summary>
/// <param name="DefaultBranch">The branch that its workspaces are compared with.</param>
public sealed record ChangeRepositoryBody(string? DefaultBranch);
