using Microsoft.EntityFrameworkCore.Storage.ValueConversion;
using Signalbox.Engine.Workflows;

namespace Signalbox.Persistence.Values;

/// <summary>A dictionary of plain values as JSON text.</summary>
internal sealed class PlainValuesConverter() : ValueConverter<IReadOnlyDictionary<string, object?>, string>(
    values => PlainValue.ToJson(values),
    json => (IReadOnlyDictionary<string, object?>)PlainValue.FromJson(json)!);
