using System.Collections.Concurrent;
using Signalbox.Engine.Agents;
using Signalbox.Engine.Agents.Api;
using Signalbox.Engine.Logs;
using Signalbox.Engine.Workflows;

namespace Signalbox.Engine.Coordination;

/// <summary>The agents of this machine and the registry's: what a step may name. A person's word that an agent does nothing for now counts here.</summary>
public sealed class AgentDirectory : IAgentCatalog
{
    private readonly IAgentCatalog _machine;
    private readonly IAgentStore _store;
    private readonly Func<string, WorkerAgent> _makeWorker;
    private readonly ConcurrentDictionary<string, WorkerAgent> _workers = new(StringComparer.Ordinal);
    private IReadOnlyDictionary<string, RegisteredAgent> _registered = new Dictionary<string, RegisteredAgent>(StringComparer.Ordinal);

    /// <summary>Over the agents that are found on this machine.</summary>
    /// <param name="machine">Those agents.</param>
    /// <param name="store">The registry.</param>
    /// <param name="claims">The pool.</param>
    /// <param name="signals">Says when a claim changes.</param>
    /// <param name="pump">Stores the logs of workers.</param>
    /// <param name="time">Clock.</param>
    /// <param name="prices">What models cost, for workers that do not say it; null: no price is known.</param>
    public AgentDirectory(IAgentCatalog machine, IAgentStore store, IClaimStore claims, ClaimSignals signals, LogPump pump, TimeProvider time, AgentPrices? prices = null)
    {
        (_machine, _store) = (machine, store);
        _makeWorker = id => new WorkerAgent(id, claims, signals, pump, prices ?? AgentPrices.None, time);
    }

    /// <summary>The agents that are found on this machine.</summary>
    public IAgentCatalog Machine => _machine;

    /// <inheritdoc/>
    public IReadOnlyList<AgentInfo> Agents =>
    [
        .. _machine.Agents.Select(Merge),
        .. Registered.Values.Where(r => _machine.FindInfo(r.Id) is null).OrderBy(r => r.Id, StringComparer.Ordinal).Select(Describe),
    ];

    /// <inheritdoc/>
    public IReadOnlyList<McpServer> McpServers => _machine.McpServers;

    private IReadOnlyDictionary<string, RegisteredAgent> Registered => Volatile.Read(ref _registered);

    /// <inheritdoc/>
    public IAgent? Find(string id) =>
        (IsSomebodyElses(id) ? null : _machine.Find(id))
        ?? (string.Equals(id, StepDefinition.AnyWorker, StringComparison.Ordinal) || Registered.GetValueOrDefault(id) is { Kind: AgentKind.Worker } ? _workers.GetOrAdd(id, _makeWorker) : Make(id));

    /// <inheritdoc/>
    public AgentInfo? FindInfo(string id) => _machine.FindInfo(id) is { } found ? Merge(found) : Registered.GetValueOrDefault(id) is { } registered ? Describe(registered) : null;

    /// <summary>Steps that the registry lets an agent do at once; null: no limit of its own.</summary>
    public int? CapacityOf(string id) => Registered.GetValueOrDefault(id)?.Capacity;

    /// <inheritdoc/>
    public async Task RefreshAsync(CancellationToken cancellationToken)
    {
        await _machine.RefreshAsync(cancellationToken);
        await ReloadAsync(cancellationToken);
    }

    /// <summary>Asks the API of an agent whether it can be called, or looks for the program of one that somebody registered; null when there is neither.</summary>
    internal async Task<AgentFinding?> CheckAsync(RegisteredAgent agent, CancellationToken cancellationToken) =>
        agent.Kind == AgentKind.Command ? FindProgram(agent)
        : await CheckApiAsync(agent, cancellationToken) is { } health ? new AgentFinding(health.IsFine, health.Words)
        : null;

    /// <summary>Looks for the program of an agent that somebody registered; null when it has none that could be looked for here.</summary>
    internal AgentFinding? FindProgram(RegisteredAgent agent)
    {
        if (agent.Kind != AgentKind.Command || _machine is not IProgramFinder finder || _machine.FindInfo(agent.Id) is not null || RegisteredSettings.Command(agent) is not ({ } settings, { Count: 0 }))
        {
            return null;
        }

        var program = settings.Command[0];
        var where = Path.IsPathFullyQualified(program) ? "is not there, or cannot be executed" : "is not on the server's PATH";
        return finder.FindProgram(program) is { } path
            ? new AgentFinding(IsFine: true, $"found at {path}") { Program = path }
            : new AgentFinding(IsFine: false, $"{PlainText.OneLine(program, 120)} {where}: install it, or give another command");
    }

    private async Task<ApiHealth?> CheckApiAsync(RegisteredAgent agent, CancellationToken cancellationToken) =>
        _machine is not IApiChecker checker || agent.Kind != AgentKind.Api ? null
        : _machine.FindInfo(agent.Id) is not null ? await checker.CheckApiAsync(agent.Id, cancellationToken)
        : RegisteredSettings.Api(agent) is ({ } settings, { Count: 0 }) ? await checker.CheckApiAsync(settings, cancellationToken)
        : null;

    /// <summary>Reads the registry again, after a change of it.</summary>
    public async Task ReloadAsync(CancellationToken cancellationToken) =>
        Volatile.Write(ref _registered, (await _store.ListAsync(cancellationToken)).ToDictionary(a => a.Id, StringComparer.Ordinal));

    // What the configuration names no more is still found by the runs that began with it, until somebody registers another under its id.
    private bool IsSomebodyElses(string id) => Registered.GetValueOrDefault(id) is { Source: AgentSource.Registered } && _machine.FindInfo(id) is null;

    // Made anew each time: what is said of it may have changed, and nothing of an attempt is kept in it.
    private IAgent? Make(string id) => _machine is not IAgentMaker maker || Registered.GetValueOrDefault(id) is not { } agent ? null : agent.Kind switch
    {
        AgentKind.Api => RegisteredSettings.Api(agent) is ({ } api, { Count: 0 }) ? maker.Make(api) : null,
        AgentKind.Command => RegisteredSettings.Command(agent) is ({ } command, { Count: 0 }) ? maker.Make(command) : null,
        AgentKind.Shell or AgentKind.Cli or AgentKind.Worker => null,
    };

    private AgentInfo Merge(AgentInfo found) => Registered.GetValueOrDefault(found.Id) is { Status: AgentStatus.Inactive } paused && found.Status == AgentStatus.Active
        ? found with { Status = AgentStatus.Inactive, StatusReason = paused.StatusReason }
        : found;

    // An earlier version took agents that nothing here can run: a step that names one is told so, before it begins.
    private AgentInfo Describe(RegisteredAgent agent) => agent.Kind == AgentKind.Worker || agent.Status != AgentStatus.Active || Make(agent.Id) is not null
        ? Shown(agent)
        : Shown(agent) with { Status = AgentStatus.Error, StatusReason = "what is said of it is not enough to run it: register it again with its config" };

    private static AgentInfo Shown(RegisteredAgent agent) => new()
    {
        Id = agent.Id,
        Name = agent.Name,
        Kind = agent.Kind,
        IsConfigured = agent.Source == AgentSource.Configuration,
        Provider = agent.Provider,
        Model = agent.Model,
        Capabilities = agent.Capabilities,
        Status = agent.Status,
        StatusReason = agent.StatusReason,
        Program = agent.Program,
        Version = agent.Version,
        LastHealthCheck = agent.LastHealthCheck,
    };
}
