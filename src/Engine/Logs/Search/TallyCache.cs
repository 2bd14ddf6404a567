using Signalbox.Engine.Identity;

namespace Signalbox.Engine.Logs.Search;

/// <summary>The last searches, so that the next match of a long log is found without counting it again.</summary>
internal sealed class TallyCache
{
    private const int Most = 32;

    private readonly Lock _gate = new();
    private readonly LinkedList<Entry> _entries = new();

    /// <summary>The entry of this search, the last one used from now on.</summary>
    public Entry Get(AttemptId attempt, LogStream stream, LogPattern pattern)
    {
        lock (_gate)
        {
            for (var node = _entries.First; node is not null; node = node.Next)
            {
                if (node.Value.IsOf(attempt, stream, pattern))
                {
                    _entries.Remove(node);
                    _entries.AddFirst(node);
                    return node.Value;
                }
            }

            if (_entries.Count == Most)
            {
                _entries.RemoveLast();
            }

            return _entries.AddFirst(new Entry(attempt, stream, pattern)).Value;
        }
    }

    /// <summary>A search of one stream. Its gate is never disposed: nobody asks for its handle, and a search that lost its place may still hold it.</summary>
    internal sealed class Entry(AttemptId attempt, LogStream stream, LogPattern pattern)
    {
        /// <summary>Taken by who counts.</summary>
        public SemaphoreSlim Gate { get; } = new(1, 1);

        public LogTally Tally { get; } = new();

        /// <summary>The pattern of the first who asked: what it has learnt about its expression stays.</summary>
        public LogPattern Pattern => pattern;

        public bool IsOf(AttemptId otherAttempt, LogStream otherStream, LogPattern other) =>
            attempt == otherAttempt && stream == otherStream && pattern.IsRegex == other.IsRegex && pattern.MatchCase == other.MatchCase
            && string.Equals(pattern.Text, other.Text, StringComparison.Ordinal);
    }
}
