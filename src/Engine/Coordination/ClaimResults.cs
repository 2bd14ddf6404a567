using System.Globalization;
using Signalbox.Engine.Agents;
using Signalbox.Engine.Agents.Cli;

namespace Signalbox.Engine.Coordination;

/// <summary>What a worker says at the end, as plain values of the claim's row and back as an agent's result.</summary>
internal static class ClaimResults
{
    /// <summary>What is kept.</summary>
    /// <param name="result">What the worker says.</param>
    /// <param name="now">When it says so: a limit that names its end in words only counts from then, in the time zone of this machine where it names none.</param>
    public static IReadOnlyDictionary<string, object?> Of(AgentResult result, DateTimeOffset now) => new Dictionary<string, object?>(StringComparer.Ordinal)
    {
        ["text"] = result.FinalText,
        ["outputs"] = result.Structured,
        ["exitCode"] = (long?)result.ExitCode,
        ["sessionId"] = result.SessionId,
        ["model"] = result.Model,
        ["inputTokens"] = result.Usage?.InputTokens,
        ["outputTokens"] = result.Usage?.OutputTokens,
        ["cacheReadTokens"] = result.Usage?.CacheReadTokens,
        ["cacheCreationTokens"] = result.Usage?.CacheCreationTokens,
        ["costUsd"] = (double?)result.Usage?.CostUsd,
        ["premiumRequests"] = (double?)result.Usage?.PremiumRequests,
        ["turns"] = (long?)result.Usage?.Turns,
        ["durationMs"] = result.Usage?.DurationMs,
        ["errorCode"] = result.Error?.Code,
        ["error"] = result.Error?.Message,
        ["retryable"] = result.Error?.Retryable,
        ["retryAt"] = RetryAt(result.Error, now)?.ToString("O", CultureInfo.InvariantCulture),
    };

    /// <summary>The result that was kept.</summary>
    public static AgentResult From(IReadOnlyDictionary<string, object?> kept, bool succeeded) => new()
    {
        Outcome = succeeded ? AgentOutcome.Succeeded : AgentOutcome.Failed,
        FinalText = kept.GetValueOrDefault("text") as string,
        Structured = kept.GetValueOrDefault("outputs") as IReadOnlyDictionary<string, object?>,
        ExitCode = (int?)(kept.GetValueOrDefault("exitCode") as long?),
        SessionId = kept.GetValueOrDefault("sessionId") as string,
        Model = kept.GetValueOrDefault("model") as string,
        Usage = Usage(kept),
        Error = succeeded ? null : new AgentError(
            kept.GetValueOrDefault("errorCode") as string ?? "agent_error",
            kept.GetValueOrDefault("error") as string ?? "the worker said that it failed and not why",
            kept.GetValueOrDefault("retryable") as bool? ?? true,
            kept.GetValueOrDefault("retryAt") is string at ? DateTimeOffset.Parse(at, CultureInfo.InvariantCulture) : null),
    };

    private static DateTimeOffset? RetryAt(AgentError? error, DateTimeOffset now) => error switch
    {
        { RetryAt: { } named } => named,
        { Code: "rate_limit" } => LimitEnd.Of(error.Message, now, TimeZoneInfo.Local),
        _ => null,
    };

    // What is not given is unknown, not zero.
    private static AgentUsage? Usage(IReadOnlyDictionary<string, object?> kept)
    {
        var usage = new AgentUsage
        {
            InputTokens = Whole("inputTokens"),
            OutputTokens = Whole("outputTokens"),
            CacheReadTokens = Whole("cacheReadTokens"),
            CacheCreationTokens = Whole("cacheCreationTokens"),
            CostUsd = Number(kept.GetValueOrDefault("costUsd")),
            PremiumRequests = Number(kept.GetValueOrDefault("premiumRequests")),
            Turns = (int?)Whole("turns"),
            DurationMs = Whole("durationMs"),
        };
        return usage == new AgentUsage() ? null : usage;

        long? Whole(string name) => kept.GetValueOrDefault(name) as long?;
    }

    private static decimal? Number(object? value) => value switch
    {
        double number => (decimal)number,
        long number => number,
        _ => null,
    };
}
