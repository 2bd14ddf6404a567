using Signalbox.Engine.Agents.Cli;

namespace Signalbox.Engine.Agents.Conversations;

/// <summary>Knows which agents' logs hold a conversation.</summary>
/// <param name="settings">The agents of the configuration.</param>
/// <param name="agents">All agents, for those that somebody registered: each model behind an API is read alike.</param>
public sealed class ConversationDialects(AgentSettings settings, IAgentCatalog agents)
{
    private readonly Dictionary<string, ICliDialect> _dialects = AgentDialects.Of(settings, AgentCatalog.Programs).ToDictionary(dialect => dialect.Id, StringComparer.Ordinal);

    /// <summary>Whether the log of this agent holds a conversation; a shell's does not.</summary>
    public bool Has(string agent) => Find(agent) is not null;

    /// <summary>Something that reads one attempt of the agent; null when its log holds no conversation.</summary>
    /// <param name="agent">Id of the agent.</param>
    /// <param name="bounds">The page that is wanted.</param>
    public ConversationReader? Open(string agent, ConversationBounds bounds)
    {
        ArgumentNullException.ThrowIfNull(bounds);
        return Find(agent) is { } dialect ? new ConversationReader(dialect, bounds) : null;
    }

    private ICliDialect? Find(string agent) =>
        _dialects.GetValueOrDefault(agent) ?? (agents.FindInfo(agent) is { Kind: AgentKind.Api } ? _dialects.GetValueOrDefault(Api.ApiAgentSettings.OpenAI.Id) : null);
}
