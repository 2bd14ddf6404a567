using Microsoft.Extensions.DependencyInjection;
using Signalbox.Engine.Logs;
using Signalbox.Engine.Runs;
using Signalbox.Engine.Workflows;
using Signalbox.Engine.Workspaces;
using Signalbox.Persistence;

namespace Signalbox.Unit.Persistence;

/// <summary>A database of its own for the tests of a class, with the stores over it.</summary>
public abstract class TestDatabase : IAsyncLifetime
{
    /// <summary>Bytes of log text kept for a run: little, so that a test passes it quickly.</summary>
    public const int MaxLogBytes = 100;

    private ServiceProvider? _services;

    public TestClock Clock { get; } = new();

    public IRunStore Runs => Get<IRunStore>();

    public IApprovalStore Approvals => Get<IApprovalStore>();

    public ICheckpointStore Checkpoints => Get<ICheckpointStore>();

    public IResponseCache ResponseCache => Get<IResponseCache>();

    public IRunQueries Queries => Get<IRunQueries>();

    public ILogStore Logs => Get<ILogStore>();

    public IWorkflowStore Workflows => Get<IWorkflowStore>();

    public IRepositoryStore Repositories => Get<IRepositoryStore>();

    /// <summary>Why there is no database; null when there is.</summary>
    public virtual string? Absent => null;

    public async ValueTask InitializeAsync()
    {
        if (Absent is not null)
        {
            return;
        }

        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(Clock);
        services.AddPersistence(Options with { MaxLogBytesPerRun = MaxLogBytes });
        _services = services.BuildServiceProvider();
        await Get<DatabaseInitializer>().MigrateAsync(TestContext.Current.CancellationToken);
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

    protected abstract PersistenceOptions Options { get; }

    protected abstract Task DropAsync();

    private T Get<T>()
        where T : notnull => _services!.GetRequiredService<T>();
}
