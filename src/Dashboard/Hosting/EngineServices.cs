using Signalbox.Dashboard.Api;
using Signalbox.Dashboard.Hosting.Cluster;
using Signalbox.Dashboard.Hosting.Settings;
using Signalbox.Dashboard.Jobs;
using Signalbox.Engine.Agents;
using Signalbox.Engine.Agents.Conversations;
using Signalbox.Engine.Coordination;
using Signalbox.Engine.Events;
using Signalbox.Engine.Features;
using Signalbox.Engine.Learnings;
using Signalbox.Engine.Library;
using Signalbox.Engine.Logs;
using Signalbox.Engine.Logs.Masking;
using Signalbox.Engine.Logs.Search;
using Signalbox.Engine.Metrics;
using Signalbox.Engine.Metrics.Compound;
using Signalbox.Engine.Processes;
using Signalbox.Engine.Runs;
using Signalbox.Engine.Runs.Diffs;
using Signalbox.Engine.Runs.Execution;
using Signalbox.Engine.Runs.Execution.Attempts;
using Signalbox.Engine.Runs.Execution.Sessions;
using Signalbox.Engine.Runs.Export;
using Signalbox.Engine.Runs.Records;
using Signalbox.Engine.Runs.Regressions;
using Signalbox.Engine.Runs.Steering;
using Signalbox.Engine.Secrets;
using Signalbox.Engine.Terminals;
using Signalbox.Engine.Trust;
using Signalbox.Engine.Webhooks;
using Signalbox.Engine.Workspaces;
using Signalbox.Engine.Workspaces.Diffs;
using Signalbox.Engine.Workspaces.Upkeep;
using Signalbox.Persistence;

namespace Signalbox.Dashboard.Hosting;

/// <summary>The one place that puts the engine together: its services, the database and the jobs.</summary>
internal static class EngineServices
{
    /// <summary>Registers what runs, keeps and finds workflows.</summary>
    public static void AddEngine(this IServiceCollection services, DataDirectory data, SignalboxOptions options)
    {
        services.AddSingleton<RunEventBus>();
        services.AddPersistence(StorageOf(data, options));
        services.AddSecrets(options);
        services.AddProcesses(data, options);
        services.AddAgents(options);
        services.AddCoordination(options);
        services.AddRuns(data, options);
        services.AddMetrics();
        services.AddConfiguration(options.Storage.ConnectionString is not null);

        // In this order: the samples are written to the database that the first two tasks prepare.
        services.AddSingleton<IStartupTask, SwapStartup>();
        services.AddSingleton<IStartupTask, DatabaseStartup>();
        if (options.Storage.ConnectionString is not null)
        {
            // Before the jobs: what starts first stops last, and the lease is renewed until the executors have let go.
            services.AddCluster(data, options);
        }

        services.AddRunJobs(data.JobsFile, options.Storage.ConnectionString);
        services.AddSingleton<IStartupTask, AgentStartup>();
        services.AddSingleton<IStartupTask, SampleStartup>();
        services.AddSingleton<IStartupTask, LibraryStartup>();
    }

    /// <summary>Where the rows are.</summary>
    public static PersistenceOptions StorageOf(DataDirectory data, SignalboxOptions options) => new()
    {
        Provider = options.Storage.ConnectionString is null ? DatabaseProvider.Sqlite : DatabaseProvider.Postgres,
        DatabasePath = data.DatabaseFile,
        SearchPath = data.SearchFile,
        ConnectionString = options.Storage.ConnectionString,
        MaxLogBytesPerRun = options.MaxLogBytesPerRun,
        WritesWebhooks = options.Notifications is not null,
    };

    private static void AddSecrets(this IServiceCollection services, SignalboxOptions options)
    {
        services.AddSingleton(provider => new SecretCatalog(options.Secrets, Environment.GetEnvironmentVariable, provider.GetService<ServerDocuments>()?.EarlierSecrets));
        services.AddSingleton<ISecretCatalog>(provider => provider.GetRequiredService<SecretCatalog>());
        services.AddSingleton<IAttemptSecretNames, AttemptSecretNames>();
        services.AddSingleton<IAttemptMasks, AttemptMasks>();
        services.AddSingleton(provider => new InboundHooks(options.WebhookSecret, provider.GetRequiredService<ISecretCatalog>()));
        services.AddSingleton(new NotificationOptions(options.Notifications));
    }

    private static void AddProcesses(this IServiceCollection services, DataDirectory data, SignalboxOptions options)
    {
        services.AddSingleton(new ProcessHostOptions { DataDirectory = data.Path });
        services.AddSingleton(new ProcessLimits { Grace = options.Grace, MaxOutputBytes = options.MaxOutputBytes });
        services.AddSingleton<SupervisorInstaller>();
        services.AddSingleton<IProcessHost, DurableProcessHost>();
        services.AddSingleton<LogSignals>();
        services.AddSingleton<LogPump>();
        services.AddSingleton<LogReader>();
        services.AddSingleton<LogSearch>();
        services.AddSingleton<LogIndexer>();
        services.AddSingleton<IRunSearch, RunSearch>();
        services.AddSingleton(new RunSearchOptions(options.MaxLogBytesPerRun));
    }

