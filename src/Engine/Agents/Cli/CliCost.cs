namespace Signalbox.Engine.Agents.Cli;

/// <summary>What one attempt of a session cost, where the agent tells the sum of the whole session.</summary>
internal static class CliCost
{
    /// <summary>
    /// The usage with the attempt's own cost: the difference to what the session had cost before. What is not known of the earlier attempts is
    /// in this one's, so that the sum over all is right. A sum below what it had cost before is none: it is taken as it is.
    /// </summary>
    public static AgentUsage? OfAttempt(AgentUsage? usage, bool costIsOfSession, AgentRequest request) =>
        costIsOfSession && request is { ResumeSession: not null, ResumeCostUsd: { } before } && usage is { CostUsd: { } sum } && sum >= before
            ? usage with { CostUsd = sum - before }
            : usage;
}
