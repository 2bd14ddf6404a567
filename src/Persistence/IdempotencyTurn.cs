namespace Signalbox.Persistence;

/// <summary>What a request with a key met.</summary>
/// <param name="Caller">Who asks.</param>
/// <param name="Key">The key.</param>
/// <param name="Token">The right to answer; null when somebody has answered.</param>
/// <param name="Answer">The answer that is repeated; null when there is none, or it belongs to another request.</param>
/// <param name="IsOtherRequest">The key was used for a request with another content.</param>
public sealed record IdempotencyTurn(string Caller, string Key, string? Token, IdempotencyAnswer? Answer, bool IsOtherRequest)
{
    /// <summary>When the key was first said: the same for everyone who takes the turn over from one who died with it.</summary>
    public DateTimeOffset? FirstSaid { get; init; }
}
