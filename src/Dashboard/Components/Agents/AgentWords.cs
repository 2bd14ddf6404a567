using System.Globalization;
using Signalbox.Engine.Agents;
using Signalbox.Engine.Coordination;

namespace Signalbox.Dashboard.Components.Agents;

/// <summary>What is said of an agent in words.</summary>
public static class AgentWords
{
    /// <summary>Whose it is and which model it uses.</summary>
    public static string WorksWith(RegisteredAgent agent)
    {
        ArgumentNullException.ThrowIfNull(agent);
        return agent.Model is null ? agent.Provider : $"{agent.Provider} · {agent.Model}";
    }

    /// <summary>Steps that it holds, of those that it may hold at once.</summary>
    public static string Load(RegisteredAgent agent, int held)
    {
        ArgumentNullException.ThrowIfNull(agent);
        return agent.Kind == AgentKind.Worker ? string.Create(CultureInfo.InvariantCulture, $"{held} of {agent.Capacity ?? 1}")
            : agent.Capacity is { } most ? string.Create(CultureInfo.InvariantCulture, $"at most {most}")
            : "";
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
