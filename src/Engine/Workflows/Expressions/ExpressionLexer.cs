using System.Globalization;
using System.Text.RegularExpressions;

namespace Signalbox.Engine.Workflows.Expressions;

/// <summary>Cuts an expression into tokens.</summary>
internal static partial class ExpressionLexer
{
    private static readonly string[] Signs = ["==", "!=", "<=", ">=", "&&", "||", "<", ">", "!", "(", ")", ","];

    /// <summary>The tokens, an end token last.</summary>
    /// <exception cref="ExpressionFaultException">A character that belongs to no token, or a text that is not closed.</exception>
    public static List<ExpressionToken> Read(string text)
    {
        var tokens = new List<ExpressionToken>();
        for (var at = 0; ;)
        {
            while (at < text.Length && char.IsWhiteSpace(text[at]))
            {
                at++;
            }

            if (at == text.Length)
            {
                tokens.Add(new ExpressionToken(ExpressionTokenKind.End, at, at, null));
                return tokens;
            }

            var token = Next(text, at);
            tokens.Add(token);
            at = token.End;
        }
    }

    private static ExpressionToken Next(string text, int at)
    {
        if (text[at] is '\'' or '"')
        {
            return Quoted(text, at);
        }

        if (Word().Match(text, at) is { Success: true } word)
        {
            return new ExpressionToken(ExpressionTokenKind.Word, at, at + word.Length, word.Value);
        }

        if (Number().Match(text, at) is { Success: true } number)
        {
            return new ExpressionToken(ExpressionTokenKind.Number, at, at + number.Length, ToNumber(number.Value, at));
        }

        return Array.Find(Signs, s => text.AsSpan(at).StartsWith(s)) is { } sign
            ? new ExpressionToken(ExpressionTokenKind.Sign, at, at + sign.Length, sign)
            : throw new ExpressionFaultException(at, Refusal(text, at));
    }

    /// <summary>A text in either kind of quotes; its own quote is written twice.</summary>
    private static ExpressionToken Quoted(string text, int at)
    {
        var quote = text[at];
        for (var i = at + 1; i < text.Length; i++)
        {
            if (text[i] != quote)
            {
                continue;
            }

            if (i + 1 < text.Length && text[i + 1] == quote)
            {
                i++;
                continue;
            }

            var content = text[(at + 1)..i].Replace($"{quote}{quote}", quote.ToString(), StringComparison.Ordinal);
            return new ExpressionToken(ExpressionTokenKind.Text, at, i + 1, content);
        }

        throw new ExpressionFaultException(at, "The text that begins here is never closed.");
    }

    private static object ToNumber(string text, int at)
    {
        if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole))
        {
            return whole;
        }

        var number = double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);
        return double.IsFinite(number) ? number : throw new ExpressionFaultException(at, $"The number {Wording.Quote(text)} is too large.");
    }

    private static string Refusal(string text, int at) => text[at] switch
    {
        '=' => "'=' is not an operator; '==' compares.",
        '&' => "'&' is not an operator; write '&&' or 'and'.",
        '|' => "'|' is not an operator; write '||' or 'or'.",
        '{' or '}' or '$' => "An expression is written without braces, as in: inputs.level == 'high'.",
        '[' or ']' => "Lists are not written in expressions; compare with each value and join the comparisons with '||'.",
        '+' or '-' or '*' or '/' or '%' => $"Expressions do not calculate, so there is no '{text[at]}'.",
        _ => $"The character {Wording.Quote(char.IsSurrogate(text[at]) ? "U+" + ((int)text[at]).ToString("X4", CultureInfo.InvariantCulture) : text[at].ToString())} is not part of an expression.",
    };

    [GeneratedRegex(@"\G[A-Za-z_][A-Za-z0-9_-]*(\.[A-Za-z_][A-Za-z0-9_-]*)*", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Word();

    [GeneratedRegex(@"\G-?[0-9]+(\.[0-9]+)?([eE][-+]?[0-9]{1,4})?(?![A-Za-z0-9_.])", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Number();
}
