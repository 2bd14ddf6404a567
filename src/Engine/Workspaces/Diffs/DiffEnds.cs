namespace Signalbox.Engine.Workspaces.Diffs;

/// <summary>Two states of a workspace in the repository that holds both.</summary>
/// <param name="Folder">Absolute path in which git is called: the worktree, or the repository when the worktree is gone.</param>
/// <param name="From">Commit or tree before.</param>
/// <param name="To">Commit or tree after.</param>
public sealed record DiffEnds(string Folder, string From, string To);
