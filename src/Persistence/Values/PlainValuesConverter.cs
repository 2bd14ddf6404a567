using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Signalbox.Persistence.Values;

/// <summary>A dictionary of plain values as JSON text.</summary>
internal sealed class PlainValuesConverter() : ValueConverter<IReadOnlyDictionary<string, object?>, string>(
    values => PlainJson.Write(values),
    json => PlainJson.Read(json));
