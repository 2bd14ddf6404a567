using Signalbox.Engine.Events;
using Signalbox.Engine.Features;
using Signalbox.Engine.Identity;

namespace Signalbox.Dashboard.Jobs;

/// <summary>
/// Lets features follow the runs of their tasks: all of them once when the server starts or notices were missed, then each as it moves. Which runs
/// those are is remembered, so that the events of all others cost nothing.
/// </summary>
internal sealed class FeatureFollowService(FeatureFollower follower, RunEventBus bus, ILogger<FeatureFollowService> log) : BackgroundService
{
    private IReadOnlyDictionary<RunId, bool> _followed = new Dictionary<RunId, bool>();

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Subscribed before the first look: what moves in between is not missed.
        using var subscription = bus.Subscribe(n => n is Notice.RunChanged or Notice.FeaturesChanged or Notice.Missed);
        try
        {
            await TryAsync(() => LookAsync(again: true, stoppingToken));
            await foreach (var notice in subscription.ReadAllAsync(stoppingToken))
            {
                if (notice is not Notice.RunChanged changed)
                {
                    await TryAsync(() => LookAsync(again: notice is Notice.Missed, stoppingToken));
                }
                else if (_followed.ContainsKey(changed.RunId))
                {
                    await TryAsync(() => follower.FollowAsync(changed.RunId, stoppingToken));
                }
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The server stops.
        }
    }

    /// <summary>Follows the runs that are new among the features', or whose feature is no longer held by a person; or all of them again.</summary>
    private async Task LookAsync(bool again, CancellationToken cancellationToken)
    {
        var (before, now) = (_followed, await follower.RunsAsync(cancellationToken));
        _followed = now;
        foreach (var (run, isHeld) in now)
        {
            if (again || !before.TryGetValue(run, out var wasHeld) || (wasHeld && !isHeld))
            {
                await follower.FollowAsync(run, cancellationToken);
            }
        }
    }

    private async Task TryAsync(Func<Task> work)
    {
        try
        {
            await work();
        }
#pragma warning disable CA1031 // a feature that cannot be followed now is followed when its run moves again; the server goes on
        catch (Exception exception) when (exception is not OperationCanceledException)
#pragma warning restore CA1031
        {
            log.FeatureNotFollowed(exception);
        }
    }
}
