using System.Text;
using System.Text.RegularExpressions;

namespace Signalbox.Engine.Workflows.Import.Prompts;

/// <summary>Literal text and literals for prompts in our own template language.</summary>
internal static partial class HandlebarsText
{
    /// <summary>
    /// Text that a template prints as it is. Null when no template can: a backslash directly before two braces, or two before one, mean
    /// different things to different readers.
    /// </summary>
    public static string? Escape(string text) =>
        BackslashBeforeBraces().IsMatch(text) ? null : Braces().Replace(text, @"\{{");

    /// <summary>A string literal; null when the text holds what a literal cannot: both quotes, or a backslash before its end.</summary>
    public static string? Literal(string text) =>
        text.EndsWith('\\') || text.AsSpan().IndexOfAny("\n\r{}") >= 0 ? null
        : !text.Contains('"', StringComparison.Ordinal) ? $"\"{text}\""
        : !text.Contains('\'', StringComparison.Ordinal) ? $"'{text}'"
        : null;

    /// <summary>Appends literal text and then an expression; false when the text's end would change how the expression is read.</summary>
    public static bool TryAppend(StringBuilder template, string expression)
    {
        var backslashes = 0;
        while (backslashes < template.Length && template[^(backslashes + 1)] == '\\')
        {
            backslashes++;
        }

        if (backslashes > 1 || (template.Length > 0 && template[^1] == '{'))
        {
            return false;
        }

        // one backslash would keep the braces from being an expression; two are one backslash and an expression
        template.Append(backslashes == 1 ? "\\" : "").Append(expression);
        return true;
    }

    [GeneratedRegex(@"\\\{\{|\\\\\{", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex BackslashBeforeBraces();

    [GeneratedRegex(@"\{\{", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Braces();
}
