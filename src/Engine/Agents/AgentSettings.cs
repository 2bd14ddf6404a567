using Signalbox.Engine.Agents.Api;
using Signalbox.Engine.Agents.Commands;

namespace Signalbox.Engine.Agents;

/// <summary>What the server's configuration says about agents (section <c>Agents</c>).</summary>
public sealed record AgentSettings
{
    /// <summary>Nothing is configured: the agents that this version knows, and no prices.</summary>
    public static AgentSettings Default { get; } = new();

    /// <summary><c>Agents:Prices</c>: what models cost, for agents that do not say it. Default none: such a cost is unknown.</summary>
    public IReadOnlyList<AgentPrice> Prices { get; init; } = [];

    /// <summary><c>Agents:Api</c>: models behind an API. One with the id of <see cref="ApiAgentSettings.Anthropic"/> or <see cref="ApiAgentSettings.OpenAI"/> takes its place.</summary>
    public IReadOnlyList<ApiAgentSettings> Api { get; init; } = [];

    /// <summary><c>Agents:Commands</c>: other programs that are agents. Default none.</summary>
    public IReadOnlyList<CommandAgentSettings> Commands { get; init; } = [];

    /// <summary><c>Agents:McpServers</c>: MCP servers that steps may name. Default none.</summary>
    public IReadOnlyList<McpServer> McpServers { get; init; } = [];

    /// <summary>Agents that are listed and get no work. Default none.</summary>
    public IReadOnlyList<DisabledAgent> Disabled { get; init; } = [];

    /// <summary>Program and arguments that call an API for one attempt: they end in <see cref="ApiProgram"/>. Empty: API agents cannot work.</summary>
    public IReadOnlyList<string> ApiProgram { get; init; } = [];

    /// <summary>Reads a variable of the server's environment, for keys.</summary>
    public Func<string, string?> ServerEnvironment { get; init; } = Environment.GetEnvironmentVariable;

    /// <summary>Every API agent, those of this version first.</summary>
    internal IReadOnlyList<ApiAgentSettings> AllApi =>
        [.. ((ApiAgentSettings[])[ApiAgentSettings.Anthropic, ApiAgentSettings.OpenAI]).Where(known => !Api.Any(agent => Same(agent.Id, known.Id))).Concat(Api).OrderBy(agent => Rank(agent.Id))];

    /// <summary>Whether the id belongs to an agent of this machine, so that no other may have it.</summary>
    public bool Takes(string id) => AgentCatalog.KnownIds.Contains(id) || Api.Any(agent => Same(agent.Id, id)) || Commands.Any(agent => Same(agent.Id, id));

    /// <summary>Every fault, as sentences that name the key; empty when there is none.</summary>
    public IReadOnlyList<string> FindFaults()
    {
        var faults = new List<string>();
        var ids = Api.Select(agent => (agent.Id, Key: $"Agents:Api:{agent.Id}", Taken: AgentCatalog.ProgramIds))
            .Concat(Commands.Select(agent => (agent.Id, Key: $"Agents:Commands:{agent.Id}", Taken: AgentCatalog.KnownIds)));
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (id, key, taken) in ids)
        {
            if (!AgentIds.IsValid(id))
            {
                faults.Add($"{key}: the id of an agent is made of small letters, digits, '_' and '-', with a letter first");
            }
            else if (taken.Contains(id))
            {
                faults.Add($"{key}: '{id}' is an agent of Signalbox itself; choose another id");
            }
            else if (!seen.Add(id))
            {
                faults.Add($"{key}: there are two agents '{id}'");
            }
        }

        faults.AddRange(Api.SelectMany(agent => agent.FindFaults().Select(fault => $"Agents:Api:{agent.Id}:{fault}")));
        faults.AddRange(Prices.Where(price => string.IsNullOrWhiteSpace(price.Model)).Select(_ => "Agents:Prices: a price without a model"));
        faults.AddRange(Prices.GroupBy(price => price.Model, StringComparer.Ordinal).Where(group => group.Count() > 1).Select(group => $"Agents:Prices: there are two prices of {group.Key}"));
        faults.AddRange(Commands.SelectMany(command => command.FindFaults().Select(fault => $"Agents:Commands:{command.Id}:{fault}")));
        faults.AddRange(McpServers.SelectMany(server => server.FindFaults().Select(fault => $"Agents:McpServers:{server.Id}:{fault}")));
        return faults;
    }

    private static int Rank(string id) => id switch { "anthropic" => 0, "openai" => 1, _ => 2 };

    private static bool Same(string one, string other) => string.Equals(one, other, StringComparison.Ordinal);
}
