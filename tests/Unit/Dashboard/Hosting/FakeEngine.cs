using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Signalbox.Dashboard.Api;
using Signalbox.Engine.Agents;
using Signalbox.Engine.Events;
using Signalbox.Engine.Features;
using Signalbox.Engine.Identity;
using Signalbox.Engine.Library;
using Signalbox.Engine.Logs.Search;
using Signalbox.Engine.Runs;
using Signalbox.Engine.Runs.Diffs;
using Signalbox.Engine.Secrets;
using Signalbox.Engine.Terminals;
using Signalbox.Engine.Webhooks;
using Signalbox.Engine.Workflows;
using Signalbox.Engine.Workspaces;
using Signalbox.Persistence;
using Signalbox.Unit.Engine.Features;
using Signalbox.Unit.Engine.Governance.Configuration;

namespace Signalbox.Unit.Dashboard.Hosting;

/// <summary>An engine without database and processes: runs are what the test puts in.</summary>
internal sealed partial class FakeEngine : IRunQueries, IRunService, IWorkflowLibrary, IAgentCatalog
{
    private readonly ConcurrentDictionary<RunId, RunState> _runs = new();
    private readonly ConcurrentDictionary<RunId, List<RunEvent>> _events = new();

    public RunEventBus Bus { get; } = new();

    public FakeSearch Search { get; } = new();

    public FakeLogs Logs { get; } = new();

    public FakeRunDiffs Diffs { get; } = new();

    public FakeCoordination Coordination { get; } = new();

    public FakeTerminals Terminals { get; } = new();

    public FakeIdempotency Idempotency { get; } = new();

    public FakeFeatureStore Features { get; } = new();

    public FakeConfigurations Configurations { get; } = new();

    public List<Repository> Known => Workspaces.Known;

    public FakeWorkspaces Workspaces { get; } = new();

    public List<WorkflowEntry> Workflows { get; } = [];

    public FakeMetrics Metrics { get; } = new();

    public FakeSessions Sessions => field ??= new FakeSessions(Workspaces);

    /// <summary>What webhooks are signed with; null: the secret has no value.</summary>
    public string? HookSecret { get; set; } = "a-secret-for-tests";

    public FakeTrustModels Trust { get; } = new();

    public FakeDeliveries Deliveries { get; } = new();

    public List<StartRunRequest> Started { get; } = [];

    /// <summary>A cancel is taken and nothing ends.</summary>
    public bool CancelTakesForEver { get; set; }

    /// <summary>What a start gives; by default a run of the workflow.</summary>
    public Func<StartRunRequest, StartRunResult>? OnStart { get; set; }

    public void Register(IServiceCollection services)
    {
        services.AddSingleton(Bus);
        services.AddSingleton<IRunQueries>(this);
        services.AddSingleton<IRunService>(this);
        services.AddSingleton<IIdempotencyStore>(Idempotency);
        services.AddSingleton<IScheduleFeed>(this);
        services.AddSingleton<IWorkflowStore>(this);
        services.AddSingleton<ICheckpointStore>(this);
        services.AddSingleton<IApprovalStore>(this);
        services.AddSingleton<IWorkflowLibrary>(this);
        services.AddSingleton(RepositoryScope.Global);
        services.AddSingleton<IAgentTerminals>(Terminals);
        services.AddSingleton<IAgentCatalog>(this);
        services.AddSingleton<ILogFeed>(Logs);
        Metrics.Register(services);
        services.AddSingleton<IRunDiffs>(Diffs);
        services.AddSingleton<IRunSearch>(Search);
        services.AddSingleton(new RunSearchOptions(10 * 1024 * 1024));
        Trust.Register(services);
        services.AddSingleton<IWebhookDeliveryStore>(Deliveries);
        services.AddSingleton<WebhookDesk>();
        services.AddSingleton(new InboundHooks("HOOK", new SecretCatalog([SecretReference.Parse("HOOK", "env:HOOK", out _)!], _ => HookSecret)));
        services.AddSingleton(Configurations.Desk);
        services.AddSingleton(Configurations.Log);
        Workspaces.Register(services);
        Coordination.Register(services, this, this, Bus);
        Sessions.Register(services, Bus);
        services.AddSingleton<IFeatureStore>(Features);
        services.AddSingleton<FeatureWorkflows>();
        services.AddSingleton<FeatureDesk>();
        services.AddSingleton<FeatureFinder>();
        services.AddSingleton<FeatureExport>();
    }

    /// <summary>Puts a run in, with one step and one attempt.</summary>
    public RunState AddRun(string key, string directory = "/nowhere", RunStatus status = RunStatus.Running, IReadOnlyDictionary<string, object?>? outputs = null, string yaml = "")
    {
        var state = FakeRuns.Create(key, directory, status, outputs, yaml);
        _runs[state.Run.Id] = state;
        _events[state.Run.Id] = [];
        return state;
    }

    /// <summary>Commits an event and tells the bus, as the executor does.</summary>
    public RunEvent Commit(RunState state, RunEvent e)
    {
        var stored = Store(state, e);
        Bus.Publish(new Notice.RunChanged(state.Run.Id, [stored]));
        return stored;
    }

    /// <summary>Commits an event that the bus never tells.</summary>
    public RunEvent Store(RunState state, RunEvent e)
    {
        lock (_events)
        {
            var events = _events[state.Run.Id];
            var stored = e with { Sequence = events.Count + 1, Time = state.Run.CreatedAt.AddSeconds(events.Count) };
            events.Add(stored);
            return stored;
        }
    }

