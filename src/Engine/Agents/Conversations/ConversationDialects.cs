using Signalbox.Engine.Agents.Api;
using Signalbox.Engine.Agents.Cli;
using Signalbox.Engine.Agents.Commands;
using Signalbox.Engine.Agents.Shell;
using Signalbox.Engine.Workflows;

namespace Signalbox.Engine.Agents.Conversations;

/// <summary>Knows which agents' logs hold a conversation.</summary>
/// <param name="settings">The agents of the configuration.</param>
/// <param name="agents">All agents, for those that somebody registered: each model behind an API is read alike, and each program writes text.</param>
public sealed class ConversationDialects(AgentSettings settings, IAgentCatalog agents)
{
    private volatile Dictionary<string, ICliDialect> _dialects = Of(settings);
    private readonly ApiDialect _api = new(ApiAgentSettings.OpenAI, settings);

    /// <summary>Other agents from now on; logs of those that are gone are read as before.</summary>
    public void Change(AgentSettings settings)
    {
        var next = new Dictionary<string, ICliDialect>(_dialects, StringComparer.Ordinal);
        foreach (var (id, dialect) in Of(settings))
        {
            next[id] = dialect;
        }

        _dialects = next;
    }

    /// <summary>Whether the log of this agent holds a conversation; a shell's does not.</summary>
    public bool Has(string agent) => Find(agent) is not null;

    /// <summary>Something that reads one attempt of the agent; null when its log holds no conversation.</summary>
    /// <param name="agent">Id of the agent.</param>
    /// <param name="bounds">The page that is wanted.</param>
    public ConversationReader? Open(string agent, ConversationBounds bounds)
    {
        ArgumentNullException.ThrowIfNull(bounds);
        return Find(agent) is { } open ? new ConversationReader(open, bounds) : null;
    }

    private static Dictionary<string, ICliDialect> Of(AgentSettings settings) =>
        AgentDialects.Of(settings, AgentCatalog.Programs).ToDictionary(dialect => dialect.Id, StringComparer.Ordinal);

    private Func<Action<AgentEvent>, ICliStream>? Find(string agent) =>
        _dialects.TryGetValue(agent, out var dialect) ? dialect.CreateStream
        : agent is ShellAgent.AgentId or StepDefinition.AnyWorker ? null
        : agents.FindInfo(agent) is { } info ? OfKind(info.Kind)
        : report => new GoneAgentStream(_api, report);

    private Func<Action<AgentEvent>, ICliStream>? OfKind(AgentKind kind) => kind switch
    {
        AgentKind.Api => _api.CreateStream,
        AgentKind.Command => report => new CommandTextStream(report),
        AgentKind.Shell or AgentKind.Cli or AgentKind.Worker => null,
    };
}
