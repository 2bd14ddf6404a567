using System.Collections.Concurrent;
using Signalbox.Engine.Agents.Api;
using Signalbox.Engine.Agents.Cli;
using Signalbox.Engine.Agents.Commands;
using Signalbox.Engine.Agents.Shell;
using Signalbox.Engine.Logs;
using Signalbox.Engine.Workflows;

namespace Signalbox.Engine.Agents;

/// <summary>
/// The agents of this machine: the CLIs that this version knows, found on the server's PATH, the APIs and programs of the configuration, and the
/// shell (design/agents.md, "Registry and health"). Safe to use from several threads.
/// </summary>
public sealed class AgentCatalog : IAgentCatalog, IAgentMaker, IApiChecker, IProgramFinder, IDisposable
{
    private static readonly TimeSpan VersionTimeout = TimeSpan.FromSeconds(5);
    internal static readonly ICliDialect[] Programs = [new ClaudeDialect(), new CodexDialect(), new CopilotDialect(), new GeminiDialect()];

    /// <summary>Ids that no configuration can give to another agent.</summary>
    internal static IReadOnlySet<string> ProgramIds { get; } = Programs.Select(dialect => dialect.Id).Append(ShellAgent.AgentId).Append(StepDefinition.AnyWorker).ToHashSet(StringComparer.Ordinal);

    /// <summary>Ids of every agent that this version knows, whether it is there or not: what a workflow may name. Those of a server's configuration come on top.</summary>
    public static IReadOnlySet<string> KnownIds { get; } =
        ProgramIds.Concat(AgentSettings.Default.AllApi.Select(agent => agent.Id)).ToHashSet(StringComparer.Ordinal);

    private readonly Func<ICliDialect, IAgent> _make;
    private readonly AgentPrices _prices;
    private readonly ShellAgent _shell;
    private readonly ApiModels _models;
    private readonly ConcurrentDictionary<string, ApiHealth> _health = new(StringComparer.Ordinal);
    private readonly ProgramProbe _probe;
    private readonly TimeProvider _time;
    private readonly SemaphoreSlim _refreshing = new(1, 1);
    private volatile Fleet _fleet;
    private IReadOnlyList<AgentInfo> _infos;

    /// <summary>Knows all agents at once; what is installed is known after <see cref="RefreshAsync"/>.</summary>
    /// <param name="runner">Runs their processes.</param>
    /// <param name="logs">Where their output is stored.</param>
    /// <param name="environment">What every agent gets; its PATH is searched.</param>
    /// <param name="settings">Agents and prices of the configuration, which has no fault.</param>
    /// <param name="time">Clock.</param>
    public AgentCatalog(AttemptRunner runner, ILogStore logs, AgentEnvironment environment, AgentSettings settings, TimeProvider time)
        : this(runner, logs, environment, settings, time, VersionTimeout)
    {
    }

    internal AgentCatalog(AttemptRunner runner, ILogStore logs, AgentEnvironment environment, AgentSettings settings, TimeProvider time, TimeSpan versionTimeout)
    {
        ArgumentNullException.ThrowIfNull(environment);
        ArgumentNullException.ThrowIfNull(settings);
        _time = time;
        _probe = new ProgramProbe(environment.Base, time, versionTimeout);
        _prices = new AgentPrices(settings.Prices);
        _models = new ApiModels(settings.ServerEnvironment, time);
        _make = dialect => new CliAgent(dialect, runner, logs, _prices);
        _shell = new ShellAgent(runner);
        _fleet = Assemble(settings, new Dictionary<string, IAgent>(StringComparer.Ordinal));
        _infos = [.. _fleet.Dialects.Select(dialect => Describe(dialect, AgentStatus.Registering, "not looked for yet")), DescribeShell()];
    }

    /// <inheritdoc/>
    public IReadOnlyList<AgentInfo> Agents => Volatile.Read(ref _infos);

    /// <inheritdoc/>
    public IReadOnlyList<McpServer> McpServers => _fleet.Settings.McpServers;

    /// <summary>What the configuration says of agents now.</summary>
    public AgentSettings Settings => _fleet.Settings;

    /// <inheritdoc/>
    public IAgent? Find(string id) => _fleet.Agents.GetValueOrDefault(id);

    /// <inheritdoc/>
    public AgentInfo? FindInfo(string id) => Agents.FirstOrDefault(info => string.Equals(info.Id, id, StringComparison.Ordinal));

    /// <summary>
    /// Another configuration from now on; what is there is known after <see cref="RefreshAsync"/>. Attempts at work keep their agent, and agents that are
    /// gone from the list are still found by runs that began with them.
    /// </summary>
    public void Change(AgentSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        _prices.Change(settings.Prices);
        _fleet = Assemble(settings, _fleet.Agents);
    }

