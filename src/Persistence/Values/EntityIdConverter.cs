using Microsoft.EntityFrameworkCore.Storage.ValueConversion;
using Signalbox.Engine.Identity;

namespace Signalbox.Persistence.Values;

/// <summary>Typed ids as their text.</summary>
internal sealed class EntityIdConverter<T>() : ValueConverter<T, string>(id => id.Value, text => FromText(text))
    where T : struct, IEntityId<T>
{
    // An expression tree may not call a static abstract member itself.
    private static T FromText(string text) => T.From(text);
}
