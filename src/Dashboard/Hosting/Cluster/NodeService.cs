using Signalbox.Engine.Identity;
using Signalbox.Engine.Runs.Execution;
using Signalbox.Persistence.Cluster;

namespace Signalbox.Dashboard.Hosting.Cluster;

/// <summary>Renews this node's lease, takes over the runs of nodes whose lease is over, and ends agents here that are no longer this node's.</summary>
internal sealed class NodeService(INodeStore nodes, ServerNode node, NodeLease lease, RunRecovery recovery, AbandonedAgents abandoned, TimeProvider time, ILogger<NodeService> log) : BackgroundService
{
    private static readonly TimeSpan LookForAgents = TimeSpan.FromSeconds(15);

    private Task _ending = Task.CompletedTask;
    private long _renewed;
    private long? _looked;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(lease.Interval, time);
        _renewed = time.GetTimestamp();
        try
        {
            do
            {
                await TryAsync(stoppingToken);
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The server stops. Its lease is left to end by itself: until then its agents go on, and a successor takes them up.
        }

        await _ending.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task TryAsync(CancellationToken cancellationToken)
    {
        try
        {
            // A server that was frozen or cut off for longer than its lease may have lost runs whose agents work on here.
            var wasGone = time.GetElapsedTime(_renewed) > lease.Length;
            if (!await nodes.RenewAsync(node, lease.Length, cancellationToken))
            {
                log.PlaceLost(node.Id);
                return;
            }

            _renewed = time.GetTimestamp();
            LookAfterAgents(wasGone, cancellationToken);
            if (await nodes.TakeMissedAsync(cancellationToken) is { Count: > 0 } missed)
            {
                log.NodesMissed(string.Join(", ", missed));
                await recovery.SweepAsync(cancellationToken);
            }
        }
#pragma warning disable CA1031 // a database that is away for a moment must not end the renewing for good
        catch (Exception exception) when (exception is not OperationCanceledException)
#pragma warning restore CA1031
        {
            log.LeaseNotRenewed(exception);
        }
    }

    /// <summary>Beside the renewing: an agent may take its time to end.</summary>
    private void LookAfterAgents(bool now, CancellationToken cancellationToken)
    {
        if (!_ending.IsCompleted || (!now && _looked is { } looked && time.GetElapsedTime(looked) < LookForAgents))
        {
            return;
        }

        _looked = time.GetTimestamp();
        _ending = EndAbandonedAsync(cancellationToken);
    }

    private async Task EndAbandonedAsync(CancellationToken cancellationToken)
    {
        try
        {
            await Task.Yield();
            await abandoned.SweepAsync(cancellationToken);
        }
#pragma warning disable CA1031 // what could not be ended now is looked for again
        catch (Exception exception) when (exception is not OperationCanceledException)
#pragma warning restore CA1031
        {
            log.AgentsNotLookedFor(exception);
        }
    }
}
