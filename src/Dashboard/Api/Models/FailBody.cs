namespace Signalbox.Dashboard.Api.Models;

/// <summary>A worker says that the step failed.</summary>
/// <param name="Agent">The worker.</param>
/// <param name="Epoch">Epoch of its claim.</param>
/// <param name="Message">Why, in one sentence that a person can act on.</param>
/// <param name="Retryable">Whether trying again may help.</param>
/// <param name="ExitCode">Exit code of what it ran.</param>
/// <param name="Code">Stable code; <c>agent_error</c> when left out.</param>
public sealed record FailBody(string? Agent, long Epoch, string? Message, bool Retryable = true, int? ExitCode = null, string? Code = null);
