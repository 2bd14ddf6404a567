namespace Signalbox.Engine.Agents.Cli;

/// <summary>What one attempt of a session used, where the agent tells the sum of the whole session.</summary>
internal static class CliCost
{
    /// <summary>
    /// The usage with the attempt's own cost: the difference to what the session had cost before. What is not known of the earlier attempts is
    /// in this one's, so that the sum over all is right. A sum below what it had cost before is none: it is taken as it is.
    /// </summary>
    public static AgentUsage? OfAttempt(AgentUsage? usage, bool costIsOfSession, AgentRequest request) =>
        costIsOfSession && request is { ResumeSession: not null, ResumeUsage.CostUsd: { } before } && usage is { CostUsd: { } sum } && sum >= before
            ? usage with { CostUsd = sum - before }
            : usage;

    /// <summary>The same for tokens; a cost is estimated from what remains. One count below what it was says that none of them is a sum.</summary>
    public static AgentUsage? TokensOfAttempt(AgentUsage? usage, bool tokensAreOfSession, AgentRequest request)
    {
        if (!tokensAreOfSession || usage is null || request is not { ResumeSession: not null, ResumeUsage: { } before }
            || usage.InputTokens < before.InputTokens || usage.OutputTokens < before.OutputTokens || usage.CacheReadTokens < before.CacheReadTokens)
        {
            return usage;
        }

        return usage with
        {
            InputTokens = usage.InputTokens - (before.InputTokens ?? 0),
            OutputTokens = usage.OutputTokens - (before.OutputTokens ?? 0),
            CacheReadTokens = usage.CacheReadTokens - (before.CacheReadTokens ?? 0),
        };
    }
}
