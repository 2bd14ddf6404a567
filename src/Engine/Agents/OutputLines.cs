using System.Buffers;
using System.Text;

namespace Signalbox.Engine.Agents;

/// <summary>
/// Cuts an agent's raw output into lines with bounded memory: CRLF and a byte-order mark are taken off, a line past
/// the cap is counted and left out. The last line needs no line end.
/// </summary>
/// <param name="onLine">Takes each line and the offset just behind it.</param>
/// <param name="maxLineBytes">Longest line in bytes.</param>
internal sealed class OutputLines(Action<string, long> onLine, int maxLineBytes = OutputLines.DefaultMaxLineBytes)
{
    /// <summary>16 MiB.</summary>
    public const int DefaultMaxLineBytes = 16 * 1024 * 1024;

    private ArrayBufferWriter<byte> _line = new();
    private long _offset;
    private bool _skipping;
    private bool _first = true;

    /// <summary>Lines that were longer than the cap.</summary>
    public int TooLong { get; private set; }

    /// <summary>Takes the next bytes of the file.</summary>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            var end = bytes.IndexOf((byte)'\n');
            var part = end < 0 ? bytes : bytes[..end];
            Keep(part);
            _offset += part.Length;
            if (end < 0)
            {
                return;
            }

            _offset++;
            Emit();
            bytes = bytes[(end + 1)..];
        }
    }

    /// <summary>The file has ended: what is left is the last line.</summary>
    public void Complete()
    {
        if (_line.WrittenCount > 0 || _skipping)
        {
            Emit();
        }
    }

    private void Keep(ReadOnlySpan<byte> part)
    {
        if (_skipping || _line.WrittenCount + part.Length > maxLineBytes)
        {
            _skipping = true;
            _line.ResetWrittenCount();
            return;
        }

        _line.Write(part);
    }

    private void Emit()
    {
        var text = _line.WrittenSpan;
        if (_first && text.StartsWith("\uFEFF"u8))
        {
            text = text[3..];
        }

        if (text.EndsWith("\r"u8))
        {
            text = text[..^1];
        }

        _first = false;
        if (_skipping)
        {
            TooLong++;
            _skipping = false;
        }
        else
        {
            onLine(Encoding.UTF8.GetString(text), _offset);
        }

        _line.ResetWrittenCount();
        if (_line.Capacity > 1024 * 1024)
        {
            _line = new ArrayBufferWriter<byte>(); // one long line must not hold its memory for the rest of the run
        }
    }
}
