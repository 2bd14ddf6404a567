namespace Signalbox.Dashboard.Api.Models;

/// <summary>Why an attempt did not succeed.</summary>
public sealed record AttemptErrorModel(string Code, string Message, bool Retryable, DateTimeOffset? RetryAt);
