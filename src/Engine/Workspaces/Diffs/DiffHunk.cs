namespace Signalbox.Engine.Workspaces.Diffs;

/// <summary>A place of a file where something changed, with the lines around it.</summary>
/// <param name="OldStart">First line before, from 1; 0 when there was none, or it is not known.</param>
/// <param name="OldCount">Lines before.</param>
/// <param name="NewStart">First line after, from 1; 0 when there is none, or it is not known.</param>
/// <param name="NewCount">Lines after.</param>
/// <param name="Heading">The line of the file under which it stands, as git finds it; empty when there is none.</param>
/// <param name="Lines">The lines in order.</param>
public sealed record DiffHunk(int OldStart, int OldCount, int NewStart, int NewCount, string Heading, IReadOnlyList<DiffLine> Lines);
