namespace Signalbox.Engine.Workspaces;

/// <summary>The files of a work tree at one moment, as git holds them.</summary>
/// <param name="Tree">The tree, or an expression that git reads as one.</param>
/// <param name="Head">The commit of HEAD; null before the first.</param>
/// <param name="Branch">The branch of HEAD; null when detached.</param>
/// <param name="LeftOut">What it does not hold.</param>
internal sealed record CheckpointTree(string Tree, string? Head, string? Branch, LeftOutWork LeftOut);
