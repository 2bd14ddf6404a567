namespace Signalbox.Engine.Logs.Search;

/// <summary>How far a stream is in the index across runs.</summary>
/// <param name="Line">The line that comes next, from 1.</param>
/// <param name="Part">Its part that comes next, from 0.</param>
/// <param name="Offset">Committed bytes of the stream that were looked at.</param>
/// <param name="Done">Nothing more will be indexed: the log has ended, or what the database keeps of it.</param>
public sealed record IndexPosition(long Line, int Part, long Offset, bool Done)
{
    /// <summary>Nothing is indexed.</summary>
    public static IndexPosition Start { get; } = new(1, 0, 0, Done: false);
}
