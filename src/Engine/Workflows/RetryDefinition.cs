namespace Signalbox.Engine.Workflows;

/// <summary>What happens between the attempts of a step (<c>retry:</c>; spec 2 RetryPolicy).</summary>
public sealed record RetryDefinition
{
    /// <summary>Attempts at most, 1..6.</summary>
    public int MaxAttempts { get; init; } = 1;

    public RetryBackoff Backoff { get; init; } = RetryBackoff.Fixed;

    /// <summary>Wait before the second attempt.</summary>
    public TimeSpan Delay { get; init; } = TimeSpan.Zero;

    /// <summary>Longest wait.</summary>
    public TimeSpan MaxDelay { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>What is tried again.</summary>
    public IReadOnlyList<RetryCause> On { get; init; } = [RetryCause.Error, RetryCause.Timeout, RetryCause.RateLimit, RetryCause.Interrupted];
}
