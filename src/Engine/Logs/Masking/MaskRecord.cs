using System.Buffers.Binary;
using Microsoft.Win32.SafeHandles;
using Signalbox.Engine.Files;

namespace Signalbox.Engine.Logs.Masking;

/// <summary>
/// The file <c>stdout.log.mask</c> beside a raw file: which of its bytes are masked. Once it is there nobody needs the secrets any more, and it
/// holds for the raw file as well as for the sealed one, which has the same length. Eight bytes of name, then an entry of eight bytes for each
/// range, in order: offset (40 bits) and length (24 bits).
/// </summary>
internal sealed class MaskRecord : IDisposable
{
    private const int EntryBytes = 8;
    private const int LengthBits = 24;
    private const int EntriesPerRead = 512;

    private readonly SafeFileHandle _file;

    private MaskRecord(SafeFileHandle file, long count) => (_file, Count) = (file, count);

    /// <summary>Longest range of an entry; longer ones take several.</summary>
    public const int MaxEntryLength = (1 << LengthBits) - 1;

    /// <summary>What the file begins with.</summary>
    public static ReadOnlySpan<byte> Header => "SBMASK1\n"u8;

    /// <summary>Entries.</summary>
    public long Count { get; }

    /// <summary>The record beside a raw file.</summary>
    public static string PathOf(string rawFile) => rawFile + ".mask";

    /// <summary>Whether there is one beside a raw file.</summary>
    public static bool IsBeside(string rawFile)
    {
        using var record = TryOpen(rawFile);
        return record is not null;
    }

    /// <summary>Opens the record; null when there is none, or something else in its place.</summary>
    public static MaskRecord? TryOpen(string rawFile)
    {
        var path = PathOf(rawFile);
        var stream = UntrustedFile.Open(Path.GetDirectoryName(path)!, Path.GetFileName(path), long.MaxValue, UntrustedLinks.Refused).File;
        if (stream is null)
        {
            return null;
        }

        var handle = stream.SafeFileHandle;
        Span<byte> header = stackalloc byte[EntryBytes];
        if (RandomAccess.Read(handle, header, 0) == header.Length && header.SequenceEqual(Header))
        {
            return new MaskRecord(handle, (RandomAccess.GetLength(handle) - Header.Length) / EntryBytes);
        }

        stream.Dispose();
        return null;
    }

    /// <summary>One entry as it is written.</summary>
    public static void Encode(Span<byte> entry, long offset, int length) =>
        BinaryPrimitives.WriteUInt64LittleEndian(entry, ((ulong)offset << LengthBits) | (uint)length);

    /// <summary>The first range; empty when there is none.</summary>
    public (long Start, long End) First()
    {
        Span<byte> entry = stackalloc byte[EntryBytes];
        return RandomAccess.Read(_file, entry, Header.Length) == EntryBytes ? Decode(entry) : (0, 0);
    }

    /// <summary>The ranges that reach into this part of the file or end where it begins.</summary>
    public MaskedRanges Read(long begin, long end)
    {
        var ranges = new MaskedRanges();
        Span<byte> entries = stackalloc byte[EntriesPerRead * EntryBytes];
        for (var at = FirstReaching(begin); at < Count;)
        {
            var read = RandomAccess.Read(_file, entries, Header.Length + (at * EntryBytes)) / EntryBytes;
            for (var i = 0; i < read; i++)
            {
                var (start, behind) = Decode(entries[(i * EntryBytes)..]);
                if (start >= end)
                {
                    return ranges;
                }

                ranges.Add(start, behind);
            }

            if (read == 0)
            {
                break;
            }

            at += read;
        }

        return ranges;
    }

    public void Dispose() => _file.Dispose();

    private static (long Start, long End) Decode(ReadOnlySpan<byte> entry)
    {
        var value = BinaryPrimitives.ReadUInt64LittleEndian(entry);
        var start = (long)(value >> LengthBits);
        return (start, start + (long)(value & MaxEntryLength));
    }

    private long FirstReaching(long offset)
    {
        Span<byte> entry = stackalloc byte[EntryBytes];
        var (low, high) = (0L, Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (RandomAccess.Read(_file, entry, Header.Length + (middle * EntryBytes)) < EntryBytes)
            {
                return Count;
            }

            (low, high) = Decode(entry).End < offset ? (middle + 1, high) : (low, middle);
        }

        return low;
    }
}
