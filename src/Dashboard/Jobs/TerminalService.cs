using Signalbox.Engine.Events;
using Signalbox.Engine.Identity;
using Signalbox.Engine.Terminals;

namespace Signalbox.Dashboard.Jobs;

/// <summary>Keeps the windows of tmux up with the agents at work, behind everything else: a run never waits for one.</summary>
internal sealed class TerminalService(AgentTerminals terminals, TerminalOptions options, RunEventBus bus, JobsMode mode, TimeProvider time, ILogger<TerminalService> log) : BackgroundService
{
    // What a person closed, or tmux lost, is not opened again by this; it finds what a notice that came too early left open.
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!options.Enabled || mode.Embedded)
        {
            return;
        }

        try
        {
            if (await terminals.FaultAsync(stoppingToken) is { } fault)
            {
                log.NoTerminals(fault);
                return;
            }

            // Before the first look, so that nothing that changes falls between.
            using var subscription = bus.Subscribe(IsOfAttempts);
            await Task.WhenAll(FollowAsync(subscription, stoppingToken), SweepAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The server stops; the agents and their windows stay.
        }
    }

    private static bool IsOfAttempts(Notice notice) => notice is Notice.Missed || (notice is Notice.RunChanged changed && changed.Events.Any(e => e.Transition is not null || e.AttemptId is not null));

    private async Task FollowAsync(NoticeSubscription subscription, CancellationToken cancellationToken)
    {
        await foreach (var notice in subscription.ReadAllAsync(cancellationToken))
        {
            await TryAsync(notice is Notice.RunChanged changed ? changed.RunId : null, cancellationToken);
        }
    }

    private async Task SweepAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        do
        {
            await TryAsync(run: null, cancellationToken);
        }
        while (await timer.WaitForNextTickAsync(cancellationToken));
    }

    private async Task TryAsync(RunId? run, CancellationToken cancellationToken)
    {
        try
        {
            await (run is { } one ? terminals.SyncAsync(one, cancellationToken) : terminals.SyncAllAsync(cancellationToken));
        }
#pragma warning disable CA1031 // a window that cannot be had must not end all others, and with them the server
        catch (Exception exception) when (exception is not OperationCanceledException)
#pragma warning restore CA1031
        {
            log.TerminalsFailed(exception);
        }
    }
}
