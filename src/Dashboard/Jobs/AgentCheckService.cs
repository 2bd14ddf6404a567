using Signalbox.Engine.Agents;
using Signalbox.Engine.Events;

namespace Signalbox.Dashboard.Jobs;

/// <summary>Looks for agents every minute, and tells the bus when one came or went.</summary>
internal sealed class AgentCheckService(IAgentCatalog agents, RunEventBus bus, TimeProvider time) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);


    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                var before = Status();
                await agents.RefreshAsync(stoppingToken);
                if (!before.SequenceEqual(Status()))
                {
                    bus.Publish(new Notice.AgentsChanged());
                }
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The server stops.
        }
    }

    private List<(string Id, AgentStatus Status, string? Version)> Status() => [.. agents.Agents.Select(a => (a.Id, a.Status, a.Version))];
}
