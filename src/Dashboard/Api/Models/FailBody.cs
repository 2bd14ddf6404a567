namespace Signalbox.Dashboard.Api.Models;

/// <summary>A worker says that the step failed.</summary>
/// <param name="Agent">The worker.</param>
/// <param name="Epoch">Epoch of its claim.</param>
/// <param name="Message">Why, in one sentence that a person can act on.</param>
/// <param name="Retryable">Whether trying again may help.</param>
/// <param name="ExitCode">Exit code of what it ran.</param>
/// <param name="Code">Stable code; when left out <c>rate_limit</c> with a <c>retryAt</c>, else <c>agent_error</c>.</param>
public sealed record FailBody(string? Agent, long Epoch, string? Message, bool Retryable = true, int? ExitCode = null, string? Code = null) : WorkEndBody
{
    /// <summary>With <c>rate_limit</c>: when the limit ends, and no try is used up. When left out, the time that the message names, such as "resets 9am (UTC)".</summary>
    public DateTimeOffset? RetryAt { get; init; }
}
