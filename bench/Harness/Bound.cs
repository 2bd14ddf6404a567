namespace Signalbox.Bench.Harness;

/// <summary>What a budget asks of a number.</summary>
/// <param name="Value">The bound.</param>
/// <param name="AtLeast">True: the number must reach it; false: the number must not pass it.</param>
/// <param name="OfRatio">True: it bounds the ratio to what was measured beside, not the number itself.</param>
internal sealed record Bound(double Value, bool AtLeast, bool OfRatio)
{
    public static Bound AtMost(double value) => new(value, AtLeast: false, OfRatio: false);

    public static Bound AtLeastValue(double value) => new(value, AtLeast: true, OfRatio: false);

    public static Bound RatioAtMost(double value) => new(value, AtLeast: false, OfRatio: true);

    public static Bound RatioAtLeast(double value) => new(value, AtLeast: true, OfRatio: true);
}
