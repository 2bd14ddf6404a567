namespace Signalbox.Bench.Harness;

/// <summary>What was to be measured did not do its work rightly; no time counts then.</summary>
internal sealed class WrongResultException(string message) : Exception(message)
{
    /// <summary>Throws unless it holds.</summary>
    public static void Unless(bool holds, string otherwise)
    {
        if (!holds)
        {
            throw new WrongResultException(otherwise);
        }
    }
}
