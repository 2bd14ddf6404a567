using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Signalbox.Engine.Logs.Masking;

/// <summary>
/// Finds quickly where a match may begin. Either the first six characters of a form stand for themselves: then one of its first four triples of
/// bytes begins at a place divisible by four, and those are looked up in a bitmap. Or one of the six is escaped, or follows a newline:
/// then the escape is found by the byte that introduces it, with up to five characters before it that stand for themselves.
/// </summary>
internal sealed class SearchFilter
{
    /// <summary>Characters at the beginning of a pattern that are looked at here.</summary>
    public const int Head = 6;

    private const int Triples = 4;

    private readonly uint[] _triples = new uint[65536 / 32];
    private readonly byte[] _places = new byte[256];
    private readonly SecretPattern[][] _byFirst = new SecretPattern[256][];

    public SearchFilter(IReadOnlyList<SecretPattern> patterns)
    {
        foreach (var pattern in patterns)
        {
            for (var i = 0; i < Head; i++)
            {
                _places[pattern.Bytes[i]] |= (byte)(1 << i);
            }

            for (var i = 0; i < Triples; i++)
            {
                var hash = Hash(BinaryPrimitives.ReadUInt32LittleEndian(pattern.Bytes.AsSpan(i)));
                _triples[hash >> 5] |= 1u << (int)hash;
            }
        }

        var byFirst = patterns.ToLookup(p => p.Bytes[0]);
        for (var i = 0; i < 256; i++)
        {
            _byFirst[i] = [.. byFirst[(byte)i]];
        }

        Escapes = new EscapeFilter(_places);
    }

    /// <summary>Finds escapes.</summary>
    public EscapeFilter Escapes { get; }

    /// <summary>Patterns that begin with this byte.</summary>
    public SecretPattern[] StartingWith(byte first) => _byFirst[first];

    /// <summary>Places, as bits, that this byte has in the head of some pattern.</summary>
    public int Places(byte value) => _places[value];

    /// <summary>Whether some pattern has its place for each of the first bytes here.</summary>
    public bool MayBegin(ReadOnlySpan<byte> head)
    {
        for (var i = 0; i < Head; i++)
        {
            if ((_places[head[i]] & (1 << i)) == 0)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>
    /// Bit k: the k bytes before this place may be the first k of a pattern that stand for themselves. Bit 0 is always set.
    /// </summary>
    public int Before(ReadOnlySpan<byte> text, int at)
    {
        var places = 1;
        for (var i = Math.Max(0, at - Head + 1); i < at; i++)
        {
            places = ((places & _places[text[i]]) << 1) | 1;
        }

        return places;
    }

    /// <summary>The next place divisible by four, from a word on, whose triple is in some head; as number of its word, -1 when there is none.</summary>
    public int NextTriple(ReadOnlySpan<byte> text, int fromWord)
    {
        // Read in the machine's order at once: this loop sees every byte of every log of a step with secrets.
        var words = MemoryMarshal.Cast<byte, uint>(text);
        var triples = _triples;
        for (var i = fromWord; i < words.Length; i++)
        {
            var hash = Hash(BitConverter.IsLittleEndian ? words[i] : BinaryPrimitives.ReverseEndianness(words[i]));
            if ((triples[hash >> 5] & (1u << (int)hash)) != 0)
            {
                return i;
            }
        }

        return -1;
    }

    private static uint Hash(uint word) => ((word & 0xffffff) * 0x9e3779b1u) >> 16;
}