    /// <inheritdoc/>
    public async Task RefreshAsync(CancellationToken cancellationToken)
    {
        await _refreshing.WaitAsync(cancellationToken);
        try
        {
            var fleet = _fleet;
            var disabled = fleet.Settings.Disabled.Select(agent => agent.Id).ToHashSet(StringComparer.Ordinal);
            AgentInfo[] found = [.. await Task.WhenAll(fleet.Dialects.Select(dialect => CheckAsync(dialect, cancellationToken))), DescribeShell()];
            var there = found.Select(info => info.Id).ToHashSet(StringComparer.Ordinal);
            Volatile.Write(
                ref _infos,
                [
                    .. found.Select(info => disabled.Contains(info.Id) ? info with { Status = AgentStatus.Inactive, StatusReason = DisabledAgent.Reason } : info),
                    .. fleet.Settings.Disabled.Where(agent => !there.Contains(agent.Id)).Select(agent => agent.Describe()),
                ]);
        }
        finally
        {
            _refreshing.Release();
        }
    }

    /// <inheritdoc/>
    public IAgent Make(ApiAgentSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        return _make(new ApiDialect(settings, Settings));
    }

    /// <inheritdoc/>
    public IAgent Make(CommandAgentSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        return _make(new CommandDialect(settings));
    }

    /// <inheritdoc/>
    public string? FindProgram(string program) => _probe.Find(program);

    /// <inheritdoc/>
    public async Task<ApiHealth?> CheckApiAsync(string id, CancellationToken cancellationToken)
    {
        var fleet = _fleet;
        var settings = fleet.Settings.AllApi.FirstOrDefault(agent => string.Equals(agent.Id, id, StringComparison.Ordinal));
        if (settings is null || fleet.Dialects.First(dialect => string.Equals(dialect.Id, id, StringComparison.Ordinal)).FindFault() is not null)
        {
            _health.TryRemove(id, out _);
            return null;
        }

        return _health[id] = await _models.AskAsync(settings, cancellationToken) with { At = _time.GetUtcNow() };
    }

    /// <inheritdoc/>
    public Task<ApiHealth> CheckApiAsync(ApiAgentSettings settings, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(settings);
        return _models.AskAsync(settings, cancellationToken);
    }

    /// <inheritdoc/>
    public void Dispose() => _refreshing.Dispose();

    private Fleet Assemble(AgentSettings settings, IReadOnlyDictionary<string, IAgent> before)
    {
        var dialects = AgentDialects.Of(settings, Programs);
        var agents = new Dictionary<string, IAgent>(before, StringComparer.Ordinal) { [_shell.Id] = _shell };
        foreach (var dialect in dialects)
        {
            agents[dialect.Id] = _make(dialect);
        }

        return new Fleet(settings, dialects, agents);
    }

    private async Task<AgentInfo> CheckAsync(ICliDialect dialect, CancellationToken cancellationToken)
    {
        var info = dialect.Program is { } program ? await CheckProgramAsync(dialect, program, cancellationToken) : Describe(dialect, AgentStatus.Active, "can be called");
        if (info.Status == AgentStatus.Active && dialect.FindFault() is { } fault)
        {
            info = info with { Status = AgentStatus.Unregistered, StatusReason = fault };
        }
        else if (_health.TryGetValue(dialect.Id, out var health))
        {
            info = info with { Status = health.IsFine ? info.Status : AgentStatus.Error, StatusReason = health.Words, LastHealthCheck = health.At };
        }

        // What an API answered is as old as the answer, however often the rest is looked at; nothing was checked of one that was never asked.
        return info with { LastHealthCheck = info.LastHealthCheck ?? (dialect.Kind == AgentKind.Api ? null : _time.GetUtcNow()) };
    }

    private async Task<AgentInfo> CheckProgramAsync(ICliDialect dialect, string program, CancellationToken cancellationToken)
    {
        if (_probe.Find(program) is not { } path)
        {
            return Describe(dialect, AgentStatus.Unregistered, $"{dialect.Name} is not on the PATH: {dialect.InstallHint}");
        }

        var (version, fault) = dialect.TellsVersion ? await _probe.VersionAsync(path, cancellationToken) : (null, null);
        var info = fault is null
            ? Describe(dialect, AgentStatus.Active, $"found at {path}")
            : Describe(dialect, AgentStatus.Error, $"{fault}; repair or reinstall it, then check again");
        return info with { Program = path, Version = version };
    }

    private static AgentInfo Describe(ICliDialect dialect, AgentStatus status, string reason) => new()
    {
        Id = dialect.Id,
        Name = dialect.Name,
        Kind = dialect.Kind,
        IsConfigured = dialect.IsConfigured,
        Provider = dialect.Provider,
        Model = dialect.Model,
        Capabilities = dialect.Capabilities,
        Status = status,
        StatusReason = reason,
    };

    private AgentInfo DescribeShell() => new()
    {
        Id = ShellAgent.AgentId,
        Name = "Shell",
        Kind = AgentKind.Shell,
        Provider = "local",
        Capabilities = ["script"],
        Status = OperatingSystem.IsLinux() ? AgentStatus.Active : AgentStatus.Error,
        StatusReason = OperatingSystem.IsLinux() ? "runs scripts with /bin/sh" : "steps that are processes need Linux: run Signalbox on a Linux machine",
        Program = OperatingSystem.IsLinux() ? "/bin/sh" : null,
        LastHealthCheck = _time.GetUtcNow(),
    };

    /// <summary>What one configuration makes of the agents.</summary>
    private sealed record Fleet(AgentSettings Settings, IReadOnlyList<ICliDialect> Dialects, Dictionary<string, IAgent> Agents);
}
