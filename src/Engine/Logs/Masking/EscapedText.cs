namespace Signalbox.Engine.Logs.Masking;

/// <summary>The smallest parts of escaped text, read from places in it.</summary>
internal ref struct EscapedText(ReadOnlySpan<byte> text, bool isEnd)
{
    /// <summary>Backslashes that count as one, at most.</summary>
    public const int MaxBackslashes = 7;

    private readonly ReadOnlySpan<byte> _text = text;

    /// <summary>The end of the text was reached while more of it may come.</summary>
    public bool Open { get; set; }

    /// <summary>Bytes there are.</summary>
    public readonly int Length => _text.Length;

    /// <summary>The byte at a place.</summary>
    public readonly byte this[int at] => _text[at];

    /// <summary>Behind a quote within single quotes of a shell: <c>'\''</c> or <c>'"'"'</c>.</summary>
    public int SkipQuoted(int at)
    {
        var inside = at + 1;
        var run = Has(inside) ? Backslashes(inside) : 0;
        inside += run;
        if (run > MaxBackslashes || !Has(inside))
        {
            return -1;
        }

        if (_text[inside] == '\'' && run > 0)
        {
            return Has(inside + 1) && _text[inside + 1] == '\'' ? inside + 2 : -1;
        }

        if (_text[inside] != '"' || !Has(inside + 1) || _text[inside + 1] != '\'')
        {
            return -1;
        }

        var closing = inside + 2;
        closing += Has(closing) ? Backslashes(closing) : 0;
        return Has(closing) && _text[closing] == '"' && Has(closing + 1) && _text[closing + 1] == '\'' ? closing + 2 : -1;
    }

    /// <summary>Behind one newline and the indentation that follows it; -1 when there is none.</summary>
    public int SkipNewline(int at)
    {
        var lineFeed = SkipControl(at, '\r', 'r');
        var behind = SkipControl(lineFeed < 0 ? at : lineFeed, '\n', 'n');
        behind = behind < 0 ? lineFeed : behind;
        for (var blanks = 0; behind >= 0 && blanks < SecretPattern.MaxIndentation && Has(behind) && _text[behind] is (byte)' ' or (byte)'\t'; blanks++)
        {
            behind++;
        }

        return behind;
    }

    /// <summary>Behind a control character in one of its forms; -1 when it is not there.</summary>
    public int SkipControl(int at, char control, char letter)
    {
        if (!Has(at))
        {
            return -1;
        }

        if (_text[at] == control)
        {
            return at + 1;
        }

        if (_text[at] == '%')
        {
            return Hex(at + 1, 2) == control ? at + 3 : -1;
        }

        var run = Backslashes(at);
        return run is > 0 and <= MaxBackslashes && Has(at + run) && _text[at + run] == letter ? at + run + 1 : -1;
    }

    /// <summary>Control character that a letter behind a backslash means; -1 for none.</summary>
    public static int Control(byte letter) => letter switch
    {
        (byte)'n' => '\n',
        (byte)'r' => '\r',
        (byte)'t' => '\t',
        (byte)'b' => '\b',
        (byte)'f' => '\f',
        (byte)'v' => '\v',
        (byte)'a' => '\a',
        (byte)'e' or (byte)'E' => 0x1b,
        _ => -1,
    };

    /// <summary>Length of the run of backslashes here, one more than counts as one at most.</summary>
    public int Backslashes(int at)
    {
        var run = 0;
        while (run <= MaxBackslashes && Has(at + run) && _text[at + run] == '\\')
        {
            run++;
        }

        return run;
    }

    public int Hex(int at, int digits)
    {
        var value = 0;
        for (var i = 0; i < digits; i++)
        {
            var digit = Has(at + i) ? HexDigit(_text[at + i]) : -1;
            if (digit < 0)
            {
                return -1;
            }

            value = (value << 4) | digit;
        }

        return value;
    }

    public int Octal(int at)
    {
        var value = 0;
        for (var i = 0; i < 3; i++)
        {
            if (!Has(at + i) || _text[at + i] is < (byte)'0' or > (byte)'7')
            {
                return -1;
            }

            value = (value << 3) | (_text[at + i] - '0');
        }

        return value;
    }

    /// <summary>Value of a hexadecimal digit; -1 for another byte.</summary>
    public static int HexDigit(byte digit) => char.IsAsciiHexDigit((char)digit) ? (digit & 0xf) + (digit > '9' ? 9 : 0) : -1;

    /// <summary>Whether the text has a byte here. Where it has not, more of it may.</summary>
    public bool Has(int at)
    {
        if (at < _text.Length)
        {
            return true;
        }

        Open |= !isEnd;
        return false;
    }
}
