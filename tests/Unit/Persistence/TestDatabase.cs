using Microsoft.Extensions.DependencyInjection;
using Signalbox.Engine.Audit;
using Signalbox.Engine.Coordination;
using Signalbox.Engine.Features;
using Signalbox.Engine.Governance.Configuration;
using Signalbox.Engine.Identity;
using Signalbox.Engine.Learnings;
using Signalbox.Engine.Logs;
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
using Signalbox.Persistence;
using Signalbox.Persistence.Providers;
using Signalbox.Persistence.Stores;

namespace Signalbox.Unit.Persistence;

/// <summary>A database of its own for the tests of a class, with the stores over it.</summary>
public abstract class TestDatabase : IAsyncLifetime
{
    /// <summary>Bytes of log text kept for a run: little, so that a test passes it quickly.</summary>
    public const int MaxLogBytes = 100;

    /// <summary>Answers to requests that are kept: few, for the same reason.</summary>
    public const int MaxAnswers = 20;

    private ServiceProvider? _services;

    public TestClock Clock { get; } = new();

    public IRunStore Runs => Get<IRunStore>();

    public IApprovalStore Approvals => Get<IApprovalStore>();

    public ICheckpointStore Checkpoints => Get<ICheckpointStore>();

    public IResponseCache ResponseCache => Get<IResponseCache>();

    public IRetentionStore Retention => Get<IRetentionStore>();

    public IIdempotencyStore Idempotency => Get<IIdempotencyStore>();

    public IClaimStore Claims => Get<IClaimStore>();

    public IAgentActivityStore AgentActivity => Get<IAgentActivityStore>();

    public IAgentStore AgentRegistry => Get<IAgentStore>();

    public IMessageStore Messages => Get<IMessageStore>();

    public IAgentSessionStore Sessions => Get<IAgentSessionStore>();

    public ISessionPapers Papers => Get<ISessionPapers>();

    public ILearningStore Learnings => Get<ILearningStore>();

    public IWebhookDeliveryStore Deliveries => Get<IWebhookDeliveryStore>();

    public ITrustModelStore TrustModels => Get<ITrustModelStore>();

    public IFeatureStore Features => Get<IFeatureStore>();

    public IMetricStore Metrics => Get<IMetricStore>();

    public IConfigurationStore Configurations => Get<IConfigurationStore>();

    public IAuditStore Audit => Get<IAuditStore>();

    /// <summary>Where the rows are.</summary>
    public PersistenceOptions Place => Options;

    public IRunImportStore Imports => Get<IRunImportStore>();

    public IRunQueries Queries => Get<IRunQueries>();

    public ILogStore Logs => Get<ILogStore>();

    public IWorkflowStore Workflows => Get<IWorkflowStore>();

    public IWorkspaceStore Workspaces => Get<IWorkspaceStore>();

    public IRepositoryStore Repositories => Get<IRepositoryStore>();

    public IPortStore Ports => Get<IPortStore>();

    /// <summary>Why there is no database; null when there is.</summary>
    public virtual string? Absent => null;

    public async ValueTask InitializeAsync()
    {
        if (Absent is not null)
        {
            return;
        }

        _services = Server();
        await PrepareAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_services is not null)
        {
            await _services.DisposeAsync();
            await DropAsync();
        }

        GC.SuppressFinalize(this);
    }

    /// <summary>The stores as another server on the same database has them: nothing but the database is shared.</summary>
    public ServiceProvider Server(ServerNode? node = null)
    {
        var services = new ServiceCollection();
        if (node is not null)
        {
            services.AddSingleton(node);
        }

        services.AddSingleton<TimeProvider>(Clock);
        services.AddSingleton(new IdempotencyStoreOptions { Capacity = MaxAnswers });
        services.AddPersistence(Options with { MaxLogBytesPerRun = MaxLogBytes, WritesWebhooks = true });
        return services.BuildServiceProvider();
    }

    /// <summary>Path of a SQLite database; empty for another.</summary>
    public string FilePath => Options.DatabasePath ?? "";

    internal Database Database => Get<Database>();

    /// <summary>The rows of a query of the test's own, each as text.</summary>
    public Task<IReadOnlyList<string>> QueryAsync(string sql) => Database.WriteAsync<IReadOnlyList<string>>(
        Durability.Full,
        async scope => await scope.QueryAsync(
            sql, [], r => string.Join('|', Enumerable.Range(0, r.FieldCount).Select(i => r.GetValue(i).ToString())), TestContext.Current.CancellationToken),
        TestContext.Current.CancellationToken);

    /// <summary>Ends every run, so that a test has all places.</summary>
    public Task EndAllAsync() => QueryAsync("UPDATE runs SET status = 'Completed', node = NULL WHERE status NOT IN ('Completed', 'Failed', 'Cancelled')");

    protected abstract PersistenceOptions Options { get; }

    /// <summary>How the database would answer a query, line by line.</summary>
    public abstract Task<IReadOnlyList<string>> PlanAsync(string sql);

    protected virtual Task PrepareAsync() => Get<DatabaseInitializer>().MigrateAsync(TestContext.Current.CancellationToken);

    protected abstract Task DropAsync();

    private T Get<T>()
        where T : notnull => _services!.GetRequiredService<T>();
}
