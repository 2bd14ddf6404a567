namespace Signalbox.Engine.Workspaces;

/// <summary>What a workspace holds against a commit, as text.</summary>
/// <param name="Text">git's unified diff; empty when nothing differs.</param>
/// <param name="IsCut">Whether there is more than was asked for.</param>
/// <param name="LeftOut">What is in no diff, a short sentence each.</param>
/// <param name="Fault">Why there is no diff; null when there is.</param>
public sealed record WorkspacePatch(string Text, bool IsCut, IReadOnlyList<string> LeftOut, string? Fault);