    private static void AddAgents(this IServiceCollection services, SignalboxOptions options)
    {
        services.AddSingleton(options.Agents with { ApiProgram = ApiCommandLine.Find() });
        services.AddSingleton<ConversationDialects>();
        services.AddSingleton<ConversationLog>();
        services.AddSingleton(_ => AgentEnvironment.OfThisProcess());
        services.AddSingleton<AttemptRunner>();
        services.AddSingleton<AgentCatalog>();
        services.AddSingleton<IWorkspaceManager, GitWorkspaceManager>();
        services.AddSingleton<WorkspaceDiffs>();
        services.AddSingleton<RemoteSync>();
        services.AddSingleton<SampleRepository>();
        services.AddSingleton<RepositoryUpkeep>();
        services.AddSingleton<WorkspaceLooks>();
        services.AddSingleton<WorkspaceDesk>();
        services.AddSingleton<WorkspaceRemovals>();
    }

    private static void AddCoordination(this IServiceCollection services, SignalboxOptions options)
    {
        services.AddSingleton<ClaimSignals>();
        services.AddSingleton(new AgentPrices(options.Agents.Prices));
        services.AddSingleton(provider => ActivatorUtilities.CreateInstance<AgentDirectory>(provider, provider.GetRequiredService<AgentCatalog>()));
        services.AddSingleton<IAgentCatalog>(provider => provider.GetRequiredService<AgentDirectory>());
        services.AddSingleton(new AgentRules(options.AgentRules, Environment.GetEnvironmentVariable));
        services.AddSingleton<IHeldSecrets, HeldSecrets>();
        services.AddSingleton<Messenger>();
        services.AddSingleton<IAgentInbox>(provider => provider.GetRequiredService<Messenger>());
        services.AddSingleton<ITrustNotices, TrustNotices>();
        services.AddSingleton<WorkPool>();
        services.AddSingleton<AgentRegistry>();
        services.AddSingleton<AgentActivities>();
        services.AddSingleton<LearningDesk>();
        services.AddSingleton<FeatureWorkflows>();
        services.AddSingleton<FeatureDesk>();
        services.AddSingleton<FeatureFinder>();
        services.AddSingleton<FeatureExport>();
        services.AddSingleton<FeatureFollower>();
        services.AddSingleton<ChangedFiles>();
        services.AddSingleton<AgentSessionServices>();
    }

    private static void AddRuns(this IServiceCollection services, DataDirectory data, SignalboxOptions options)
    {
        services.AddSingleton(new RunServiceOptions(data.RunsDirectory));
        services.AddSingleton(new RunLimits(options.MaxConcurrentRuns, options.MaxRunsPerRepository));
        services.AddSingleton(provider => new AgentSlots(options.MaxAttemptsPerAgent, provider.GetRequiredService<AgentDirectory>().CapacityOf));
        services.AddSingleton<AttemptVerifier>();
        services.AddSingleton<RunFactory>();
        services.AddSingleton<RunQueue>();
        services.AddSingleton<ActiveRuns>();
        services.AddSingleton<TrustDesk>();
        services.AddSingleton<WebhookDesk>();
        services.AddSingleton<TrustServices>();
        services.AddSingleton<RunSessionServices>();
        services.AddSingleton<RunExecutor>();
        services.AddSingleton<RunRecovery>();
        services.AddSingleton<DocumentRepair>();
        services.AddSingleton(new TerminalOptions(options.Tmux, data.TerminalsDirectory));
        services.AddSingleton<AgentTerminals>();
        services.AddSingleton<IAgentTerminals>(provider => provider.GetRequiredService<AgentTerminals>());
        services.AddSingleton(options.Retention);
        services.AddSingleton(options.Cache);
        services.AddSingleton<RunRetention>();
        services.AddSingleton<RunService>();
        services.AddSingleton<IRunService>(provider => ActivatorUtilities.CreateInstance<AuditedRunService>(provider, (IRunService)provider.GetRequiredService<RunService>()));
        services.AddSingleton<IRunDiffs, RunDiffs>();
        services.AddSingleton<AttemptPrompts>();
        services.AddSingleton<RunExporter>();
        services.AddSingleton<RunImporter>();
        services.AddSingleton(provider => new PortHandout(provider.GetRequiredService<IPortStore>(), options.Ports));
        services.AddSingleton(new RepositoryScope(data.OwnRepository));
        services.AddSingleton<IWorkflowLibrary, WorkflowLibrary>();
    }

    private static void AddMetrics(this IServiceCollection services)
    {
        services.AddSingleton<SnapshotKeeper>();
        services.AddSingleton<MetricsDesk>();
        services.AddSingleton<CompoundDesk>();
        services.AddSingleton<RegressionDesk>();
        services.AddSingleton<CommitHistory>();
        services.AddSingleton<RegressionFinder>();
    }
}
