using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Signalbox.Engine.Workflows.Import.Jinja;

/// <summary>What a token is.</summary>
internal enum JinjaTokenKind
{
    End = 0,
    Word = 1,
    Literal = 2,
    Sign = 3,
}

/// <summary>A token of a Jinja2 expression.</summary>
internal sealed record JinjaToken(JinjaTokenKind Kind, int At, string Text, object? Value = null)
{
    public bool Is(string text) => Kind is JinjaTokenKind.Word or JinjaTokenKind.Sign && string.Equals(Text, text, StringComparison.Ordinal);
}

/// <summary>Cuts an expression into tokens.</summary>
internal static partial class JinjaLexer
{
    private static readonly string[] Signs = ["==", "!=", "<=", ">=", "&&", "||", "//", "**", "<", ">", "!", "(", ")", "[", "]", "{", "}", ",", "|", ".", ":", "=", "+", "-", "*", "/", "%", "~"];

    /// <summary>The tokens of a part of a text, an end token last.</summary>
    /// <exception cref="JinjaFaultException">A character that belongs to no token, or a text that is not closed.</exception>
    public static List<JinjaToken> Read(string text, int start, int end)
    {
        List<JinjaToken> tokens = [];
        for (var at = start; ;)
        {
            while (at < end && char.IsWhiteSpace(text[at]))
            {
                at++;
            }

            if (at >= end)
            {
                tokens.Add(new JinjaToken(JinjaTokenKind.End, end, ""));
                return tokens;
            }

            var token = text[at] is '\'' or '"' ? Quoted(text, at, end)
                : Word().Match(text, at, end - at) is { Success: true } word ? new JinjaToken(JinjaTokenKind.Word, at, word.Value)
                : Number().Match(text, at, end - at) is { Success: true } number ? ToNumber(number.Value, at)
                : Array.Find(Signs, s => text.AsSpan(at, end - at).StartsWith(s)) is { } sign ? new JinjaToken(JinjaTokenKind.Sign, at, sign)
                : throw new JinjaFaultException(at, $"The character {Wording.Quote(text[at].ToString())} is not part of an expression.");
            tokens.Add(token);
            at += token.Text.Length;
        }
    }

    private static JinjaToken Quoted(string text, int at, int end)
    {
        var content = new StringBuilder();
        for (var i = at + 1; i < end; i++)
        {
            if (text[i] == text[at])
            {
                return new JinjaToken(JinjaTokenKind.Literal, at, text[at..(i + 1)], content.ToString());
            }

            if (text[i] == '\\' && i + 1 < end)
            {
                i++;
                content.Append(text[i] switch { 'n' => '\n', 't' => '\t', 'r' => '\r', var c => c });
            }
            else
            {
                content.Append(text[i]);
            }
        }

        throw new JinjaFaultException(at, "The text that begins here is never closed.");
    }

    private static JinjaToken ToNumber(string text, int at) => new(
        JinjaTokenKind.Literal,
        at,
        text,
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var whole) ? whole : double.Parse(text, CultureInfo.InvariantCulture));

    [GeneratedRegex(@"\G[A-Za-z_][A-Za-z0-9_]*", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Word();

    [GeneratedRegex(@"\G[0-9]{1,15}(\.[0-9]{1,15})?(?![A-Za-z0-9_])", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Number();
}
