using Microsoft.EntityFrameworkCore.ChangeTracking;

namespace Signalbox.Persistence.Values;

/// <summary>Compares dictionaries of texts by what would be stored; they are immutable to us, so a snapshot is the value itself.</summary>
internal sealed class TextDictionaryComparer() : ValueComparer<IReadOnlyDictionary<string, string>>(
    (a, b) => AreEqual(a, b),
    values => StringComparer.Ordinal.GetHashCode(TextDictionaryConverter.Write(values)),
    values => values)
{
    private static bool AreEqual(IReadOnlyDictionary<string, string>? a, IReadOnlyDictionary<string, string>? b) =>
        ReferenceEquals(a, b)
        || (a is not null && b is not null && string.Equals(TextDictionaryConverter.Write(a), TextDictionaryConverter.Write(b), StringComparison.Ordinal));
}
