using Signalbox.Engine.Agents;
using Signalbox.Engine.Governance.Configuration;

namespace Signalbox.Dashboard.Hosting.Settings;

/// <summary>Puts the agents of a document beside those of the server's other options.</summary>
internal static class DocumentAgents
{
    /// <summary>The options with the document's agents, and every fault by the id of its agent.</summary>
    public static (SignalboxOptions Options, IReadOnlyList<(string Agent, string Sentence)> Faults) Add(SignalboxOptions options, IReadOnlyList<ConfiguredAgent> agents)
    {
        if (agents.Count == 0)
        {
            return (options, []);
        }

        List<(string, string)> faults = [];
        foreach (var agent in agents)
        {
            if (Named(options, agent.Id) is { } where)
            {
                faults.Add((agent.Id, $"'{agent.Id}' is named by {where} of the server's other options, too; take it away there, or give this one another id"));
            }
            else if (agent.Kind is ConfiguredAgentKind.Worker or ConfiguredAgentKind.Command && AgentCatalog.KnownIds.Contains(agent.Id))
            {
                faults.Add((agent.Id, $"'{agent.Id}' is an agent of Signalbox itself; choose another id"));
            }
        }

        var enabled = agents.Where(a => a.IsEnabled).ToList();
        return (
            options with
            {
                Agents = options.Agents with
                {
                    Api = [.. options.Agents.Api, .. enabled.Select(a => a.Api).OfType<Engine.Agents.Api.ApiAgentSettings>()],
                    Commands = [.. options.Agents.Commands, .. enabled.Select(a => a.Command).OfType<Engine.Agents.Commands.CommandAgentSettings>()],
                    Disabled = [.. agents.Where(a => !a.IsEnabled).Select(Disabled)],
                },
                AgentRules = options.AgentRules with { Agents = [.. options.AgentRules.Agents, .. enabled.Select(a => a.Worker).OfType<Engine.Coordination.AgentRegistration>()] },
            },
            faults);
    }

    private static string? Named(SignalboxOptions options, string id) =>
        options.Agents.Api.Any(a => Same(a.Id, id)) ? "Agents:Api"
        : options.Agents.Commands.Any(a => Same(a.Id, id)) ? "Agents:Commands"
        : options.AgentRules.Agents.Any(a => Same(a.Id, id)) ? "Agents:Workers"
        : null;

    private static DisabledAgent Disabled(ConfiguredAgent agent) => new(agent.Id, KindOf(agent.Kind))
    {
        Name = agent.Name,
        Provider = agent.Provider,
        Model = agent.Model,
        Capabilities = agent.Capabilities,
    };

    private static AgentKind KindOf(ConfiguredAgentKind kind) => kind switch
    {
        ConfiguredAgentKind.Api => AgentKind.Api,
        ConfiguredAgentKind.Command => AgentKind.Command,
        ConfiguredAgentKind.Worker => AgentKind.Worker,
        ConfiguredAgentKind.Found => AgentKind.Cli,
    };

    private static bool Same(string? one, string other) => string.Equals(one, other, StringComparison.Ordinal);
}
