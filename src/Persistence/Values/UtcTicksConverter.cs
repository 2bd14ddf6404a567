using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Signalbox.Persistence.Values;

/// <summary>Times as UTC ticks: SQLite can neither order nor compare <see cref="DateTimeOffset"/>, and both databases keep every tick of a number.</summary>
internal sealed class UtcTicksConverter() : ValueConverter<DateTimeOffset, long>(time => time.UtcTicks, ticks => new DateTimeOffset(ticks, TimeSpan.Zero));
