using Microsoft.EntityFrameworkCore.ChangeTracking;
using Signalbox.Engine.Workflows;

namespace Signalbox.Persistence.Values;

/// <summary>Compares plain values by what would be stored; they are immutable to us, so a snapshot is the value itself.</summary>
internal sealed class PlainItemComparer() : ValueComparer<object>(
    (a, b) => ReferenceEquals(a, b) || string.Equals(PlainValue.ToJson(a), PlainValue.ToJson(b), StringComparison.Ordinal),
    value => StringComparer.Ordinal.GetHashCode(PlainValue.ToJson(value)),
    value => value);
