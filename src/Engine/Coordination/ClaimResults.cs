using Signalbox.Engine.Agents;

namespace Signalbox.Engine.Coordination;

/// <summary>What a worker says at the end, as plain values of the claim's row and back as an agent's result.</summary>
internal static class ClaimResults
{
    /// <summary>What is kept of a success.</summary>
    public static IReadOnlyDictionary<string, object?> Of(AgentResult result) => new Dictionary<string, object?>(StringComparer.Ordinal)
    {
        ["text"] = result.FinalText,
        ["outputs"] = result.Structured,
        ["exitCode"] = (long?)result.ExitCode,
        ["sessionId"] = result.SessionId,
        ["model"] = result.Model,
        ["inputTokens"] = result.Usage?.InputTokens,
        ["outputTokens"] = result.Usage?.OutputTokens,
        ["costUsd"] = (double?)result.Usage?.CostUsd,
        ["errorCode"] = result.Error?.Code,
        ["error"] = result.Error?.Message,
        ["retryable"] = result.Error?.Retryable,
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
            kept.GetValueOrDefault("retryable") as bool? ?? true),
    };

    // What is not given is unknown, not zero.
    private static AgentUsage? Usage(IReadOnlyDictionary<string, object?> kept)
    {
        var (input, output, cost) = (kept.GetValueOrDefault("inputTokens") as long?, kept.GetValueOrDefault("outputTokens") as long?, Number(kept.GetValueOrDefault("costUsd")));
        return input is null && output is null && cost is null ? null : new AgentUsage { InputTokens = input, OutputTokens = output, CostUsd = cost };
    }

    private static decimal? Number(object? value) => value switch
    {
        double number => (decimal)number,
        long number => number,
        _ => null,
    };
}
