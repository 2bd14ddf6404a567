namespace Signalbox.Engine.Agents;

/// <summary>Why an attempt did not succeed, in words a person can act on.</summary>
/// <param name="Code">Stable code: <c>exit_code</c>, <c>rate_limit</c>, <c>auth</c>, <c>incomplete_stream</c>, <c>max_turns</c>, <c>max_budget</c>, <c>max_tokens</c>, <c>refused</c>, <c>bad_option</c>, <c>bad_input</c>, <c>unreachable</c>, <c>refused_address</c>, <c>start_failed</c>, <c>timeout</c>, <c>output_limit</c>, <c>interrupted</c>, <c>never_started</c>, <c>stopped</c>, <c>agent_error</c>, <c>missing_output</c>.</param>
/// <param name="Message">One clear sentence.</param>
/// <param name="Retryable">Whether trying again may help.</param>
/// <param name="RetryAt">When a named limit resets; null when not named.</param>
public sealed record AgentError(string Code, string Message, bool Retryable, DateTimeOffset? RetryAt = null);
