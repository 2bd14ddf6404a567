using System.Buffers;

namespace Signalbox.Engine.Logs.Masking;

/// <summary>Which bytes of a file are masked: ranges in order that neither overlap nor touch.</summary>
internal sealed class MaskedRanges
{
    private readonly List<(long Start, long End)> _ranges = [];

    /// <summary>The ranges.</summary>
    public IReadOnlyList<(long Start, long End)> All => _ranges;

    /// <summary>Adds ranges of a text that begins at an offset; those of earlier texts begin before it, but may reach into it.</summary>
    public void Add(List<(int Start, int End)> found, long offset)
    {
        found.Sort();
        foreach (var (start, end) in found)
        {
            Add(offset + start, offset + end);
        }
    }

    /// <summary>Adds a range. In all but few cases it stands behind the others.</summary>
    public void Add(long start, long end)
    {
        var at = _ranges.Count;
        while (at > 0 && _ranges[at - 1].End >= start)
        {
            at--;
        }

        var behind = at;
        for (; behind < _ranges.Count && _ranges[behind].Start <= end; behind++)
        {
            start = Math.Min(start, _ranges[behind].Start);
            end = Math.Max(end, _ranges[behind].End);
        }

        _ranges.RemoveRange(at, behind - at);
        _ranges.Insert(at, (start, end));
    }

    /// <summary>Lets go of ranges that end before this offset. One that ends there may go on.</summary>
    public void DropBefore(long offset)
    {
        var count = 0;
        while (count < _ranges.Count && _ranges[count].End < offset)
        {
            count++;
        }

        _ranges.RemoveRange(0, count);
    }

    /// <summary>
    /// Masks bytes of the file. Each stretch of masked bytes between line feeds becomes one replacement, which stands where it begins: the
    /// results of neighbouring calls follow each other as if it had been one call.
    /// </summary>
    /// <param name="raw">The bytes.</param>
    /// <param name="offset">Offset of the first one in the file.</param>
    /// <param name="afterLineFeed">The byte before it is a line feed, or there is none.</param>
    public byte[] Apply(ReadOnlySpan<byte> raw, long offset, bool afterLineFeed)
    {
        var first = FirstEndingBehind(offset);
        if (raw.IsEmpty || first == _ranges.Count || _ranges[first].Start >= offset + raw.Length)
        {
            return raw.ToArray();
        }

        var output = new ArrayBufferWriter<byte>(raw.Length);
        var at = 0;
        for (var i = first; i < _ranges.Count && _ranges[i].Start < offset + raw.Length; i++)
        {
            var begin = (int)Math.Max(_ranges[i].Start - offset, at);
            var end = (int)Math.Min(_ranges[i].End - offset, raw.Length);
            output.Write(raw[at..begin]);
            MaskRange(raw[begin..end], goesOn: _ranges[i].Start < offset && !afterLineFeed, output);
            at = end;
        }

        output.Write(raw[at..]);
        return output.WrittenSpan.ToArray();
    }

    private int FirstEndingBehind(long offset)
    {
        var (low, high) = (0, _ranges.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = _ranges[middle].End <= offset ? (middle + 1, high) : (low, middle);
        }

        return low;
    }

    private static void MaskRange(ReadOnlySpan<byte> raw, bool goesOn, ArrayBufferWriter<byte> output)
    {
        while (!raw.IsEmpty)
        {
            var lineFeed = raw.IndexOf((byte)'\n');
            if (lineFeed != 0 && !goesOn)
            {
                output.Write("***"u8);
            }

            if (lineFeed < 0)
            {
                return;
            }

            output.Write("\n"u8);
            raw = raw[(lineFeed + 1)..];
            goesOn = false;
        }
    }
}
