using Signalbox.Dashboard.Jobs;
using Signalbox.Engine.Processes;
using Signalbox.Engine.Runs;
using Signalbox.Engine.Runs.Execution;

namespace Signalbox.Dashboard.Hosting.Cluster;

/// <summary>What a server needs among others on one PostgreSQL (ADR 8).</summary>
internal static class ClusterServices
{
    /// <summary>Registers this server as a node, its lease and what it tells the others.</summary>
    public static void AddCluster(this IServiceCollection services, DataDirectory data, SignalboxOptions options)
    {
        services.AddSingleton(NodeIdentity.Of(data));
        services.AddSingleton(new NodeLease(options.Lease));
        services.AddSingleton<IRunRelay, NodeRelay>();
        services.AddSingleton<RunCluster>();
        services.AddSingleton<OwnSupervisors>();
        services.AddSingleton<AbandonedAgents>();
        services.AddSingleton<IStartupTask, NodeStartup>();
        if (!services.Any(s => s.ImplementationInstance is JobsMode { Embedded: true }))
        {
            services.AddSingleton(_ => new FirstStartTurn(options.Storage.ConnectionString!, JobsServices.TablePrefix));
            services.AddSingleton<IStartupTask>(provider => provider.GetRequiredService<FirstStartTurn>());
            services.AddHostedService(provider => provider.GetRequiredService<FirstStartTurn>());
        }

        services.AddHostedService<NodeService>();
        services.AddHostedService<NodeMessages>();
    }
}
