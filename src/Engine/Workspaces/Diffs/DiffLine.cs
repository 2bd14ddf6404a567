namespace Signalbox.Engine.Workspaces.Diffs;

/// <summary>A line of a change.</summary>
/// <param name="Kind">On which side it stands.</param>
/// <param name="OldNumber">Its number before, from 1; null where it is not there, or not known.</param>
/// <param name="NewNumber">Its number after, from 1; null where it is not there, or not known.</param>
/// <param name="Text">Its text without the line feed; a carriage return before it is part of the text. Invalid UTF-8 is U+FFFD.</param>
public sealed record DiffLine(DiffLineKind Kind, int? OldNumber, int? NewNumber, string Text)
{
    /// <summary>True: the line goes on, and the rest of it is not here.</summary>
    public bool IsCut { get; init; }

    /// <summary>False: the file ends with it, and without a line end.</summary>
    public bool HasLineEnd { get; init; } = true;
}
