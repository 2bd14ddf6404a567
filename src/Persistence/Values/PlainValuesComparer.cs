using Microsoft.EntityFrameworkCore.ChangeTracking;
using Signalbox.Engine.Workflows;

namespace Signalbox.Persistence.Values;

/// <summary>Compares dictionaries of plain values by what would be stored; they are immutable to us, so a snapshot is the value itself.</summary>
internal sealed class PlainValuesComparer() : ValueComparer<IReadOnlyDictionary<string, object?>>(
    (a, b) => AreEqual(a, b),
    values => StringComparer.Ordinal.GetHashCode(PlainValue.ToJson(values)),
    values => values)
{
    private static bool AreEqual(IReadOnlyDictionary<string, object?>? a, IReadOnlyDictionary<string, object?>? b) =>
        ReferenceEquals(a, b) || (a is not null && b is not null && string.Equals(PlainValue.ToJson(a), PlainValue.ToJson(b), StringComparison.Ordinal));
}
