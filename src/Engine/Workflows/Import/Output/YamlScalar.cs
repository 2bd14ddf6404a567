using System.Globalization;
using System.Text;
using Signalbox.Engine.Workflows.Yaml;

namespace Signalbox.Engine.Workflows.Import.Output;

/// <summary>How one scalar is written so that reading it gives the same text back, and as readable as that allows.</summary>
internal static class YamlScalar
{
    // a longer key would need the '? ' form, which nobody reads
    private const int LongestPlain = 200;

    /// <summary>On one line: plain where YAML leaves it alone, else in double quotes.</summary>
    public static string OneLine(object? value) => value switch
    {
        null => "null",
        bool flag => flag ? "true" : "false",
        int or long => Convert.ToInt64(value, CultureInfo.InvariantCulture).ToString(CultureInfo.InvariantCulture),
        double number => number.ToString("R", CultureInfo.InvariantCulture) is var digits && digits.AsSpan().IndexOfAny('.', 'E') >= 0 ? digits : digits + ".0",
        ScalarNode { Kind: ScalarKind.Null } => "null",
        ScalarNode { Kind: ScalarKind.Text } node => Text(node.Text),
        ScalarNode node => node.Text,
        string text => Text(text),
        _ => throw new ArgumentOutOfRangeException(nameof(value)),
    };

    public static string Text(string text) => IsPlain(text) ? text : Quoted(text);

    /// <summary>Whether a literal block (<c>|</c>) gives the text back: several lines, and nothing in them that a block reads differently.</summary>
    public static bool IsBlock(string text) =>
        text.Contains('\n', StringComparison.Ordinal) && !text.Any(c => (char.IsControl(c) && c != '\n') || c is '\u2028' or '\u2029' or '\uFEFF')
        && YamlText.FindForbidden(text) < 0 && text.AsSpan().TrimEnd(" \n").Length > 0 && !LeadsWithBlanks(text);

    /// <summary>The header of a literal block: how it ends, and its indentation where the first line would hide it.</summary>
    public static string BlockHeader(string text)
    {
        var indented = text[0] is ' ' or '\n' ? "2" : "";
        return "|" + indented + (text.EndsWith("\n\n", StringComparison.Ordinal) ? "+" : text[^1] == '\n' ? "" : "-");
    }

    /// <summary>A blank first line with spaces in it would set the indentation.</summary>
    private static bool LeadsWithBlanks(string text) => string.IsNullOrWhiteSpace(text[..text.IndexOf('\n', StringComparison.Ordinal)]) && text[0] == ' ';

    private static bool IsPlain(string text) =>
        text.Length is > 0 and < LongestPlain && (char.IsLetter(text[0]) || text[0] == '_') && !char.IsWhiteSpace(text[^1])
        && text.All(c => char.IsLetterOrDigit(c) || c is ' ' or '_' or '-' or '.' or '/' or '(' or ')' or '$' or '+' or '=' or ';' or '\'')
        && CoreSchema.Resolve(text).Kind == ScalarKind.Text;

    /// <summary>In double quotes, whatever it is.</summary>
    public static string Quoted(string text)
    {
        var quoted = new StringBuilder("\"");
        foreach (var rune in text.EnumerateRunes())
        {
            quoted.Append(rune.Value switch
            {
                '"' => "\\\"",
                '\\' => "\\\\",
                '\n' => "\\n",
                '\t' => "\\t",
                '\r' => "\\r",
                0x85 or 0xA0 or 0x2028 or 0x2029 or 0xFEFF or 0xFFFE or 0xFFFF => $"\\u{rune.Value:X4}",
                _ when Rune.IsControl(rune) => $"\\u{rune.Value:X4}",
                _ => rune.ToString(),
            });
        }

        return quoted.Append('"').ToString();
    }
}
