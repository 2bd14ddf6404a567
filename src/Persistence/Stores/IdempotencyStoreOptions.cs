namespace Signalbox.Persistence.Stores;

/// <summary>Limits of the idempotency store.</summary>
internal sealed record IdempotencyStoreOptions
{
    /// <summary>How long an answer is kept.</summary>
    public TimeSpan Lifetime { get; init; } = TimeSpan.FromHours(24);

    /// <summary>How long an answer is waited for.</summary>
    public TimeSpan Hold { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Answers kept, the newest.</summary>
    public int Capacity { get; init; } = 10_000;
}
