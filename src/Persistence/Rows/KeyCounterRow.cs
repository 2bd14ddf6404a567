namespace Signalbox.Persistence.Rows;

/// <summary>The last number given under a prefix of run keys.</summary>
internal sealed class KeyCounterRow
{
    public required string Prefix { get; init; }

    public long LastNumber { get; init; }
}
