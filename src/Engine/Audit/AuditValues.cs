using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;

namespace Signalbox.Engine.Audit;

/// <summary>Writes what was and what is: as JSON, without secrets, and never long.</summary>
public sealed partial class AuditValues(Func<string, string> mask)
{
    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter() },
    };

    /// <summary>The value as it is written; null for none.</summary>
    public string? Write<T>(T? value)
        where T : class
    {
        if (value is null)
        {
            return null;
        }

        var text = mask(Readable(JsonSerializer.Serialize(value, value.GetType(), Json)));
        if (text.Length <= AuditEntry.MaxValue)
        {
            return text;
        }

        // Not between the halves of a surrogate pair
        var length = AuditEntry.MaxValue - 1;
        return string.Concat(text.AsSpan(0, char.IsHighSurrogate(text[length - 1]) ? length - 1 : length), "…");
    }

    // The encoder writes what two UTF-16 characters make, such as an emoji, as two escapes, between which a long value would be cut.
    private static string Readable(string json) => Pairs().Replace(json, match => match.Value is @"\\" ? match.Value : new string([Unit(match.Value, 2), Unit(match.Value, 8)]));

    private static char Unit(string escapes, int at) => (char)ushort.Parse(escapes.AsSpan(at, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);

    // A backslash that is escaped begins no escape of its own.
    [GeneratedRegex(@"\\\\|\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Pairs();
}
