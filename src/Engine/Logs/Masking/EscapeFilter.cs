using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Signalbox.Engine.Logs.Masking;

/// <summary>Finds the bytes that begin an escape, and newlines, where one of the first characters of a pattern may be meant.</summary>
internal sealed class EscapeFilter
{
    /// <summary>Bytes that <see cref="Find(ReadOnlySpan{byte}, int)"/> looks at.</summary>
    public const int Block = 64;

    // A newline may stand before each character of base64 but the first.
    private const int BehindNewline = 0x3e;
    private const int Unknown = 0xff;

    private readonly byte[] _places;
    private readonly byte[] _afterBackslash = new byte[256];
    private readonly byte _plus;
    private readonly byte _quote;

    /// <summary>A filter for patterns in whose heads each byte has these places, as bits.</summary>
    public EscapeFilter(byte[] places)
    {
        _places = places;

        // Spaces and quotes have forms of their own only where a secret has them.
        _plus = places[' '] != 0 ? (byte)'+' : (byte)'\\';
        _quote = places['\''] != 0 ? (byte)'\'' : (byte)'\\';
        for (var i = 0; i < 256; i++)
        {
            var control = EscapedText.Control((byte)i);
            _afterBackslash[i] = (byte)(places[i]
                | (control < 0 ? 0 : places[control])
                | ((char)i is 'n' or 'r' ? BehindNewline : (char)i is 'U' or 'x' or (>= '0' and <= '3') ? Unknown : 0));
        }
    }

    /// <summary>The introducers within a block from here on, as bits.</summary>
    public ulong Find(ReadOnlySpan<byte> text, int at)
    {
        if (at + Block <= text.Length)
        {
            var vectors = MemoryMarshal.Cast<byte, Vector256<byte>>(text.Slice(at, Block));
            return Find(vectors[0]) | ((ulong)Find(vectors[1]) << 32);
        }

        var found = 0ul;
        for (var i = at; i < text.Length; i++)
        {
            var value = text[i];
            if (value is (byte)'\\' or (byte)'%' or (byte)'\n' or (byte)'\r' || value == _plus || value == _quote)
            {
                found |= 1ul << (i - at);
            }
        }

        return found;
    }

    /// <summary>
    /// Places, as bits, that what an introducer here stands for may have in the head of some pattern, judged by the bytes on either side of
    /// it: mostly none, which settles it. Of what takes more to read it is all of them.
    /// </summary>
    public int Places(ReadOnlySpan<byte> text, int at)
    {
        var places = (char)text[at] switch
        {
            '\\' => OfBackslash(text, at),
            '%' => OfPercent(text, at),
            '+' => _places[' '],
            '\'' => _places['\''],
            _ => BehindNewline,
        };
        return places & (at == 0 ? 1 : (_places[text[at - 1]] << 1) | 1);
    }

    private uint Find(Vector256<byte> bytes) =>
        (Vector256.Equals(bytes, Vector256.Create((byte)'\\'))
            | Vector256.Equals(bytes, Vector256.Create((byte)'%'))
            | Vector256.Equals(bytes, Vector256.Create((byte)'\n'))
            | Vector256.Equals(bytes, Vector256.Create((byte)'\r'))
            | Vector256.Equals(bytes, Vector256.Create(_plus))
            | Vector256.Equals(bytes, Vector256.Create(_quote))).ExtractMostSignificantBits();

    private int OfBackslash(ReadOnlySpan<byte> text, int at)
    {
        var letterAt = at + 1;
        while (letterAt < text.Length && text[letterAt] == '\\' && letterAt - at <= EscapedText.MaxBackslashes)
        {
            letterAt++;
        }

        if (letterAt >= text.Length)
        {
            return Unknown;
        }

        var doubled = letterAt > at + 1 ? _places['\\'] : 0;
        return doubled | (text[letterAt] == 'u' ? OfUnicode(text, letterAt + 1) | _places['u'] : _afterBackslash[text[letterAt]]);
    }

    private int OfUnicode(ReadOnlySpan<byte> text, int at)
    {
        if (at + 4 > text.Length)
        {
            return Unknown;
        }

        var high = Hex(text, at);
        var low = Hex(text, at + 2);
        return (high | low) < 0 ? 0
            : high >= 0xd8 && high <= 0xdf ? Unknown
            : OfByte(high >= 8 ? 0xe0 | (high >> 4) : high > 0 || low >= 0x80 ? 0xc0 | (high << 2) | (low >> 6) : low);
    }

    private int OfPercent(ReadOnlySpan<byte> text, int at) =>
        at + 3 > text.Length ? Unknown : Hex(text, at + 1) is var value and >= 0 ? OfByte(value) : 0;

    private int OfByte(int value) => _places[value] | (value is '\r' or '\n' ? BehindNewline : 0);

    private static int Hex(ReadOnlySpan<byte> text, int at) => (EscapedText.HexDigit(text[at]) << 4) | EscapedText.HexDigit(text[at + 1]);
}
