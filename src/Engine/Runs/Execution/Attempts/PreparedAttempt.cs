using Signalbox.Engine.Agents;
using Signalbox.Engine.Metrics.Facts;

namespace Signalbox.Engine.Runs.Execution.Attempts;

/// <summary>An attempt ready to be written and begun, or the sentence that says why it cannot be.</summary>
internal sealed record PreparedAttempt(Attempt Attempt, AgentRequest? Request, string? Fault)
{
    /// <summary>Key of the answer in the response cache; null when the step does not use it.</summary>
    public string? CacheKey { get; init; }

    /// <summary>What the agent is asked, measured; null when it is a script, or is not asked.</summary>
    public MetricFact? Rendered { get; init; }

    /// <summary>The answer that is known already.</summary>
    public CachedResponse? Cached { get; init; }
}
