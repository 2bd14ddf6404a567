using System.Text.RegularExpressions;

namespace Signalbox.Engine.Logs.Search;

/// <summary>
/// What is looked for in lines: a text, or a regular expression that takes time in proportion to the line whatever it is. Immutable.
/// </summary>
public sealed class LogPattern
{
    /// <summary>Characters of a text or expression at most.</summary>
    public const int MaxLength = 1_000;

    // An expression without backtracking needs it for counted repetitions of thousands only.
    private static readonly TimeSpan LongestMatch = TimeSpan.FromSeconds(2);

    private readonly Regex? _regex;
    private readonly StringComparison _comparison;

    private LogPattern(string text, bool matchCase, Regex? regex)
    {
        (Text, MatchCase, _regex) = (text, matchCase, regex);
        _comparison = matchCase ? StringComparison.Ordinal : StringComparison.OrdinalIgnoreCase;
    }

    /// <summary>The text or expression.</summary>
    public string Text { get; }

    /// <summary>The text is a regular expression.</summary>
    public bool IsRegex => _regex is not null;

    /// <summary>Small and capital letters differ.</summary>
    public bool MatchCase { get; }

    /// <summary>A pattern; or the sentence that says what is wrong with it.</summary>
    public static (LogPattern? Pattern, string? Fault) Create(string text, bool isRegex, bool matchCase)
    {
        if (text.Length is 0 or > MaxLength)
        {
            return (null, text.Length == 0 ? "there is nothing to search for" : $"what is searched for has {text.Length} characters, at most {MaxLength} are allowed");
        }

        if (!isRegex)
        {
            return (new LogPattern(text, matchCase, null), null);
        }

        try
        {
            var options = RegexOptions.NonBacktracking | RegexOptions.CultureInvariant | (matchCase ? RegexOptions.None : RegexOptions.IgnoreCase);
            return (new LogPattern(text, matchCase, new Regex(text, options, LongestMatch)), null);
        }
        catch (RegexParseException e)
        {
            return (null, $"'{text}' is not a regular expression: {Reason(e)} (at character {Math.Max(e.Offset, 1)})");
        }
        catch (NotSupportedException)
        {
            return (null, $"'{text}' is a regular expression of a kind that is not taken here: look-around, back-references, conditions and repetitions of many thousands could take forever");
        }
    }

    /// <summary>Matches in a text, which do not overlap.</summary>
    /// <exception cref="RegexMatchTimeoutException">It took seconds.</exception>
    internal int Count(ReadOnlySpan<char> text)
    {
        var count = 0;
        if (_regex is not null)
        {
            foreach (var _ in _regex.EnumerateMatches(text))
            {
                count++;
            }

            return count;
        }

        int at;
        while ((at = text.IndexOf(Text, _comparison)) >= 0)
        {
            count++;
            text = text[(at + Text.Length)..];
        }

        return count;
    }

    /// <summary>Whether the text has a match.</summary>
    public bool IsMatch(ReadOnlySpan<char> text) => _regex?.IsMatch(text) ?? text.Contains(Text, _comparison);

    /// <summary>Where the first matches are.</summary>
    public IReadOnlyList<LogRange> Find(ReadOnlySpan<char> text, int limit)
    {
        var ranges = new List<LogRange>();
        if (_regex is not null)
        {
            foreach (var match in _regex.EnumerateMatches(text))
            {
                ranges.Add(new LogRange(match.Index, match.Length));
                if (ranges.Count == limit)
                {
                    break;
                }
            }

            return ranges;
        }

        var (from, at) = (0, 0);
        while (ranges.Count < limit && (at = text[from..].IndexOf(Text, _comparison)) >= 0)
        {
            ranges.Add(new LogRange(from + at, Text.Length));
            from += at + Text.Length;
        }

        return ranges;
    }

    // The library's message repeats the expression before it says what is wrong.
    private static string Reason(RegexParseException e)
    {
        var at = e.Message.LastIndexOf(". ", StringComparison.Ordinal);
        var reason = (at < 0 ? e.Message : e.Message[(at + 2)..]).TrimEnd('.');
        return char.ToLowerInvariant(reason[0]) + reason[1..];
    }
}
