namespace Signalbox.Engine.Agents.Api;

/// <summary>What a check of an API found.</summary>
/// <param name="IsFine">It can be called.</param>
/// <param name="Words">What it answered or, when it cannot be called, what to do about it; never a key.</param>
public sealed record ApiHealth(bool IsFine, string Words)
{
    /// <summary>When it was asked; null when that was not noted.</summary>
    public DateTimeOffset? At { get; init; }
}
