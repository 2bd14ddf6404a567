namespace Signalbox.Engine.Runs;

/// <summary>What the response cache keeps; beyond it the oldest answers go. A new configuration changes it while the server works.</summary>
/// <param name="maxAge">Older answers are not given any more.</param>
/// <param name="maxEntries">Answers, at most.</param>
/// <param name="maxBytes">Bytes of all answers together, at most.</param>
public sealed class ResponseCacheLimits(TimeSpan maxAge, int maxEntries, long maxBytes)
{
    private volatile All _now = new(maxAge, maxEntries, maxBytes);

    /// <summary>Older answers are not given any more.</summary>
    public TimeSpan MaxAge => _now.MaxAge;

    /// <summary>Answers, at most.</summary>
    public int MaxEntries => _now.MaxEntries;

    /// <summary>Bytes of all answers together, at most.</summary>
    public long MaxBytes => _now.MaxBytes;

    /// <summary>Takes over what another says.</summary>
    public void Change(ResponseCacheLimits other)
    {
        ArgumentNullException.ThrowIfNull(other);
        _now = other._now;
    }

    private sealed record All(TimeSpan MaxAge, int MaxEntries, long MaxBytes);
}
