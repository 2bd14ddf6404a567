using System.Text;
using Signalbox.Engine.Identity;
using Signalbox.Engine.Logs.Masking;

namespace Signalbox.Engine.Logs.Search;

/// <summary>Goes over the lines of a stream as far as they were stored at one moment. Holds one store read and one line, of a very long one a piece.</summary>
internal sealed class LineWalk(ILogStore store, IAttemptMasks masks, AttemptId attempt, LogStream stream, LogPosition position)
{
    /// <summary>Characters of a line that are looked at together: as many as the log view keeps of one.</summary>
    public const int LongestPiece = 1024 * 1024;

    private readonly List<LogLine> _batch = [];
    private readonly StringBuilder _held = new();

    /// <summary>Last line that was seen; 0 before the first.</summary>
    public long LastLine { get; private set; }

    /// <summary>Hands over the lines in order, from one on, until there are no more or the taker says false.</summary>
    public async Task RunAsync(long from, Func<LinePiece, bool> take, CancellationToken cancellationToken)
    {
        var cursor = new LogCursor(store, masks, attempt, stream, from);
        while (cursor.Offset < position.Offset && await cursor.NextAsync(cancellationToken))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (!Drain(cursor.Decoder.Finished, take))
            {
                return;
            }
        }

        if (position.Complete)
        {
            cursor.Decoder.Finish();
            _ = Drain(cursor.Decoder.Finished, take);
        }
        else if (cursor.Decoder.Unfinished is { } unfinished)
        {
            _ = Give(unfinished.Line, unfinished.Text, LineEnd.Unfinished, take);
        }
    }

    private bool Drain(LineQueue queue, Func<LinePiece, bool> take)
    {
        while (!queue.IsEmpty)
        {
            _batch.Clear();
            var bytes = 0;
            _ = queue.TakeInto(_batch, LineQueue.MaxLines, ref bytes);
            foreach (var line in _batch)
            {
                if (line.Partial && _held.Length + line.Text.Length < LongestPiece)
                {
                    _held.Append(line.Text);
                }
                else if (!Give(line.Line, line.Text, line.Partial ? LineEnd.Later : LineEnd.Here, take))
                {
                    return false;
                }
            }
        }

        return true;
    }

    private bool Give(long line, string text, LineEnd end, Func<LinePiece, bool> take)
    {
        if (_held.Length > 0)
        {
            text = _held.Append(text).ToString();
            _held.Clear();
        }

        LastLine = line;
        return take(new LinePiece(line, PlainText.Of(text), end));
    }
}
