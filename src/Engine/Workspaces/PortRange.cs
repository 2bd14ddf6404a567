namespace Signalbox.Engine.Workspaces;

/// <summary>The ports that may be handed out.</summary>
/// <param name="First">The lowest, 1024 to 65535.</param>
/// <param name="Last">The highest.</param>
public sealed record PortRange(int First, int Last)
{
    /// <summary>Below those that systems give to outgoing connections, so that none of these takes one between its check and its use.</summary>
    public static PortRange Default { get; } = new(20000, 29999);

    /// <summary>How many there are.</summary>
    public int Count => Last - First + 1;

    /// <summary>All of them, beginning somewhere in between and once around.</summary>
    public IEnumerable<int> From(int start)
    {
        for (var step = 0; step < Count; step++)
        {
            yield return First + (((start - First) + step) % Count);
        }
    }
}
