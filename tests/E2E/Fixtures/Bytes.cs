namespace Signalbox.E2E.Fixtures;

/// <summary>Compares long byte strings with a short answer.</summary>
internal static class Bytes
{
    /// <summary>Fails with both lengths and the first difference.</summary>
    public static void AssertSame(byte[] expected, byte[] actual, string what)
    {
        var same = expected.AsSpan().CommonPrefixLength(actual);
        Assert.True(same == expected.Length && same == actual.Length, $"{what}: {expected.Length} bytes were printed, {actual.Length} are there; the first difference is at {same}");
    }
}
