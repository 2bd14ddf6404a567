using Microsoft.EntityFrameworkCore.Storage.ValueConversion;
using Signalbox.Engine.Workflows;

namespace Signalbox.Persistence.Values;

/// <summary>One plain value as JSON text; null is NULL.</summary>
internal sealed class PlainItemConverter() : ValueConverter<object, string>(value => PlainValue.ToJson(value), json => PlainValue.FromJson(json)!);
