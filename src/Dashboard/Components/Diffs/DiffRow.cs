using Signalbox.Engine.Workspaces.Diffs;

namespace Signalbox.Dashboard.Components.Diffs;

/// <summary>A row of a shown change: the head of a place, or a line on one side or on both.</summary>
/// <param name="Head">The place that begins here; null for a line.</param>
/// <param name="Left">The line before.</param>
/// <param name="Right">The line after; the same object as <paramref name="Left"/> when nothing changed.</param>
public sealed record DiffRow(DiffHunk? Head, DiffLine? Left, DiffLine? Right)
{
    /// <summary>The part of <see cref="Left"/> that is not in the line that took its place; null when it is not told.</summary>
    public Range? LeftMark { get; init; }

    /// <summary>The part of <see cref="Right"/> that is not in the line whose place it took; null when it is not told.</summary>
    public Range? RightMark { get; init; }

    /// <summary>On both sides.</summary>
    public bool IsContext => Left is not null && ReferenceEquals(Left, Right);
}
