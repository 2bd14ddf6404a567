using System.Text;

namespace Signalbox.Engine.Logs.Masking;

/// <summary>
/// Reads a pattern from a place in a text, each character in any of its forms: as it is; <c>%41</c>, <c>+</c> for a space; <c>\u0041</c>,
/// <c>\x41</c>, <c>\101</c>, <c>\n</c>, a backslash before it; <c>'\''</c> and <c>'"'"'</c> for a quote. Up to seven backslashes count as
/// one, which is what JSON in JSON in JSON makes of one. A newline may be CRLF. Characters of base64 may have newlines between them.
/// Where a place can be read in several ways all are tried, no place twice.
/// </summary>
internal ref struct FormMatcher(ReadOnlySpan<byte> text, bool isEnd)
{
    private EscapedText _text = new(text, isEnd);
    private readonly List<(int At, int Index)> _next = [];
    private readonly Stack<(int At, int Index)> _branches = new();
    private readonly HashSet<(int At, int Index)> _seen = [];

    /// <summary>The last match reached the end of the text while more of it may come: its result is not final.</summary>
    public readonly bool Open => _text.Open;

    /// <summary>Where the longest reading that begins here ends; -1 when there is none.</summary>
    public int Match(SecretPattern pattern, int start)
    {
        _text.Open = false;
        if (_seen.Count > 0)
        {
            _seen.Clear();
        }

        var longest = -1;
        var (at, index) = (start, 0);
        while (true)
        {
            if (index == pattern.Bytes.Length)
            {
                longest = Math.Max(longest, Tail(pattern, at));
            }
            else if (at - start < SecretPattern.MaxForm)
            {
                if (at < _text.Length && _text[at] == pattern.Bytes[index] && !IsIntroducer(_text[at]))
                {
                    (at, index) = (at + 1, index + 1);
                    continue;
                }

                _next.Clear();
                AddForms(pattern, at, index);
                if (_next.Count > 1)
                {
                    foreach (var branch in _next)
                    {
                        if (_seen.Add(branch))
                        {
                            _branches.Push(branch);
                        }
                    }
                }
                else if (_next.Count == 1)
                {
                    (at, index) = _next[0];
                    continue;
                }
            }

            if (!_branches.TryPop(out var other))
            {
                return longest;
            }

            (at, index) = other;
        }
    }

    /// <summary>Bytes that stand for themselves in one reading and begin an escape in another.</summary>
    private static bool IsIntroducer(byte value) => value is (byte)'\\' or (byte)'%' or (byte)'\'';

    private void AddForms(SecretPattern pattern, int at, int index)
    {
        AddCharacter(pattern, at, index);
        if (pattern.Base64 && index > 0 && _text.SkipNewline(at) is var behind and >= 0)
        {
            AddCharacter(pattern, behind, index);
        }
        else if (pattern.Bytes[index] == '\n' && _text.SkipControl(at, '\r', 'r') is var lineFeed and >= 0)
        {
            AddCharacter(pattern, lineFeed, index);
        }
    }

    private void AddCharacter(SecretPattern pattern, int at, int index)
    {
        if (!_text.Has(at))
        {
            return;
        }

        var expected = pattern.Bytes[index];
        var found = _text[at];
        if (found == expected)
        {
            _next.Add((at + 1, index + 1));
        }

        switch (found)
        {
            case (byte)'%' when _text.Hex(at + 1, 2) == expected:
                _next.Add((at + 3, index + 1));
                break;
            case (byte)'+' when expected == ' ':
                _next.Add((at + 1, index + 1));
                break;
            case (byte)'\\':
                AddBackslashed(pattern, at, index);
                break;
            case (byte)'\'' when expected == '\'' && _text.SkipQuoted(at) is var behind and >= 0:
                _next.Add((behind, index + 1));
                break;
        }
    }

    private void AddBackslashed(SecretPattern pattern, int at, int index)
    {
        var expected = pattern.Bytes[index];
        var run = _text.Backslashes(at);
        if (expected == '\\')
        {
            for (var doubled = 2; doubled <= Math.Min(run, EscapedText.MaxBackslashes + 1); doubled *= 2)
            {
                _next.Add((at + doubled, index + 1));
            }
        }

        var letterAt = at + run;
        if (run > EscapedText.MaxBackslashes || !_text.Has(letterAt))
        {
            return;
        }

        var letter = _text[letterAt];
        if (letter == expected || EscapedText.Control(letter) == expected)
        {
            _next.Add((letterAt + 1, index + 1));
        }

        switch (letter)
        {
            case (byte)'u':
                AddUtf16(pattern, letterAt + 1, index);
                break;
            case (byte)'U':
                AddCodePoint(pattern, letterAt + 9, index, _text.Hex(letterAt + 1, 8));
                break;
            case (byte)'x':
                var value = _text.Hex(letterAt + 1, 2);
                if (value == expected)
                {
                    _next.Add((letterAt + 3, index + 1));
                }

                if (value >= 0x80)
                {
                    AddCodePoint(pattern, letterAt + 3, index, value);
                }

                break;
            case >= (byte)'0' and <= (byte)'3' when _text.Octal(letterAt) == expected:
                _next.Add((letterAt + 3, index + 1));
                break;
        }
    }

    private void AddUtf16(SecretPattern pattern, int at, int index)
    {
        var unit = _text.Hex(at, 4);
        if (unit is < 0xd800 or > 0xdbff)
        {
            AddCodePoint(pattern, at + 4, index, unit);
            return;
        }

        var second = at + 4;
        var run = _text.Has(second) ? _text.Backslashes(second) : 0;
        second += run;
        if (run is > 0 and <= EscapedText.MaxBackslashes && _text.Has(second) && _text[second] == 'u' && _text.Hex(second + 1, 4) is var low and >= 0xdc00 and <= 0xdfff)
        {
            AddCodePoint(pattern, second + 5, index, 0x10000 + ((unit - 0xd800) << 10) + (low - 0xdc00));
        }
    }

    private readonly void AddCodePoint(SecretPattern pattern, int behind, int index, int value)
    {
        if (value >= 0
            && Rune.DecodeFromUtf8(pattern.Bytes.AsSpan(index), out var rune, out var length) == System.Buffers.OperationStatus.Done
            && rune.Value == value)
        {
            _next.Add((behind, index + length));
        }
    }

    /// <summary>The character of base64 that the end of the secret shares with what follows, and padding.</summary>
    private int Tail(SecretPattern pattern, int at)
    {
        if (pattern.TailBits == 0)
        {
            return at;
        }

        var place = _text.SkipNewline(at) is var behind and >= 0 ? behind : at;
        if (!_text.Has(place)
            || SecretPatterns.Base64Value(_text[place]) is var value && (value < 0 || (value & (0x3f << (6 - pattern.TailBits))) != pattern.TailValue))
        {
            return at;
        }

        at = place + 1;
        for (var padding = (6 - pattern.TailBits) / 2; padding > 0 && value == pattern.TailValue; padding--)
        {
            place = _text.SkipNewline(at) is var line and >= 0 ? line : at;
            var length = !_text.Has(place) ? 0 : _text[place] == '=' ? 1 : _text[place] == '%' && _text.Hex(place + 1, 2) == '=' ? 3 : 0;
            if (length == 0)
            {
                break;
            }

            at = place + length;
        }

        return at;
    }
}
