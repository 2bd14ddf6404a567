namespace Signalbox.Unit.Architecture;

internal static class Rule
{
    /// <summary>Fails with every finding on a line of its own.</summary>
    public static void Holds(IReadOnlyList<string> findings)
    {
        if (findings.Count > 0)
        {
            Assert.Fail($"{findings.Count} found:\n  {string.Join("\n  ", findings)}");
        }
    }
}
