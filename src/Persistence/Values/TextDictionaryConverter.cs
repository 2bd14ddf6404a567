using Microsoft.EntityFrameworkCore.Storage.ValueConversion;
using Signalbox.Engine.Workflows;

namespace Signalbox.Persistence.Values;

/// <summary>A dictionary of texts as JSON text.</summary>
internal sealed class TextDictionaryConverter() : ValueConverter<IReadOnlyDictionary<string, string>, string>(values => Write(values), json => Read(json))
{
    internal static string Write(IReadOnlyDictionary<string, string> values) =>
        values.Count == 0 ? "{}" : PlainValue.ToJson(values.ToDictionary(v => v.Key, v => (object?)v.Value, StringComparer.Ordinal));

    private static Dictionary<string, string> Read(string json) => string.Equals(json, "{}", StringComparison.Ordinal)
        ? new Dictionary<string, string>(StringComparer.Ordinal)
        : ((IReadOnlyDictionary<string, object?>)PlainValue.FromJson(json)!).ToDictionary(v => v.Key, v => (string)v.Value!, StringComparer.Ordinal);
}
