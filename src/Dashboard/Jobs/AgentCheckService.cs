using Signalbox.Engine.Coordination;

namespace Signalbox.Dashboard.Jobs;

/// <summary>Looks for agents, and for workers that are not heard of any more; what came or went is told.</summary>
internal sealed class AgentCheckService(AgentRegistry agents, TimeProvider time, ILogger<AgentCheckService> log) : BackgroundService
{
    // Every ten seconds for workers, which say that they are there; every minute for the programs of this machine.
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);
    private const int LooksPerRefresh = 6;
    private int _looks;

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
            await agents.SweepAsync(cancellationToken);
            if (++_looks % LooksPerRefresh == 0)
            {
                await agents.CheckAllAsync(isWanted: false, cancellationToken);
            }
        }
#pragma warning disable CA1031 // a look that fails must not end all looks, and with them the server
        catch (Exception exception) when (exception is not OperationCanceledException)
#pragma warning restore CA1031
        {
            log.AgentCheckFailed(exception);
        }
    }
}
