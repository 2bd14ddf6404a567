using Signalbox.Engine.Agents;
using Signalbox.Engine.Events;

namespace Signalbox.Dashboard.Jobs;

/// <summary>Looks for agents every minute, and tells the bus when one came or went.</summary>
internal sealed class AgentCheckService(IAgentCatalog agents, RunEventBus bus, TimeProvider time, ILogger<AgentCheckService> log) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);


    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                await TryCheckAsync(stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The server stops.
        }
    }

    private async Task TryCheckAsync(CancellationToken cancellationToken)
    {
        try
        {
            var before = Status();
            await agents.RefreshAsync(cancellationToken);
            if (!before.SequenceEqual(Status()))
            {
                bus.Publish(new Notice.AgentsChanged());
            }
        }
#pragma warning disable CA1031 // a look that fails must not end all looks, and with them the server
        catch (Exception exception) when (exception is not OperationCanceledException)
#pragma warning restore CA1031
        {
            log.AgentCheckFailed(exception);
        }
    }

    private List<(string Id, AgentStatus Status, string? Version)> Status() => [.. agents.Agents.Select(a => (a.Id, a.Status, a.Version))];
}
