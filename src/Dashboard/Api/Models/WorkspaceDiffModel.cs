namespace Signalbox.Dashboard.Api.Models;

/// <summary>What a workspace holds against the commit it started from.</summary>
/// <param name="Workspace">Id of the workspace.</param>
/// <param name="BaseCommit">The commit.</param>
/// <param name="Diff">git's unified diff, untracked files included.</param>
/// <param name="Cut">Whether there is more.</param>
/// <param name="LeftOut">What is in no diff.</param>
public sealed record WorkspaceDiffModel(string Workspace, string BaseCommit, string Diff, bool Cut, IReadOnlyList<string> LeftOut);
