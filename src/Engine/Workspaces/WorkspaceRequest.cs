namespace Signalbox.Engine.Workspaces;

/// <summary>Asks for a worktree.</summary>
/// <param name="RepositoryPath">Absolute path of the repository's work tree.</param>
/// <param name="WorkspacePath">Absolute path of the worktree to make.</param>
/// <param name="Branch">Branch to make, such as <c>signalbox/DOC-1</c>.</param>
/// <param name="BaseRef">What to start from; null: the repository's current HEAD.</param>
public sealed record WorkspaceRequest(string RepositoryPath, string WorkspacePath, string Branch, string? BaseRef);
