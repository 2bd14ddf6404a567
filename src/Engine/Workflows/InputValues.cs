using System.Collections;
using System.Globalization;
using System.Text.Json;

namespace Signalbox.Engine.Workflows;

/// <summary>Reads a given value as an input's type; null when it cannot be read as that.</summary>
internal static class InputValues
{
    public static object? ToBoolean(object? value) => value switch
    {
        bool flag => flag,
        string text when bool.TryParse(text, out var flag) => flag,
        _ => null,
    };

    public static object? ToInteger(object? value) => value switch
    {
        int or long => Convert.ToInt64(value, CultureInfo.InvariantCulture),
        // a double of 2^53 and more no longer says which whole number was meant
        double number when Math.Abs(number) < 9_007_199_254_740_992 && double.IsInteger(number) => (long)number,
        string text when long.TryParse(text.Trim(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) => number,
        _ => null,
    };

    public static object? ToNumber(object? value) => value switch
    {
        int or long or double => Finite(Convert.ToDouble(value, CultureInfo.InvariantCulture)),
        string text when double.TryParse(text.Trim(), NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out var number) => Finite(number),
        _ => null,
    };

    /// <summary>
    /// A list of texts. A text that begins with '[' is a JSON array; else a text of several lines has an item a line, and one of a single
    /// line is separated by commas. Numbers and booleans are taken as they are written, empty items of a text are left out.
    /// </summary>
    public static IReadOnlyList<object?>? ToList(object? value) => value switch
    {
        string text when text.AsSpan().TrimStart().StartsWith('[') => FromJson(text),
        string text => [.. Parts(text)],
        IReadOnlyDictionary<string, object?> => null,
        IEnumerable items => Items(items),
        _ => null,
    };

    private static double? Finite(double number) => double.IsFinite(number) ? number : null;

    private static string[] Parts(string text)
    {
        var lines = text.ReplaceLineEndings("\n").Trim();
        return lines.Split(lines.Contains('\n', StringComparison.Ordinal) ? '\n' : ',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
    }

    private static List<object?>? FromJson(string text)
    {
        try
        {
            return PlainValue.FromJson(text) is IEnumerable items ? Items(items) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static List<object?>? Items(IEnumerable items)
    {
        var texts = new List<object?>();
        foreach (var item in items)
        {
            var text = item switch
            {
                string found => found.ReplaceLineEndings("\n"),
                bool flag => flag ? "true" : "false",
                int or long or double => ((IFormattable)item).ToString(null, CultureInfo.InvariantCulture),
                _ => null,
            };
            if (text is null)
            {
                return null;
            }

            texts.Add(text);
        }

        return texts;
    }
}
