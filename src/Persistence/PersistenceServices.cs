using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Signalbox.Engine.Audit;
using Signalbox.Engine.Coordination;
using Signalbox.Engine.Features;
using Signalbox.Engine.Governance.Configuration;
using Signalbox.Engine.Learnings;
using Signalbox.Engine.Logs;
using Signalbox.Engine.Logs.Search;
using Signalbox.Engine.Metrics;
using Signalbox.Engine.Runs;
using Signalbox.Engine.Runs.Execution.Sessions;
using Signalbox.Engine.Runs.Export;
using Signalbox.Engine.Runs.Records;
using Signalbox.Engine.Sessions;
using Signalbox.Engine.Trust;
using Signalbox.Engine.Webhooks;
using Signalbox.Engine.Workflows;
using Signalbox.Engine.Workspaces;
using Signalbox.Engine.Workspaces.Upkeep;
using Signalbox.Persistence.Cluster;
using Signalbox.Persistence.Providers;
using Signalbox.Persistence.Queries;
using Signalbox.Persistence.Rows;
using Signalbox.Persistence.Search;
using Signalbox.Persistence.Stores;
using Signalbox.Persistence.Transfer;
using Signalbox.Persistence.Upkeep;

namespace Signalbox.Persistence;

/// <summary>Registers the database and the stores over it.</summary>
public static class PersistenceServices
{
    /// <summary>Adds the stores of the engine. Call <see cref="DatabaseInitializer.MigrateAsync"/> before the first use.</summary>
    /// <exception cref="ArgumentException">The options lack what their provider needs.</exception>
    public static IServiceCollection AddPersistence(this IServiceCollection services, PersistenceOptions options)
    {
        if (options.MaxLogBytesPerRun < 0)
        {
            throw new ArgumentException("the bytes of log text kept for a run cannot be negative", nameof(options));
        }

        switch (options.Provider)
        {
            case DatabaseProvider.Sqlite:
                var path = Needed(options.DatabasePath, "SQLite needs the path of its file");
                services.AddSingleton<Database>(_ => new SqliteDatabase(path));
                break;
            case DatabaseProvider.Postgres:
                var connectionString = Needed(options.ConnectionString, "PostgreSQL needs a connection string");
                services.AddSingleton(_ => new PostgresDatabase(connectionString));
                services.AddSingleton<Database>(provider => provider.GetRequiredService<PostgresDatabase>());
                services.AddSingleton<INodeStore, NodeStore>();
                services.AddSingleton<INodeChannel, PostgresChannel>();
                break;
        }

        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(new LogStoreOptions { MaxBytesPerRun = options.MaxLogBytesPerRun });
        services.AddSingleton<IDbContextFactory<SignalboxDbContext>>(provider => provider.GetRequiredService<Database>());
        services.AddSingleton(provider => new DatabaseInitializer(provider.GetRequiredService<Database>()));
        services.AddTransfer();
        services.AddSingleton<RowTables>();
        services.AddSingleton<IRunStore, RunStore>();
        services.AddSingleton<IApprovalStore, ApprovalStore>();
        services.AddSingleton<ICheckpointStore, CheckpointStore>();
        services.AddSingleton<IResponseCache, ResponseCache>();
        services.AddSingleton<IRetentionStore, RetentionStore>();
        services.TryAddSingleton(new IdempotencyStoreOptions());
        services.AddSingleton<IIdempotencyStore, IdempotencyStore>();
        services.AddSingleton<IRunQueries, RunQueries>();
        services.AddAgents();
        services.AddSessions();
        services.AddSingleton<ILogStore, LogStore>();
        services.AddSearch(options);
        services.AddSingleton<IWorkflowStore, WorkflowStore>();
        services.AddSingleton<IRepositoryStore, RepositoryStore>();
        services.AddSingleton<IWorkspaceStore, WorkspaceStore>();
        services.AddSingleton<IPortStore, PortStore>();
        services.AddSingleton<IRunImportStore, RunImportStore>();
        services.AddGovernance(options);
        return services;

        static string Needed(string? value, string fault) => string.IsNullOrWhiteSpace(value) ? throw new ArgumentException(fault, nameof(value)) : value;
    }

    private static void AddSearch(this IServiceCollection services, PersistenceOptions options)
    {
        if (options.SearchPath is { } search)
        {
            services.AddSingleton(_ => new SearchFile(search));
            services.AddSingleton<ILogIndex, LogIndex>();
            services.AddSingleton<ILogIndexSource, LogIndexSource>();
        }
    }

    private static void AddTransfer(this IServiceCollection services)
    {
        services.AddSingleton(provider => new DataExporter(provider.GetRequiredService<Database>(), provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton(provider => new DataImporter(provider.GetRequiredService<Database>(), provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton(provider => new DatabaseBackup(provider.GetRequiredService<Database>()));
        services.AddSingleton(provider => new DatabaseRestore(provider.GetRequiredService<Database>(), provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton(provider => new DatabaseCheck(provider.GetRequiredService<Database>()));
    }

    private static void AddGovernance(this IServiceCollection services, PersistenceOptions options)
    {
        services.AddSingleton<ITrustModelStore, TrustModelStore>();
        services.AddSingleton<IWebhookDeliveryStore, WebhookDeliveryStore>();
        services.AddSingleton<IMetricStore, MetricStore>();
        services.AddSingleton<IConfigurationStore, ConfigurationStore>();
        services.AddSingleton<IAuditStore, AuditStore>();
        if (options.WritesWebhooks)
        {
            services.AddSingleton<WebhookOutbox>();
        }
    }

    private static void AddAgents(this IServiceCollection services)
    {
        services.AddSingleton<IAgentStore, AgentStore>();
        services.AddSingleton<IAgentActivityStore, AgentActivityStore>();
        services.AddSingleton<IClaimStore, ClaimStore>();
        services.AddSingleton<IMessageStore, MessageStore>();
    }

    private static void AddSessions(this IServiceCollection services)
    {
        services.AddSingleton<AgentSessionStore>();
        services.AddSingleton<IAgentSessionStore>(provider => provider.GetRequiredService<AgentSessionStore>());
        services.AddSingleton<ISessionPapers>(provider => provider.GetRequiredService<AgentSessionStore>());
        services.AddSingleton<ILearningStore, LearningStore>();
        services.AddSingleton<IFeatureStore, FeatureStore>();
    }
}
