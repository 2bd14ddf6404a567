using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Signalbox.Unit.Engine.Logs.Masking;

/// <summary>The ways in which programs write a secret down, made by what makes them in earnest where there is such a thing.</summary>
public static class SecretForm
{
    private static readonly JsonSerializerOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Forms by name. Each gives the same text for the same seed.</summary>
    public static IReadOnlyDictionary<string, Func<string, Random, string>> All { get; } = new Dictionary<string, Func<string, Random, string>>(StringComparer.Ordinal)
    {
        ["raw"] = (s, _) => s,
        ["url"] = (s, _) => Uri.EscapeDataString(s),
        ["url lower case"] = (s, _) => Percent(s, "x2", _ => true),
        ["url upper case"] = (s, _) => Percent(s, "X2", _ => true),
        ["url in part"] = (s, r) => Percent(s, r.Next(2) == 0 ? "x2" : "X2", _ => r.Next(3) == 0),
        ["form"] = (s, _) => Uri.EscapeDataString(s).Replace("%20", "+", StringComparison.Ordinal),
        ["json"] = (s, _) => Inside(JsonSerializer.Serialize(s)),
        ["json relaxed"] = (s, _) => Inside(JsonSerializer.Serialize(s, Relaxed)),
        ["json in json"] = (s, _) => Inside(JsonSerializer.Serialize(Inside(JsonSerializer.Serialize(s)), Relaxed)),
        ["json in json in json"] = (s, _) => Inside(JsonSerializer.Serialize(Inside(JsonSerializer.Serialize(Inside(JsonSerializer.Serialize(s, Relaxed)), Relaxed)), Relaxed)),
        ["json slashes"] = (s, _) => Inside(JsonSerializer.Serialize(s, Relaxed)).Replace("/", "\\/", StringComparison.Ordinal),
        ["json all lower case"] = (s, _) => Utf16(s, "x4", _ => true),
        ["json all upper case"] = (s, _) => Utf16(s, "X4", _ => true),
        ["json in part"] = (s, r) => Utf16(s, "x4", _ => r.Next(3) == 0),
        ["shell single quotes"] = (s, _) => s.Replace("'", "'\\''", StringComparison.Ordinal),
        ["shell other quotes"] = (s, _) => s.Replace("'", "'\"'\"'", StringComparison.Ordinal),
        ["shell single quotes in json"] = (s, _) => Inside(JsonSerializer.Serialize(s.Replace("'", "'\\''", StringComparison.Ordinal), Relaxed)),
        ["shell backslashes"] = (s, _) => string.Concat(s.Select(c => char.IsAsciiLetterOrDigit(c) || c >= 128 || c == '\n' ? $"{c}" : $"\\{c}")),
        ["shell double quotes"] = (s, _) => string.Concat(s.Select(c => c is '"' or '\\' or '$' or '`' ? $"\\{c}" : $"{c}")),
        ["shell dollar quotes"] = (s, _) => string.Concat(Encoding.UTF8.GetBytes(s).Select(b => b switch
        {
            (byte)'\n' => "\\n",
            (byte)'\'' or (byte)'\\' => $"\\{(char)b}",
            < 32 or > 126 => "\\" + Convert.ToString(b, 8).PadLeft(3, '0'),
            _ => $"{(char)b}",
        })),
        ["bytes literal"] = (s, _) => string.Concat(Encoding.UTF8.GetBytes(s).Select(b => b switch
        {
            (byte)'\n' => "\\n",
            (byte)'\\' or (byte)'\'' => $"\\{(char)b}",
            < 32 or > 126 => "\\x" + b.ToString("x2", CultureInfo.InvariantCulture),
            _ => $"{(char)b}",
        })),
        ["base64"] = (s, _) => Base64(s),
        ["base64 without padding"] = (s, _) => Base64(s).TrimEnd('='),
        ["base64 for addresses"] = (s, _) => Base64(s).Replace('+', '-').Replace('/', '_'),
        ["base64 in a query"] = (s, _) => Uri.EscapeDataString(Base64(s)),
        ["base64 one a line"] = (s, _) => Wrap(Base64(s), 1, "\n"),
        ["base64 one a line, CRLF"] = (s, _) => Wrap(Base64(s), 1, "\r\n"),
        ["base64 wrapped"] = (s, r) => Wrap(Base64(s), r.Next(2, 12), r.Next(2) == 0 ? "\n" : "\r\n"),
        ["base64 wrapped in json"] = (s, r) => Inside(JsonSerializer.Serialize(Wrap(Base64(s), r.Next(1, 12), r.Next(2) == 0 ? "\n" : "\r\n"))),
        ["base64 wrapped and indented"] = (s, r) => Wrap(Base64(s), r.Next(4, 12), "\n" + new string(' ', r.Next(1, 8))),
        ["CRLF"] = (s, _) => s.Replace("\n", "\r\n", StringComparison.Ordinal),
    };

    public static string Base64(string secret) => Convert.ToBase64String(Encoding.UTF8.GetBytes(secret));

    public static string Wrap(string text, int column, string newline) => string.Join(newline, text.Chunk(column).Select(c => new string(c)));

    private static string Inside(string quoted) => quoted[1..^1];

    private static string Percent(string text, string format, Func<Rune, bool> escapes) =>
        string.Concat(text.EnumerateRunes().Select(rune => escapes(rune) || rune.Value is '%' or '+'
            ? string.Concat(Encoding.UTF8.GetBytes(rune.ToString()).Select(b => "%" + b.ToString(format, CultureInfo.InvariantCulture)))
            : rune.ToString()));

    private static string Utf16(string text, string format, Func<char, bool> escapes)
    {
        var escaped = new StringBuilder();
        foreach (var rune in text.EnumerateRunes())
        {
            var units = rune.ToString();
            var escape = escapes(units[0]) || units[0] is '\\' or '\n';
            escaped.Append(escape ? string.Concat(units.Select(u => "\\u" + ((int)u).ToString(format, CultureInfo.InvariantCulture))) : units);
        }

        return escaped.ToString();
    }
}
