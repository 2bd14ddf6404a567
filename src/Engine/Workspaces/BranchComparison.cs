namespace Signalbox.Engine.Workspaces;

/// <summary>How far two lines of work are apart.</summary>
/// <param name="Ahead">Commits of the workspace that the branch has not.</param>
/// <param name="Behind">Commits of the branch that the workspace has not.</param>
public sealed record BranchComparison(int Ahead, int Behind);
