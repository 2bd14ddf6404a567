using Signalbox.Engine.Runs;

namespace Signalbox.Engine.Coordination;

/// <summary>What agents do now and what they cost lately (design/domain.md, Agent: current steps; design/ui.md, Agents).</summary>
/// <param name="Held">Steps that workers hold.</param>
/// <param name="Steps">Steps that the server does with other agents, oldest first.</param>
/// <param name="Costs">Cost of the last <see cref="AgentActivities.CostDays"/> days by agent, or worker.</param>
public sealed record AgentActivity(IReadOnlyList<StepClaim> Held, IReadOnlyList<AgentStep> Steps, IReadOnlyDictionary<string, AgentCost> Costs)
{
    /// <summary>Nothing is done, nothing was.</summary>
    public static AgentActivity None { get; } = new([], [], new Dictionary<string, AgentCost>(StringComparer.Ordinal));

    /// <summary>What is known of one.</summary>
    public AgentActivity Of(string agentId) => new(
        [.. Held.Where(c => string.Equals(c.AgentId, agentId, StringComparison.Ordinal))],
        [.. Steps.Where(s => string.Equals(s.Agent, agentId, StringComparison.Ordinal))],
        Costs);

    /// <summary>How many steps it is at work on.</summary>
    public int CountOf(string agentId) =>
        Held.Count(c => string.Equals(c.AgentId, agentId, StringComparison.Ordinal)) + Steps.Count(s => string.Equals(s.Agent, agentId, StringComparison.Ordinal));

    /// <summary>What it cost.</summary>
    public AgentCost CostOf(string agentId) => Costs.GetValueOrDefault(agentId) ?? AgentCost.None;
}
