using System.Text;

namespace Signalbox.Engine.Logs;

/// <summary>Lines on their way into batches of at most 1,000 lines and 256 KiB.</summary>
internal sealed class LineQueue
{
    /// <summary>Lines of a batch at most.</summary>
    public const int MaxLines = 1_000;

    /// <summary>UTF-8 bytes of a batch at most.</summary>
    public const int MaxBytes = 256 * 1024;

    private readonly Queue<LogLine> _lines = new();
    private long _bytes;

    /// <summary>Whether nothing waits.</summary>
    public bool IsEmpty => _lines.Count == 0;

    /// <summary>Whether a whole batch waits.</summary>
    public bool HasBatch => _lines.Count >= MaxLines || _bytes >= MaxBytes;

    public void Add(LogLine line)
    {
        _lines.Enqueue(line);
        _bytes += Size(line);
    }

    /// <summary>Lets go of the lines before this place.</summary>
    public void SkipTo(long line, int part)
    {
        while (_lines.TryPeek(out var next) && next.Line == line && next.Part < part)
        {
            _bytes -= Size(_lines.Dequeue());
        }
    }

    /// <summary>Takes lines into a list as long as they fit into a batch of so many lines; true when all that waited fitted.</summary>
    public bool TakeInto(List<LogLine> batch, int maxLines, ref int batchBytes)
    {
        while (_lines.TryPeek(out var next))
        {
            var size = Size(next);
            if (batch.Count >= maxLines || (batch.Count > 0 && batchBytes + size > MaxBytes))
            {
                return false;
            }

            batch.Add(_lines.Dequeue());
            batchBytes += size;
            _bytes -= size;
        }

        return true;
    }

    private static int Size(LogLine line) => Encoding.UTF8.GetByteCount(line.Text);
}
