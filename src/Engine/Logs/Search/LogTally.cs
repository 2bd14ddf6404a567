namespace Signalbox.Engine.Logs.Search;

/// <summary>
/// How many lines of a stream match, by blocks of lines: a search that goes on counts only what is new and reads only the blocks that have what it
/// wants. 16 bytes for a thousand lines. Not for several threads at once.
/// </summary>
internal sealed class LogTally
{
    /// <summary>Lines of a block.</summary>
    public const int BlockLines = 1024;

    private readonly List<(int Lines, long Matches)> _blocks = [];

    /// <summary>The first line that is not counted.</summary>
    public long NextLine { get; private set; } = 1;

    /// <summary>Lines that match.</summary>
    public long Lines { get; private set; }

    /// <summary>Matches in them.</summary>
    public long Matches { get; private set; }

    /// <summary>All lines of a log that has ended are counted.</summary>
    public bool IsWhole { get; set; }

    /// <summary>Blocks that were begun.</summary>
    public int Blocks => _blocks.Count;

    /// <summary>The block of a line.</summary>
    public static int BlockOf(long line) => (int)Math.Min((line - 1) / BlockLines, int.MaxValue);

    /// <summary>The first line of a block.</summary>
    public static long FirstOf(int block) => ((long)block * BlockLines) + 1;

    /// <summary>Counts the next line, which will not change any more.</summary>
    public void Add(long line, int matches)
    {
        while (_blocks.Count <= BlockOf(line))
        {
            _blocks.Add(default);
        }

        if (matches > 0)
        {
            var (lines, all) = _blocks[^1];
            _blocks[^1] = (lines + 1, all + matches);
            Lines++;
            Matches += matches;
        }

        NextLine = line + 1;
    }

    /// <summary>Lines of a block that match.</summary>
    public int LinesIn(int block) => block < _blocks.Count ? _blocks[block].Lines : 0;

    /// <summary>Lines that match in the blocks before this one.</summary>
    public long LinesBefore(int block)
    {
        long lines = 0;
        for (var i = 0; i < Math.Min(block, _blocks.Count); i++)
        {
            lines += _blocks[i].Lines;
        }

        return lines;
    }
}
