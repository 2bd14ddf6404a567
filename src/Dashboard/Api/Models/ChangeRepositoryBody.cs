namespace Signalbox.Dashboard.Api.Models;

/// <summary>Changes a repository.</summary>
/// <param name="DefaultBranch">The branch that its workspaces are compared with; null: as it is.</param>
/// <param name="Fetch">Whether a run fetches that branch from the remote before it begins; null: as it is.</param>
/// <param name="Push">Whether the branch of a run that completed is pushed to the remote; null: as it is.</param>
public sealed record ChangeRepositoryBody(string? DefaultBranch, bool? Fetch = null, bool? Push = null);
