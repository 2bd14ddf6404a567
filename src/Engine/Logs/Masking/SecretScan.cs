using System.Numerics;

namespace Signalbox.Engine.Logs.Masking;

/// <summary>Finds all matches in one piece of text.</summary>
internal ref struct SecretScan
{
    private readonly SearchFilter _filter;
    private readonly IReadOnlyList<SecretPattern> _patterns;
    private readonly ReadOnlySpan<byte> _text;
    private readonly bool _isEnd;
    private readonly List<(int Start, int End)> _found;
    private FormMatcher _matcher;

    public SecretScan(SearchFilter filter, IReadOnlyList<SecretPattern> patterns, ReadOnlySpan<byte> text, bool isEnd, List<(int Start, int End)> found)
    {
        _filter = filter;
        _patterns = patterns;
        _text = text;
        _isEnd = isEnd;
        _found = found;
        _matcher = new FormMatcher(text, isEnd);
        Decided = text.Length;
    }

    /// <summary>Every match that begins before this place is found, whatever follows the text.</summary>
    public int Decided { get; private set; }

    /// <summary>Looks at the whole text.</summary>
    public void Run()
    {
        // The end first: what it leaves undecided need not be looked at now.
        if (!_isEnd)
        {
            for (var at = Math.Max(0, _text.Length - SearchFilter.Head - 2); at < Decided; at++)
            {
                Try(at, _text[at]);
            }
        }

        for (var word = 0; (word = _filter.NextTriple(_text, word)) >= 0 && word * 4 < Decided + 3; word++)
        {
            for (var at = Math.Max(0, (word * 4) - 3); at <= word * 4 && at + SearchFilter.Head <= _text.Length; at++)
            {
                if (_filter.MayBegin(_text.Slice(at, SearchFilter.Head)))
                {
                    TryPlain(at, SearchFilter.Head);
                }
            }
        }

        TryEscaped();
    }

    private void TryEscaped()
    {
        for (var block = 0; block < _text.Length && block < Decided + SearchFilter.Head; block += EscapeFilter.Block)
        {
            for (var found = _filter.Escapes.Find(_text, block); found != 0; found &= found - 1)
            {
                var at = block + BitOperations.TrailingZeroCount(found);
                if (_filter.Escapes.Places(_text, at) is var places and > 0 && (places & _filter.Before(_text, at)) != 0)
                {
                    TryEscape(at);
                }
            }
        }
    }

    private void TryEscape(int at)
    {
        Span<byte> meanings = stackalloc byte[4];
        var count = Meanings(at, meanings, out var isNewline);
        var places = isNewline || count < 0 ? 0xff : 0;
        for (var i = 0; i < count; i++)
        {
            places |= _filter.Places(meanings[i]);
        }

        if (places == 0)
        {
            return;
        }

        places &= _filter.Before(_text, at);
        for (var before = 1; before < SearchFilter.Head; before++)
        {
            if ((places & (1 << before)) != 0)
            {
                TryPlain(at - before, before);
            }
        }

        if (count < 0)
        {
            TryAll(at);
        }

        for (var i = 0; i < count; i++)
        {
            Try(at, meanings[i]);
        }
    }

    /// <summary>The bytes that an escape here may stand for; -1 when that cannot be said in short.</summary>
    private readonly int Meanings(int at, Span<byte> meanings, out bool isNewline)
    {
        isNewline = _text[at] is (byte)'\r' or (byte)'\n';
        switch (_text[at])
        {
            case (byte)'+':
                meanings[0] = (byte)' ';
                return 1;
            case (byte)'\'':
                meanings[0] = (byte)'\'';
                return 1;
            case (byte)'%':
                return OfPercent(at, meanings, out isNewline);
            case (byte)'\\':
                return OfBackslash(at, meanings, out isNewline);
            default:
                return 0;
        }
    }

    private readonly int OfPercent(int at, Span<byte> meanings, out bool isNewline)
    {
        var text = new EscapedText(_text, _isEnd);
        var value = text.Hex(at + 1, 2);
        isNewline = value is '\r' or '\n';
        if (value < 0)
        {
            return text.Open ? -1 : 0;
        }

        meanings[0] = (byte)value;
        return 1;
    }

    private readonly int OfBackslash(int at, Span<byte> meanings, out bool isNewline)
    {
        var text = new EscapedText(_text, _isEnd);
        var run = text.Backslashes(at);
        isNewline = false;
        if (!text.Has(at + run))
        {
            return -1;
        }

        var letter = _text[at + run];
        isNewline = letter is (byte)'n' or (byte)'r';
        var count = 0;
        meanings[count++] = letter;
        if (run > 1)
        {
            meanings[count++] = (byte)'\\';
        }

        var digits = at + run + 1;
        switch (letter)
        {
            case (byte)'u':
                var unit = text.Hex(digits, 4);
                return text.Open || char.IsSurrogate((char)Math.Max(0, unit)) ? -1 : Add(meanings, count, unit, encode: true);
            case (byte)'x':
                var value = text.Hex(digits, 2);
                return text.Open ? -1 : Add(meanings, Add(meanings, count, value, encode: true), value, encode: false);
            case (byte)'U':
                return -1;
            case >= (byte)'0' and <= (byte)'3':
                var octal = text.Octal(digits - 1);
                return text.Open ? -1 : Add(meanings, count, octal, encode: false);
            default:
                return Add(meanings, count, EscapedText.Control(letter), encode: false);
        }
    }

    /// <summary>Adds the first byte of a character in UTF-8, or a byte as it is; nothing for -1.</summary>
    private static int Add(Span<byte> meanings, int count, int value, bool encode)
    {
        if (value < 0)
        {
            return count;
        }

        meanings[count] = (byte)(!encode || value < 0x80 ? value : value < 0x800 ? 0xc0 | (value >> 6) : 0xe0 | (value >> 12));
        return count + 1;
    }

    private void TryAll(int at)
    {
        foreach (var pattern in _patterns)
        {
            Try(pattern, at);
        }
    }

    /// <summary>Tries the patterns that begin with the bytes that stand here.</summary>
    private void TryPlain(int at, int length)
    {
        var head = _text.Slice(at, length);
        foreach (var pattern in _filter.StartingWith(head[0]))
        {
            if (head.SequenceEqual(pattern.Bytes.AsSpan(0, length)))
            {
                Try(pattern, at);
            }
        }
    }

    private void Try(int at, byte first)
    {
        foreach (var pattern in _filter.StartingWith(first))
        {
            Try(pattern, at);
        }
    }

    private void Try(SecretPattern pattern, int at)
    {
        if (at >= Decided)
        {
            return;
        }

        var end = _matcher.Match(pattern, at);
        if (_matcher.Open)
        {
            Decided = at;
        }
        else if (end >= 0)
        {
            _found.Add((at, end));
        }
    }
}
