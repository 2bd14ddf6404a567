namespace Signalbox.Engine.Logs.Search;

/// <summary>Where a line ends, seen from a piece of it.</summary>
internal enum LineEnd
{
    /// <summary>With this piece.</summary>
    Here = 0,

    /// <summary>With a later piece.</summary>
    Later = 1,

    /// <summary>Not yet: it is the last one of a log that grows.</summary>
    Unfinished = 2,
}
