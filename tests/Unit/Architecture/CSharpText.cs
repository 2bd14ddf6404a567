using System.Text;

namespace Signalbox.Unit.Architecture;

/// <summary>
/// A C# file with comments and literals told apart from code, which is as much as the rules on source need. Roslyn would say more, but its
/// package is large and none of the rules asks what a name means.
/// </summary>
internal sealed class CSharpText
{
    private readonly string _text;
    private readonly StringBuilder _code;
    private readonly List<(int Line, string Text)> _comments = [];
    private int _at;

    private CSharpText(string text)
    {
        _text = text.ReplaceLineEndings("\n");
        _code = new StringBuilder(_text.Length);
        ReadCode(endsAtBrace: false);
        Code = _code.ToString();
        CodeLines = Code.Split('\n');
    }

    /// <summary>The code; comments and the insides of literals are blanks, so that every position stays where it was.</summary>
    public string Code { get; }

    public IReadOnlyList<string> CodeLines { get; }

    /// <summary>Comments by the line that they stand on, from 0; a block comment gives one for each of its lines.</summary>
    public IReadOnlyList<(int Line, string Text)> Comments => _comments;

    public static CSharpText Of(string text) => new(text);

    /// <summary>Whether a comment of at least one word stands on the line.</summary>
    public bool HasComment(int line) => _comments.Any(c => c.Line == line && c.Text.Any(char.IsLetter));

    private void ReadCode(bool endsAtBrace)
    {
        var depth = 0;
        while (_at < _text.Length)
        {
            if (Sees("//"))
            {
                ReadComment(_text.IndexOf('\n', _at) is >= 0 and var end ? end : _text.Length);
            }
            else if (Sees("/*"))
            {
                ReadComment(_text.IndexOf("*/", _at + 2, StringComparison.Ordinal) is >= 0 and var end ? end + 2 : _text.Length);
            }
            else if (_text[_at] == '\'')
            {
                ReadQuoted('\'');
            }
            else if (_text[_at] == '"')
            {
                ReadString(prefix: TrailingPrefix());
            }
            else if (endsAtBrace && depth == 0 && _text[_at] == '}')
            {
                return;
            }
            else
            {
                depth += _text[_at] switch { '{' => 1, '}' => -1, _ => 0 };
                _code.Append(_text[_at++]);
            }
        }
    }

    private bool Sees(string what) => string.CompareOrdinal(_text, _at, what, 0, what.Length) == 0;

    /// <summary>The <c>$</c> and <c>@</c> before an opening quote.</summary>
    private string TrailingPrefix()
    {
        var start = _at;
        while (start > 0 && _text[start - 1] is '$' or '@')
        {
            start--;
        }

        return _text[start.._at];
    }

    private void ReadComment(int end)
    {
        var line = _text.AsSpan(0, _at).Count('\n');
        foreach (var part in _text[_at..end].Split('\n'))
        {
            _comments.Add((line++, part.Trim('/', '*', ' ', '\t')));
        }

        Blank(end - _at);
    }

    private void ReadQuoted(char quote)
    {
        Blank(1);
        while (_at < _text.Length && _text[_at] != quote && _text[_at] != '\n')
        {
            Blank(_text[_at] == '\\' ? 2 : 1);
        }

        Blank(1);
    }

    private void ReadString(string prefix)
    {
        var quotes = _text.AsSpan(_at).IndexOfAnyExcept('"') is >= 0 and var run ? run : _text.Length - _at;
        var holes = prefix.Count(c => c == '$');
        if (quotes >= 3)
        {
            Blank(quotes);
            ReadInside(new string('"', quotes), holes, escape: null);
        }
        else if (prefix.Contains('@', StringComparison.Ordinal))
        {
            Blank(1);
            ReadInside("\"", holes, escape: "\"\"");
        }
        else if (holes > 0)
        {
            Blank(1);
            ReadInside("\"", holes, escape: "\\");
        }
        else
        {
            ReadQuoted('"');
        }
    }

    /// <summary>Reads to the closing quotes; the holes of an interpolated string are code again.</summary>
    private void ReadInside(string close, int holes, string? escape)
    {
        while (_at < _text.Length)
        {
            if (escape is not null && Sees(escape))
            {
                Blank(2);
            }
            else if (Sees(close))
            {
                Blank(close.Length);
                return;
            }
            else if (holes > 0 && _text[_at] == '{')
            {
                ReadBraces(holes);
            }
            else
            {
                Blank(1);
            }
        }
    }

    private void ReadBraces(int holes)
    {
        var run = _text.AsSpan(_at).IndexOfAnyExcept('{');
        // "{{" is a brace in a string with one "$"; with more of them, a hole opens with as many braces.
        var opens = holes == 1 ? run % 2 == 1 : run >= holes;
        Blank(run);
        if (opens)
        {
            ReadCode(endsAtBrace: true);
            Blank(holes);
        }
    }

    private void Blank(int count)
    {
        for (var end = Math.Min(_at + count, _text.Length); _at < end; _at++)
        {
            _code.Append(_text[_at] == '\n' ? '\n' : ' ');
        }
    }
}
