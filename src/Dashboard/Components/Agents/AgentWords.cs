using System.Globalization;
using Signalbox.Dashboard.Components.Shared;
using Signalbox.Engine.Agents;
using Signalbox.Engine.Coordination;

namespace Signalbox.Dashboard.Components.Agents;

/// <summary>What is said of an agent in words.</summary>
public static class AgentWords
{
    private const int StepsNamed = 2;

    /// <summary>Whose it is and which model it uses.</summary>
    public static string WorksWith(RegisteredAgent agent)
    {
        ArgumentNullException.ThrowIfNull(agent);
        return agent.Model is null ? agent.Provider : $"{agent.Provider} · {agent.Model}";
    }

    /// <summary>Steps that it is at work on, of those that it may do at once where something is said of that.</summary>
    public static string Load(RegisteredAgent agent, int steps)
    {
        ArgumentNullException.ThrowIfNull(agent);
        return (agent.Capacity ?? (agent.Kind == AgentKind.Worker ? 1 : null)) is { } most ? string.Create(CultureInfo.InvariantCulture, $"{steps} of {most}")
            : steps == 0 ? ""
            : string.Create(CultureInfo.InvariantCulture, $"{steps} {(steps == 1 ? "step" : "steps")}");
    }

    /// <summary>The step as people know it, with the item that it is for.</summary>
    public static string Step(AgentStep step)
    {
        ArgumentNullException.ThrowIfNull(step);
        return step.ItemIndex is { } item ? string.Create(CultureInfo.InvariantCulture, $"{step.StepId}, item {item + 1}") : step.StepId;
    }

    /// <summary>What one agent is at work on, in a line; null while it is nothing.</summary>
    public static string? Doing(AgentActivity activity)
    {
        ArgumentNullException.ThrowIfNull(activity);
        var steps = activity.Held.Select(c => c.StepId).Concat(activity.Steps.Select(s => $"{s.RunKey} {Step(s)}")).ToList();
        return steps.Count == 0 ? null
            : string.Join(", ", steps.Take(StepsNamed)) + (steps.Count > StepsNamed ? string.Create(CultureInfo.InvariantCulture, $" and {steps.Count - StepsNamed} more") : "");
    }

    /// <summary>What is in no sum of its cost; null when all of it is.</summary>
    public static string? Unknown(AgentCost cost)
    {
        ArgumentNullException.ThrowIfNull(cost);
        return cost.Unknown == 0 || cost.Usd is null ? null
            : string.Create(CultureInfo.InvariantCulture, $"and {cost.Unknown} {(cost.Unknown == 1 ? "attempt" : "attempts")} of unknown cost");
    }

    /// <summary>What it cost, in words.</summary>
    public static string Cost(AgentCost cost)
    {
        ArgumentNullException.ThrowIfNull(cost);
        return cost.Usd is not { } usd ? "unknown" : string.Join(' ', new[] { (cost.IsEstimated ? "≈ " : "") + MoneyText.Usd(usd), Unknown(cost) }.OfType<string>());
    }

    /// <summary>Whether there is a cost to speak of: scripts of a shell have none.</summary>
    public static bool HasCost(RegisteredAgent agent, AgentCost cost)
    {
        ArgumentNullException.ThrowIfNull(agent);
        ArgumentNullException.ThrowIfNull(cost);
        return cost.Attempts > 0 && (cost.Usd is not null || agent.Kind != AgentKind.Shell);
    }

    /// <summary>How what is written to it reaches it.</summary>
    public static string HowItIsTold(AgentKind kind) => kind == AgentKind.Worker
        ? "What you write here comes with the next step that it claims."
        : "What you write here is part of its next prompt that asks for {{messages}}.";

    /// <summary>How it does its work.</summary>
    public static string Of(AgentKind kind) => kind switch
    {
        AgentKind.Shell => "scripts on this machine",
        AgentKind.Cli => "a coding agent's command line",
        AgentKind.Api => "a model behind an API",
        AgentKind.Command => "a program of the configuration",
        AgentKind.Worker => "a worker that claims steps",
    };

    /// <summary>How it came to be known.</summary>
    public static string Of(AgentSource source) => source switch
    {
        AgentSource.Detected => "found on this machine",
        AgentSource.Configuration => "named by the configuration",
        AgentSource.Registered => "registered",
    };
}
