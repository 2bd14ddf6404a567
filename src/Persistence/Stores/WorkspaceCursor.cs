using System.Buffers.Text;
using System.Globalization;
using System.Text;
using Signalbox.Engine.Identity;

namespace Signalbox.Persistence.Stores;

/// <summary>The last workspace of a page: the next one begins behind it. Opaque to its users.</summary>
internal readonly record struct WorkspaceCursor(DateTimeOffset CreatedAt, WorkspaceId Id)
{
    private const int MaxLength = 80;

    public override string ToString() =>
        Base64Url.EncodeToString(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{CreatedAt.UtcTicks}.{Id.Value}")));

    /// <exception cref="ArgumentException">The text is no cursor.</exception>
    public static WorkspaceCursor Parse(string text)
    {
        Span<byte> bytes = stackalloc byte[MaxLength];
        if (text.Length <= MaxLength
            && Base64Url.IsValid(text)
            && Base64Url.TryDecodeFromChars(text, bytes, out var length)
            && Encoding.ASCII.GetString(bytes[..length]).Split('.', 2) is [var ticksText, var idText]
            && long.TryParse(ticksText, NumberStyles.None, CultureInfo.InvariantCulture, out var ticks)
            && ticks <= DateTimeOffset.MaxValue.Ticks
            && EntityId.TryParse<WorkspaceId>(idText, out var id))
        {
            return new WorkspaceCursor(new DateTimeOffset(ticks, TimeSpan.Zero), id);
        }

        throw new ArgumentException("the cursor is not one that this list gave; begin again without it", nameof(text));
    }
}
