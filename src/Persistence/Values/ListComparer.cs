using Microsoft.EntityFrameworkCore.ChangeTracking;

namespace Signalbox.Persistence.Values;

/// <summary>Compares lists item by item; they are immutable to us, so a snapshot is the list itself.</summary>
internal sealed class ListComparer<T>() : ValueComparer<IReadOnlyList<T>>(
    (a, b) => AreEqual(a, b),
    list => list.Aggregate(0, (hash, item) => HashCode.Combine(hash, item)),
    list => list)
{
    private static bool AreEqual(IReadOnlyList<T>? a, IReadOnlyList<T>? b) =>
        ReferenceEquals(a, b) || (a is not null && b is not null && a.SequenceEqual(b));
}
