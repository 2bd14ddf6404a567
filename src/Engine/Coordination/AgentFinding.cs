namespace Signalbox.Engine.Coordination;

/// <summary>What a check of an agent found.</summary>
/// <param name="IsFine">It can be used.</param>
/// <param name="Words">Why or, when it cannot, what to do about it.</param>
internal sealed record AgentFinding(bool IsFine, string Words)
{
    /// <summary>Absolute path of its program; null when it has none or it was not found.</summary>
    public string? Program { get; init; }
}
