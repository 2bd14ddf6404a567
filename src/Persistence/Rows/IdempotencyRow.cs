namespace Signalbox.Persistence.Rows;

/// <summary>A request that said an Idempotency-Key, and its answer once there is one.</summary>
internal sealed class IdempotencyRow
{
    public required string Caller { get; init; }

    public required string Key { get; init; }

    /// <summary>SHA-256 of the request, hex.</summary>
    public required string RequestHash { get; init; }

    /// <summary>Who answers it: only it may write the answer.</summary>
    public required string Token { get; init; }

    /// <summary>Until when it is waited for; past it another may answer.</summary>
    public required DateTimeOffset HeldUntil { get; init; }

    /// <summary>HTTP status; null while there is no answer.</summary>
    public int? Status { get; init; }

    public string? ContentType { get; init; }

    public string? Location { get; init; }

    /// <summary>The body; null while there is no answer, or where it was too long to keep.</summary>
    public byte[]? Body { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }
}
