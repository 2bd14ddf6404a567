namespace Signalbox.Engine.Agents.Api;

/// <summary>What the API said about when to try again.</summary>
internal sealed class ApiLimits(TimeProvider time)
{
    /// <summary>When the last refused call may be tried again; null when the API did not say.</summary>
    public DateTimeOffset? RetryAt { get; private set; }

    /// <summary>Takes an answer's <c>retry-after</c>, in seconds or as a date.</summary>
    public void Read(HttpResponseMessage answer) => RetryAt = answer.Headers.RetryAfter switch
    {
        { Delta: { } delay } => time.GetUtcNow() + delay,
        { Date: { } date } => date,
        _ => null,
    };
}
