using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Signalbox.Engine.Agents;
using Signalbox.Engine.Coordination;
using Signalbox.Engine.Events;
using Signalbox.Engine.Identity;
using Signalbox.Engine.Learnings;
using Signalbox.Engine.Library;
using Signalbox.Engine.Logs;
using Signalbox.Engine.Metrics;
using Signalbox.Engine.Processes;
using Signalbox.Engine.Runs;
using Signalbox.Engine.Runs.Diffs;
using Signalbox.Engine.Runs.Execution;
using Signalbox.Engine.Runs.Execution.Attempts;
using Signalbox.Engine.Runs.Execution.Sessions;
using Signalbox.Engine.Runs.Records;
using Signalbox.Engine.Runs.Steering;
using Signalbox.Engine.Secrets;
using Signalbox.Engine.Sessions;
using Signalbox.Engine.Trust;
using Signalbox.Engine.Webhooks;
using Signalbox.Engine.Workspaces;
using Signalbox.Engine.Workspaces.Diffs;
using Signalbox.Engine.Workspaces.Upkeep;
using Signalbox.Persistence;
using Signalbox.Unit.Engine.Workspaces;

namespace Signalbox.Unit.Engine.Runs;

/// <summary>The engine on a real SQLite file, with agents and git played by hand-written fakes.</summary>
internal sealed class EngineBench : IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("signalbox-engine-");
    private readonly ServiceProvider _provider;
    private readonly TestRepository? _git;

    private EngineBench(RunLimits? limits, TestRepository? git, PortRange? ports)
    {
        _git = git;
        var services = new ServiceCollection();
        services.AddSingleton(typeof(ILogger<>), typeof(TestLog<>));
        services.AddPersistence(new PersistenceOptions { DatabasePath = Path.Combine(_folder.FullName, "signalbox.db"), WritesWebhooks = true });
        services.AddSingleton<TimeProvider>(Time);
        services.AddSingleton<RunEventBus>();
        services.AddSingleton<ActiveRuns>();
        services.AddSingleton<LogSignals>();
        services.AddSingleton<LogPump>();
        services.AddSingleton<ClaimSignals>().AddSingleton(new AgentPrices([new AgentPrice(PricedModel, 1m, 10m)]));
        services.AddSingleton(provider => ActivatorUtilities.CreateInstance<AgentDirectory>(provider, Agents));
        services.AddSingleton<IAgentCatalog>(provider => provider.GetRequiredService<AgentDirectory>());
        services.AddSingleton(new AgentRules(new AgentRulesOptions { Providers = ["shell", "claude", "shelly"] }, _ => null));
        services.AddSingleton<IHeldSecrets, HeldSecrets>().AddSingleton<Messenger>();
        services.AddSingleton<IAgentInbox>(provider => provider.GetRequiredService<Messenger>());
        services.AddSingleton<WorkPool>();
        services.AddSingleton<AgentRegistry>();
        services.AddSingleton<IWorkspaceManager>(git is null ? Workspaces : git.Manager);
        services.AddSingleton<IProcessHost>(Proofs);
        services.AddSingleton<IRunScheduler>(Scheduler);
        services.AddSingleton(new RunServiceOptions(Path.Combine(_folder.FullName, "runs")));
        services.AddSingleton(limits ?? new RunLimits(4, 4));
        services.AddSingleton(new ResponseCacheLimits(TimeSpan.FromDays(30), 100, 1024 * 1024));
        services.AddSingleton<ISecretCatalog>(Secrets);
        services.AddSingleton(new AgentSlots(null));
        if (git is not null)
        {
            services.AddSingleton(new RemoteSync(git.Git, new Dictionary<string, string>(StringComparer.Ordinal)));
        }

        services.AddSingleton(_ => AgentEnvironment.OfThisProcess());
        services.AddSingleton(new ProcessLimits());
        services.AddSingleton<AttemptVerifier>();
        services.AddSingleton<RunFactory>();
        services.AddSingleton<RunQueue>();
        AddSessions(services);
        services.AddSingleton<RunExecutor>();
        services.AddSingleton<RunRecovery>();
        services.AddSingleton<DocumentRepair>();
        services.AddSingleton<IRunService, RunService>();
        services.AddSingleton(provider => new PortHandout(provider.GetRequiredService<IPortStore>(), ports ?? PortRange.Default));
        services.AddSingleton<IWorkflowLibrary, WorkflowLibrary>();
        _provider = services.BuildServiceProvider();
    }

    private static void AddSessions(ServiceCollection services)
    {
        services.AddSingleton<LearningDesk>();
        services.AddSingleton<ChangedFiles>();
        services.AddSingleton<AgentSessionServices>();
        services.AddSingleton<TrustDesk>();
        services.AddSingleton(provider => new TrustServices(provider.GetRequiredService<TrustDesk>(), new WorkspaceDiffs(provider.GetRequiredService<TimeProvider>()), new TrustNotices(provider.GetRequiredService<Messenger>())));
        services.AddSingleton<RunSessionServices>();
        services.AddSingleton<WorkspaceLooks>();
        services.AddSingleton<WorkspaceRemovals>();
    }

    /// <summary>The only model that has a price: 1 $ for a million tokens in, 10 $ out.</summary>
    public const string PricedModel = "priced-1";

    public FakeCatalog Agents { get; } = new();

    public ShiftedTime Time { get; } = new();

    public FakeSecrets Secrets { get; } = new();

    public FakeWorkspaces Workspaces { get; } = new();

    public FakeProofs Proofs { get; } = new();

    public FakeScheduler Scheduler { get; } = new();

    public IRunService Service => _provider.GetRequiredService<IRunService>();

    public IRunQueries Queries => _provider.GetRequiredService<IRunQueries>();

    public IRunStore Store => _provider.GetRequiredService<IRunStore>();

    public IWorkspaceStore Places => _provider.GetRequiredService<IWorkspaceStore>();

    public IRepositoryStore Repositories => _provider.GetRequiredService<IRepositoryStore>();

    public RunExecutor Executor => _provider.GetRequiredService<RunExecutor>();

    public RunRecovery Recovery => _provider.GetRequiredService<RunRecovery>();

    /// <summary>What sessions work with.</summary>
    public RunSessionServices Parts => _provider.GetRequiredService<RunSessionServices>();

    public DocumentRepair Documents => _provider.GetRequiredService<DocumentRepair>();

    public WorkPool Pool => _provider.GetRequiredService<WorkPool>();

    public AgentDirectory AgentIndex => _provider.GetRequiredService<AgentDirectory>();

    public AgentRegistry Registry => _provider.GetRequiredService<AgentRegistry>();

    /// <summary>The registry of a server that begins now, on the same data.</summary>
    public AgentRegistry AnotherRegistry() => ActivatorUtilities.CreateInstance<AgentRegistry>(_provider);

    public Messenger Messenger => _provider.GetRequiredService<Messenger>();

    public LogReader Logs => ActivatorUtilities.CreateInstance<LogReader>(_provider);

    public IWorkflowLibrary Library => _provider.GetRequiredService<IWorkflowLibrary>();

    public RunEventBus Bus => _provider.GetRequiredService<RunEventBus>();

    public IWebhookDeliveryStore Deliveries => _provider.GetRequiredService<IWebhookDeliveryStore>();

    public IAgentSessionStore Sessions => _provider.GetRequiredService<IAgentSessionStore>();

    /// <summary>What runs changed, read with the machine's git.</summary>
    public RunDiffs Diffs => new(_provider.GetRequiredService<ICheckpointStore>(), new WorkspaceDiffs(_git!.Git, Time));

    public TrustDesk Trust => _provider.GetRequiredService<TrustDesk>();

    public IMetricStore Metrics => _provider.GetRequiredService<IMetricStore>();

    public LearningDesk Learnings => _provider.GetRequiredService<LearningDesk>();

    public string Repository => _git?.Root ?? Path.Combine(_folder.FullName, "shop");

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>The engine with one repository that holds this workflow, called <c>work</c>; with real git where one is given.</summary>
    public static async Task<EngineBench> CreateAsync(string yaml, RunLimits? limits = null, TestRepository? git = null, PortRange? ports = null)
    {
        var bench = new EngineBench(limits, git, ports);
        await bench._provider.GetRequiredService<DatabaseInitializer>().MigrateAsync(Stop);
        await bench.WriteWorkflowAsync("work", yaml);
        Assert.Null((await bench.Library.AddRepositoryAsync(bench.Repository, Stop)).Fault);
        return bench;
    }

    /// <summary>Another repository that is known, called as its folder.</summary>
    public async Task<Repository> KnowAsync(string path)
    {
        var added = await Library.AddRepositoryAsync(path, Stop);
        Assert.Null(added.Fault);
        return added.Repository!;
    }

    /// <summary>A second server on the same data, with something else in the place of git.</summary>
    public RunExecutor AnotherServer(IWorkspaceManager workspaces)
    {
        var active = new ActiveRuns();
        return new RunExecutor(_provider.GetRequiredService<RunSessionServices>() with { Active = active, Workspaces = workspaces }, active);
    }

    public IPortStore Ports => _provider.GetRequiredService<IPortStore>();

    /// <summary>A library on the same data that may know other repositories.</summary>
    public WorkflowLibrary LibraryOf(RepositoryScope scope, ConfiguredFiles? configured = null) =>
        ActivatorUtilities.CreateInstance<WorkflowLibrary>(_provider, configured is null ? [scope] : [scope, configured]);

    /// <summary>What deletes old runs.</summary>
    public RunRetention Retention(RetentionRules rules) => ActivatorUtilities.CreateInstance<RunRetention>(_provider, rules);

    /// <summary>A second server on the same data: other claims, same rows.</summary>
    public RunExecutor AnotherServer(IRunStore? store = null, AgentSlots? slots = null, ActiveRuns? active = null)
    {
        active ??= new ActiveRuns();
        var services = _provider.GetRequiredService<RunSessionServices>();
        return new RunExecutor(services with { Active = active, Store = store ?? Store, Slots = slots ?? services.Slots }, active);
    }

    /// <summary>A second server that is a node among others, with a folder of its own; logs are not its matter here.</summary>
    public RunExecutor AnotherNode(string id, IRunRelay relay)
    {
        var active = new ActiveRuns();
        return new RunExecutor(PartsOf(id, relay) with { Active = active }, active);
    }

    /// <summary>What workers speak to on such a server.</summary>
    public WorkPool PoolOf(string id, IRunRelay relay) => ActivatorUtilities.CreateInstance<WorkPool>(_provider, PartsOf(id, relay));

    private RunSessionServices PartsOf(string id, IRunRelay relay)
    {
        var pump = new LogPump(_provider.GetRequiredService<ILogStore>(), new LogSignals(), Time);
        return Parts with { Cluster = new RunCluster(new ServerNode(id, $"{id}-process"), relay, pump, new RunServiceOptions(NodeFolder(id))) };
    }

    /// <summary>Makes a node the home of every run.</summary>
    public async Task SettleAsync(string node)
    {
        await using var context = await _provider.GetRequiredService<IDbContextFactory<SignalboxDbContext>>().CreateDbContextAsync(Stop);
        await context.Database.ExecuteSqlAsync($"UPDATE runs SET home = {node}", Stop);
    }

    /// <summary>Where such a server keeps runs.</summary>
    public string NodeFolder(string id) => Path.Combine(_folder.FullName, id, "runs");

    /// <summary>What looks after the documents in a server that has just started.</summary>
    public DocumentRepair AnotherRepair() => ActivatorUtilities.CreateInstance<DocumentRepair>(_provider);

    /// <summary>Says to who holds the run here that it has this wake.</summary>
    public void Wake(Run run, long wake) => _provider.GetRequiredService<ActiveRuns>().Signal(run.Id, wake);

    public async Task WriteWorkflowAsync(string name, string yaml)
    {
        var folder = Directory.CreateDirectory(Path.Combine(Repository, ".signalbox", "workflows"));
        await File.WriteAllTextAsync(Path.Combine(folder.FullName, $"{name}.yaml"), yaml, Stop);
    }

    /// <summary>What an upgrade with a stricter reader would meet.</summary>
    public async Task BreakStoredWorkflowsAsync()
    {
        await using var context = await _provider.GetRequiredService<IDbContextFactory<SignalboxDbContext>>().CreateDbContextAsync(Stop);
        await context.Database.ExecuteSqlRawAsync("UPDATE workflow_versions SET yaml = 'nonsense: ['", Stop);
    }

    public async Task<Run> StartAsync(params (string Name, object? Value)[] inputs)
    {
        var result = await Service.StartAsync(Request(inputs), Stop);
        Assert.NotNull(result.Run);
        return result.Run;
    }

    public static StartRunRequest Request(params (string Name, object? Value)[] inputs) => new()
    {
        Workflow = "work",
        Inputs = inputs.ToDictionary(i => i.Name, i => i.Value, StringComparer.Ordinal),
        Trigger = RunTrigger.Api,
        Actor = "tester",
    };

    public async Task<Run> StartAsync(string workflow, params (string Name, object? Value)[] inputs)
    {
        var result = await Service.StartAsync(Request(inputs) with { Workflow = workflow }, Stop);
        Assert.NotNull(result.Run);
        return result.Run;
    }

    /// <summary>Delivers every job that is due, and those that they lead to, until none is left.</summary>
    public async Task DeliverAsync()
    {
        while (Scheduler.TryTake(Time.GetUtcNow(), out var wakeUp))
        {
            await Executor.ExecuteAsync(wakeUp.RunId, Stop);
        }
    }

    public async Task<Approval> OpenApprovalAsync(RunId id) => Assert.Single((await StateAsync(id)).Approvals, a => a.Status == ApprovalStatus.Open);

    public Task<DecideResult> AnswerAsync(Approval approval, ApprovalStatus decision, string? comment = null, params (string Name, object? Value)[] answers) =>
        Service.DecideAsync(
            new DecideRequest
            {
                Approval = approval.Id,
                Decision = decision,
                Comment = comment,
                Answers = answers.ToDictionary(a => a.Name, a => a.Value, StringComparer.Ordinal),
                Actor = "mara",
            },
            Stop);

    public async Task<IReadOnlyList<Checkpoint>> CheckpointsAsync(RunId id) => await _provider.GetRequiredService<ICheckpointStore>().ListAsync(id, Stop);

    public async Task<RunState> StateAsync(RunId id) => (await Queries.GetAsync(id, Stop))!;

    public async Task<IReadOnlyList<RunEvent>> EventsAsync(RunId id) => await Queries.EventsAsync(id, 0, 1_000, Stop);

    public async ValueTask DisposeAsync()
    {
        await _provider.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    /// <summary>Remembers what was queued; the tests deliver it themselves.</summary>
    internal sealed class FakeScheduler : IRunScheduler
    {
        private readonly List<(RunWakeUp WakeUp, DateTimeOffset? At)> _due = [];

        public ConcurrentQueue<RunWakeUp> Queued { get; } = new();

        /// <summary>What the test does in the moment in which something is queued.</summary>
        public Action? Meanwhile { get; set; }

        public Task<bool> ScheduleAsync(RunWakeUp wakeUp, DateTimeOffset? at, CancellationToken cancellationToken)
        {
            Meanwhile?.Invoke();
            var isNew = !Queued.Contains(wakeUp);
            Queued.Enqueue(wakeUp);
            lock (_due)
            {
                _due.Add((wakeUp, at));
            }

            return Task.FromResult(isNew);
        }

        public bool TryTake(DateTimeOffset now, [NotNullWhen(true)] out RunWakeUp? wakeUp)
        {
            lock (_due)
            {
                var index = _due.FindIndex(d => d.At is null || d.At <= now);
                wakeUp = index < 0 ? null : _due[index].WakeUp;
                if (index >= 0)
                {
                    _due.RemoveAt(index);
                }

                return wakeUp is not null;
            }
        }
    }

    /// <summary>The real clock, moved by hand.</summary>
    internal sealed class ShiftedTime : TimeProvider
    {
        private long _ticks;

        public void Move(TimeSpan by) => Interlocked.Add(ref _ticks, by.Ticks);

        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + TimeSpan.FromTicks(Interlocked.Read(ref _ticks));
    }

    /// <summary>Secrets that the test sets.</summary>
    internal sealed class FakeSecrets : ISecretCatalog
    {
        public Dictionary<string, string> Values { get; } = new(StringComparer.Ordinal);

        public IReadOnlyCollection<string> Names => Values.Keys;

        public SecretResult Resolve(string name) => Values.TryGetValue(name, out var value) ? new(value, null) : new(null, $"there is no secret '{name}'");
    }

    /// <summary>Makes plain folders.</summary>
    internal sealed class FakeWorkspaces : IWorkspaceManager
    {
        public string? Fault { get; set; }

        public ConcurrentQueue<WorkspaceRequest> Requests { get; } = new();

        public Task<RepositoryProbe> ProbeAsync(string path, CancellationToken cancellationToken) => Task.FromResult(new RepositoryProbe(path, "main", null, null));

        public Task<WorkspaceOutcome> CreateAsync(WorkspaceRequest request, CancellationToken cancellationToken)
        {
            if (Fault is not null)
            {
                return Task.FromResult(new WorkspaceOutcome(null, null, Fault));
            }

            Requests.Enqueue(request);
            Directory.CreateDirectory(request.WorkspacePath);
            return Task.FromResult(new WorkspaceOutcome(request.Branch, new string('a', 40), null));
        }

        public Task<string?> RemoveAsync(string repositoryPath, string workspacePath, CancellationToken cancellationToken) => Task.FromResult<string?>(null);

        public Task<string?> DiscardAsync(string repositoryPath, string workspacePath, CancellationToken cancellationToken) => Task.FromResult<string?>(null);

        public Task<WorkspaceRemovalOutcome> RemoveAsync(WorkspaceRemovalOrder order, CancellationToken cancellationToken) => Task.FromResult(new WorkspaceRemovalOutcome(null));

        public Task<BranchComparison?> CompareAsync(string workspacePath, string branch, CancellationToken cancellationToken) => Task.FromResult<BranchComparison?>(null);

        public Task<WorkspacePatch> DiffAsync(string workspacePath, string baseCommit, int maxBytes, CancellationToken cancellationToken) =>
            Task.FromResult(new WorkspacePatch("", IsCut: false, [], null));

        public Task<CheckpointCommit> CheckpointAsync(string workspacePath, string refName, string message, CancellationToken cancellationToken) =>
            Task.FromResult(new CheckpointCommit(new string('c', 40), null, []));

        public Task<string?> RestoreAsync(string workspacePath, string commit, string presentCommit, CancellationToken cancellationToken) => Task.FromResult<string?>(null);

        public Task<string?> DeleteCheckpointRefsAsync(string repositoryPath, string run, CancellationToken cancellationToken) => Task.FromResult<string?>(null);

        public Task<WorkspaceState> InspectAsync(string workspacePath, CancellationToken cancellationToken) =>
            Task.FromResult(new WorkspaceState(Directory.Exists(workspacePath), "main", new string('a', 40), 0, 0, 0, IsMerged: false, [], null));

        public Task<string?> TreeAsync(string workspacePath, string? commit, CancellationToken cancellationToken) => Task.FromResult<string?>(null);

        public Task<ChangeSummary> SummarizeChangesAsync(string workspacePath, string baseCommit, CancellationToken cancellationToken) => Task.FromResult(new ChangeSummary(0, 0, 0));
    }
}
