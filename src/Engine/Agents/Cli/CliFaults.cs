using System.Text.RegularExpressions;

namespace Signalbox.Engine.Agents.Cli;

/// <summary>Turns a CLI's own words about a fault into an error that says what to do.</summary>
internal static partial class CliFaults
{
    /// <summary>The error for a fault whose status the agent gave, or that its words give away.</summary>
    /// <param name="dialect">The agent.</param>
    /// <param name="status">HTTP status of the vendor's API; null when not given.</param>
    /// <param name="message">The agent's own words.</param>
    /// <param name="resetsAt">When a limit resets; null when not named.</param>
    public static AgentError Describe(ICliDialect dialect, int? status, string? message, DateTimeOffset? resetsAt = null) =>
        Recognise(dialect, status, message, resetsAt)
        ?? new AgentError("agent_error", $"{dialect.Name} reports: {Quote(message) ?? "an error without a message"}", Retryable: status is null or >= 500);

    /// <summary>The error when it is a limit or a missing sign-in; null for anything else.</summary>
    public static AgentError? Recognise(ICliDialect dialect, int? status, string? message, DateTimeOffset? resetsAt = null)
    {
        var text = message ?? "";
        var code = status ?? (StatusInText().Match(text) is { Success: true } match ? int.Parse(match.Groups["status"].ValueSpan, provider: null) : null);
        if (code == 429 || (code is null && LimitWords().IsMatch(text)))
        {
            return new AgentError("rate_limit", $"{dialect.Name} is at its rate limit: {Quote(message) ?? "it gave no reason"}", Retryable: true, resetsAt);
        }

        return code is 401 or 403 || (code is null && SignInWords().IsMatch(text))
            ? new AgentError("auth", $"{dialect.Name} is not signed in ({Quote(message) ?? "401"}): {dialect.SignInHint}", Retryable: false)
            : null;
    }

    private static string? Quote(string? message) => string.IsNullOrWhiteSpace(message) ? null : PlainText.OneLine(message);

    [GeneratedRegex(@"(status|API Error:?|HTTP|error code:?)\s*(code\s*)?\(?(?<status>[45]\d\d)\b", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex StatusInText();

    [GeneratedRegex("rate.?limit|quota exceeded|exceeded your current quota|resource.?exhausted|usage limit|session limit|too many requests", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex LimitWords();

    [GeneratedRegex("invalid api key|incorrect api key|api key not valid|invalid authentication credentials|no authentication information found|unauthorized|not logged in|please run /login|oauth token has expired|authentication_error", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex SignInWords();
}
