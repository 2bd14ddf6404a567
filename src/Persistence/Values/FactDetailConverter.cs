using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;
using Signalbox.Engine.Metrics.Facts;

namespace Signalbox.Persistence.Values;

/// <summary>What was measured, as JSON text; what is not known is left out.</summary>
internal sealed class FactDetailConverter() : ValueConverter<FactDetail, string>(detail => Write(detail), json => Read(json))
{
    private static readonly JsonSerializerOptions Options = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter() },
    };

    private static string Write(FactDetail detail) => JsonSerializer.Serialize(detail, Options);

    private static FactDetail Read(string json) => JsonSerializer.Deserialize<FactDetail>(json, Options) ?? throw new JsonException("a fact without a detail");
}
