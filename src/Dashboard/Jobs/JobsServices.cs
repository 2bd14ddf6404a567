using Microsoft.Data.Sqlite;
using Npgsql;
using Quartz;
using Signalbox.Dashboard.Api;
using Signalbox.Dashboard.Hosting;
using Signalbox.Engine.Runs;

namespace Signalbox.Dashboard.Jobs;

/// <summary>Registers Quartz with its persistent store and the services that keep runs moving.</summary>
internal static class JobsServices
{
    /// <summary>Before the names of Quartz's tables, which are beside ours in PostgreSQL.</summary>
    public const string TablePrefix = "signalbox_quartz_";

    private const int SpareThreads = 8;

    /// <param name="services">The services.</param>
    /// <param name="jobStorePath">Absolute path of <c>jobs.db</c>, where the rows are in SQLite.</param>
    /// <param name="postgres">Connection string where the rows are in PostgreSQL; null for SQLite.</param>
    public static IServiceCollection AddRunJobs(this IServiceCollection services, string jobStorePath, string? postgres)
    {
        var isEmbedded = services.Any(s => s.ImplementationInstance is JobsMode { Embedded: true });
        services.AddSingleton<RunJobsService>();
        services.AddSingleton<IRunScheduler, QuartzRunScheduler>();
        services.AddTransient<RunJob>();
        services.AddTransient<ScheduleJob>();
        services.AddSingleton<NotificationSender>();
        services.AddSingleton<ScheduleStore>();
        services.AddSingleton<IScheduleFeed>(provider => provider.GetRequiredService<ScheduleStore>());
        services.AddQuartz(quartz =>
        {
            // The limit is counted on rows when a run is claimed, and a new configuration may raise it. Some more threads: a job that finds no place ends at once, and wake-ups of
            // runs that are at work, schedules and cleaning up must not wait for a run to end.
            quartz.UseDefaultThreadPool(RunLimits.Most + SpareThreads);
            if (postgres is not null)
            {
                UsePostgres(quartz, postgres, isEmbedded);
                return;
            }

            quartz.UsePersistentStore(store =>
            {
                store.ProvisionSchema();
                store.UseSqlite(SqliteFactory.Instance, new SqliteConnectionStringBuilder { DataSource = jobStorePath, DefaultTimeout = 30 }.ToString());
            });
        });
        services.AddHostedService<ScheduleGate>();
        services.AddQuartzHostedService();
        services.AddHealthChecks().AddCheck<JobsHealthCheck>("jobs", tags: [HealthEndpoints.Ready]);
        // Stopped in reverse order: the executors let go before Quartz stops.
        services.AddHostedService<AgentCheckService>();
        services.AddHostedService(provider => provider.GetRequiredService<RunJobsService>());
        services.AddHostedService<WorkflowWatchService>();
        services.AddHostedService<ScheduleService>();
        services.AddHostedService<RetentionService>();
        services.AddHostedService<MetricsService>();
        services.AddHostedService<RegressionService>();
        services.AddHostedService<LogIndexService>();
        services.AddHostedService<WorkspaceUpkeepService>();
        services.AddHostedService<FeatureFollowService>();
        services.AddHostedService<TerminalService>();
        services.AddHostedService<NotificationService>();
        return services;
    }

    private static void UsePostgres(IQuartzBuilder quartz, string connectionString, bool isEmbedded)
    {
        if (isEmbedded)
        {
            // It lives for a command: the cluster's schedules are not its to fire or to pause. What it leaves is found by the sweep of the others.
            quartz.UseInMemoryStore();
            return;
        }

        quartz.UsePersistentStore(store =>
        {
            store.ConfigureStore(s => s.TablePrefix = TablePrefix);
            store.ProvisionSchema();
            store.UsePostgres(NpgsqlFactory.Instance, connectionString);
            store.UseClustering();
        });
    }
}
