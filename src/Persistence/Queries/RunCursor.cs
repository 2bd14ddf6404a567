using System.Buffers.Text;
using System.Globalization;
using System.Text;
using Signalbox.Engine.Identity;

namespace Signalbox.Persistence.Queries;

/// <summary>The last run of a page: the next one begins behind it. Opaque to its users.</summary>
internal readonly record struct RunCursor(DateTimeOffset CreatedAt, RunId Id)
{
    public override string ToString() =>
        Base64Url.EncodeToString(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{CreatedAt.UtcTicks}.{Id.Value}")));

    /// <exception cref="ArgumentException">The text is no cursor.</exception>
    public static RunCursor Parse(string text)
    {
        Span<byte> bytes = stackalloc byte[64];
        if (text.Length <= 80
            && Base64Url.IsValid(text)
            && Base64Url.TryDecodeFromChars(text, bytes, out var length)
            && Encoding.ASCII.GetString(bytes[..length]).Split('.', 2) is [var ticksText, var idText]
            && long.TryParse(ticksText, NumberStyles.None, CultureInfo.InvariantCulture, out var ticks)
            && ticks <= DateTimeOffset.MaxValue.Ticks
            && EntityId.TryParse<RunId>(idText, out var id))
        {
            return new RunCursor(new DateTimeOffset(ticks, TimeSpan.Zero), id);
        }

        throw new ArgumentException("the cursor is not one that this list gave; begin again without it", nameof(text));
    }
}