    /// <summary>Ends a run with its event.</summary>
    public void End(RunState state, RunStatus status, string? reason = null)
    {
        state.Run.MoveTo(status, reason, state.Run.CreatedAt.AddMinutes(1));
        Commit(state, new RunEvent { RunId = state.Run.Id, Message = "ended", Transition = $"Running -> {status}", Reason = reason });
    }

    public Task<RunPage> ListAsync(RunFilter filter, CancellationToken cancellationToken)
    {
        var runs = _runs.Values.Where(s => filter.Statuses.Count == 0 || filter.Statuses.Contains(s.Run.Status)).Select(FakeRuns.Summary).OrderBy(s => s.Key, StringComparer.Ordinal).ToList();
        return Task.FromResult(new RunPage(runs, null, runs.Count));
    }

    public Task<IReadOnlyList<RunId>> ResolveAsync(string text, CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<RunId>>(
        [.. _runs.Values.Where(s => s.Run.Key.Equals(text, StringComparison.OrdinalIgnoreCase) || s.Run.Id.Value.StartsWith(text, StringComparison.Ordinal)).Select(s => s.Run.Id).Take(2)]);

    public Task<RunState?> GetAsync(RunId id, CancellationToken cancellationToken) => Task.FromResult(_runs.GetValueOrDefault(id));

    public Task<IReadOnlyList<RunEvent>> EventsAsync(RunId id, long afterSequence, int limit, CancellationToken cancellationToken)
    {
        lock (_events)
        {
            return Task.FromResult<IReadOnlyList<RunEvent>>([.. _events[id].Where(e => e.Sequence > afterSequence).Take(limit)]);
        }
    }

    public Task<(Attempt Attempt, Run Run)?> FindAttemptAsync(AttemptId id, CancellationToken cancellationToken)
    {
        foreach (var state in _runs.Values)
        {
            if (state.Attempts.FirstOrDefault(a => a.Id == id) is { } attempt)
            {
                return Task.FromResult<(Attempt, Run)?>((attempt, state.Run));
            }
        }

        return Task.FromResult<(Attempt, Run)?>(null);
    }

    public Task<IReadOnlyDictionary<RunStatus, int>> CountByStatusAsync(DateTimeOffset? since, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyDictionary<RunStatus, int>>(_runs.Values.GroupBy(s => s.Run.Status).ToDictionary(g => g.Key, g => g.Count()));

    public Task<IReadOnlyList<RunSummary>> ChildrenAsync(RunId id, CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<RunSummary>>([]);

    public Task<IReadOnlyDictionary<RunId, string>> KeysAsync(IReadOnlyCollection<RunId> ids, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyDictionary<RunId, string>>(ids.Where(_runs.ContainsKey).ToDictionary(id => id, id => _runs[id].Run.Key));

    public Task<int?> QueuePositionAsync(RunId id, CancellationToken cancellationToken) => Task.FromResult<int?>(0);

    public Task<IReadOnlyDictionary<WorkflowId, RunSummary>> LastResultsAsync(CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyDictionary<WorkflowId, RunSummary>>(new Dictionary<WorkflowId, RunSummary>());

    public Task<StartRunResult> StartAsync(StartRunRequest request, CancellationToken cancellationToken)
    {
        lock (Started)
        {
            Started.Add(request);
        }

        return Task.FromResult(OnStart?.Invoke(request) ?? new StartRunResult { Run = AddRun($"T-{Started.Count}").Run });
    }

    public Task<CancelOutcome> CancelAsync(RunId run, string actor, CancellationToken cancellationToken)
    {
        if (!_runs.TryGetValue(run, out var state))
        {
            return Task.FromResult(CancelOutcome.NotFound);
        }

        if (state.Run.HasEnded)
        {
            return Task.FromResult(CancelOutcome.AlreadyEnded);
        }

        if (CancelTakesForEver)
        {
            return Task.FromResult(CancelOutcome.Requested);
        }

        End(state, RunStatus.Cancelled, $"by {actor}");
        return Task.FromResult(CancelOutcome.Requested);
    }

    public Task<AddRepositoryResult> AddRepositoryAsync(string path, CancellationToken cancellationToken)
    {
        if (!Directory.Exists(Path.Combine(path, ".git")))
        {
            return Task.FromResult(new AddRepositoryResult(null, $"{path} is not a git repository."));
        }

        var repository = Known.Find(r => Same(r.Path, path)) ?? new Repository { Id = EntityId.New<RepositoryId>(), Name = Path.GetFileName(path), Path = path, CreatedAt = FakeRuns.Now };
        if (!Known.Contains(repository))
        {
            Known.Add(repository);
        }

        return Task.FromResult(new AddRepositoryResult(repository, null));
    }

    public Task<IReadOnlyList<Repository>> RepositoriesAsync(CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<Repository>>(Known);

    public Task<IReadOnlyList<WorkflowEntry>> ListAsync(CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<WorkflowEntry>>(Workflows);

    public Task<IReadOnlyList<WorkflowEntry>> FindAsync(string name, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<WorkflowEntry>>([.. Workflows.Where(w => Same(w.Workflow.Slug, name) || Same($"{w.Repository.Name}/{w.Workflow.Slug}", name))]);

    public Task SyncAsync(Repository repository, CancellationToken cancellationToken) => Task.CompletedTask;

    public IReadOnlyList<AgentInfo> Agents { get; set; } =
    [
        new AgentInfo { Id = "shell", Name = "Shell", Kind = AgentKind.Shell, Provider = "shell", Capabilities = [], Status = AgentStatus.Active, StatusReason = "ready" },
    ];

    public IAgent? Find(string id) => null;

    public AgentInfo? FindInfo(string id) => Agents.FirstOrDefault(a => Same(a.Id, id));

    public Task RefreshAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private static bool Same(string a, string b) => string.Equals(a, b, StringComparison.Ordinal);
}
