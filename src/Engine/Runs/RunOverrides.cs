using System.Globalization;
using Signalbox.Engine.Agents;
using Signalbox.Engine.Workflows;

namespace Signalbox.Engine.Runs;

/// <summary>What one run does differently from its workflow, said when it is started (design/engine.md, "configuration overrides"); null: as the workflow says.</summary>
/// <param name="Agent">Agent of every agent's step.</param>
/// <param name="Model">Model of every agent's step; the name is the agent's own.</param>
/// <param name="MaxCostUsd">Known cost in US dollars at which the run stops, 0.01 to 1,000,000.</param>
/// <param name="MaxDurationMinutes">Minutes after which the run stops, waiting included, 1 to 43,200.</param>
public sealed record RunOverrides(string? Agent = null, string? Model = null, decimal? MaxCostUsd = null, int? MaxDurationMinutes = null)
{
    private const int MaxModelLength = 200;
    private const decimal LeastCost = 0.01m;
    private const decimal MostCost = 1_000_000m;
    private const int MostMinutes = 43_200;

    /// <summary>The workflow with this run's own limits.</summary>
    internal static WorkflowDefinition Apply(WorkflowDefinition workflow, Run run) => run is { MaxCostUsd: null, MaxDurationMinutes: null }
        ? workflow
        : workflow with
        {
            Limits = new LimitsDefinition(
                run.MaxCostUsd ?? workflow.Limits.MaxCostUsd,
                run.MaxDurationMinutes is { } minutes ? TimeSpan.FromMinutes(minutes) : workflow.Limits.MaxDuration),
        };

    /// <summary>What is wrong with an agent that is to take the place of the workflow's; null when nothing is, or none was named.</summary>
    internal static InputFault? AgentFault(string? agent, IAgentCatalog agents)
    {
        if (agent is null || agents.FindInfo(agent) is { Status: AgentStatus.Active })
        {
            return null;
        }

        var there = string.Join(", ", agents.Agents.Where(a => a.Status == AgentStatus.Active).Select(a => a.Id));
        return new InputFault("agent", agent, there, $"The agent '{agent}' is not there; known are {there}.");
    }

    /// <summary>Every fault, by the name of its field.</summary>
    internal IEnumerable<InputFault> Faults(IAgentCatalog agents)
    {
        if (AgentFault(Agent, agents) is { } missing)
        {
            yield return missing;
        }

        // A name that begins with a dash would be an option of the agent's program
        if (Model is { } model && (model.Length is 0 or > MaxModelLength || model[0] == '-' || model.Any(c => char.IsControl(c) || char.IsWhiteSpace(c))))
        {
            yield return new InputFault("model", model, "the name of a model, without spaces", $"'{model}' cannot be the name of a model: it has no spaces, does not begin with '-' and has at most {MaxModelLength} characters.");
        }

        if (MaxCostUsd is < LeastCost or > MostCost)
        {
            yield return new InputFault("maxCostUsd", MaxCostUsd.Value.ToString(CultureInfo.InvariantCulture), $"{LeastCost} to {MostCost}", $"A cost limit is between {LeastCost} and {MostCost} US dollars.");
        }

        if (MaxDurationMinutes is < 1 or > MostMinutes)
        {
            yield return new InputFault("maxDurationMinutes", MaxDurationMinutes.Value.ToString(CultureInfo.InvariantCulture), $"1 to {MostMinutes}", $"A limit of time is between 1 and {MostMinutes} minutes.");
        }
    }
}
