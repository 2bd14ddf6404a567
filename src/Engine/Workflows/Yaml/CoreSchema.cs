using System.Globalization;
using System.Text.RegularExpressions;

namespace Signalbox.Engine.Workflows.Yaml;

/// <summary>
/// Plain scalars under the YAML 1.2 core schema, with one tightening: a number with a leading zero (<c>017</c>) is text,
/// because nobody agrees whether it is octal. <c>yes</c>, <c>no</c>, <c>on</c> and <c>off</c> are text.
/// </summary>
internal static partial class CoreSchema
{
    public static (ScalarKind Kind, object? Value) Resolve(string text)
    {
        switch (text)
        {
            case "" or "~" or "null" or "Null" or "NULL":
                return (ScalarKind.Null, null);
            case "true" or "True" or "TRUE":
                return (ScalarKind.Boolean, true);
            case "false" or "False" or "FALSE":
                return (ScalarKind.Boolean, false);
            case ".nan" or ".NaN" or ".NAN":
                return (ScalarKind.Float, double.NaN);
            case ".inf" or ".Inf" or ".INF" or "+.inf" or "+.Inf" or "+.INF":
                return (ScalarKind.Float, double.PositiveInfinity);
            case "-.inf" or "-.Inf" or "-.INF":
                return (ScalarKind.Float, double.NegativeInfinity);
        }

        if (text.Length > 64 || !(char.IsAsciiDigit(text[0]) || text[0] is '-' or '+' or '.'))
        {
            return (ScalarKind.Text, text);
        }

        return Number(text) ?? (ScalarKind.Text, text);
    }

    private static (ScalarKind Kind, object? Value)? Number(string text)
    {
        if (DecimalInteger().IsMatch(text))
        {
            // beyond 64 bits it is still a number; whoever wants an integer refuses it by name
            return long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole)
                ? (ScalarKind.Integer, (object)whole)
                : (ScalarKind.Float, (object)double.Parse(text, CultureInfo.InvariantCulture));
        }

        if (HexInteger().IsMatch(text) && long.TryParse(text.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var hex) && hex >= 0)
        {
            return (ScalarKind.Integer, hex);
        }

        if (OctalInteger().IsMatch(text))
        {
            return (ScalarKind.Integer, Convert.ToInt64(text[2..], 8));
        }

        return Float().IsMatch(text)
            ? (ScalarKind.Float, double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture))
            : null;
    }

    [GeneratedRegex(@"^[-+]?(0|[1-9][0-9]*)\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex DecimalInteger();

    [GeneratedRegex(@"^0x[0-9a-fA-F]{1,16}\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex HexInteger();

    [GeneratedRegex(@"^0o[0-7]{1,20}\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex OctalInteger();

    [GeneratedRegex(@"^[-+]?(\.[0-9]+|(0|[1-9][0-9]*)(\.[0-9]*)?)([eE][-+]?[0-9]+)?\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Float();
}
