using System.Collections.Concurrent;
using System.Threading.Channels;
using Signalbox.Engine.Events;
using Signalbox.Engine.Features;
using Signalbox.Engine.Identity;

namespace Signalbox.Dashboard.Jobs;

/// <summary>
/// Lets features follow the runs of their tasks: all of them once when the server starts or notices were missed, then each as it moves. A look reads the
/// whole run, and agents report often: each run is looked at once in a while at most, and only when something of it went from one state to another.
/// </summary>
internal sealed class FeatureFollowService(FeatureFollower follower, RunEventBus bus, TimeProvider time, ILogger<FeatureFollowService> log) : BackgroundService
{
    private static readonly TimeSpan Pace = TimeSpan.FromSeconds(1);

    /// <summary>Runs that moved since they were looked at.</summary>
    private readonly ConcurrentDictionary<RunId, bool> _moved = new();

    /// <summary>One is enough to say that there is something to look at.</summary>
    private readonly Channel<bool> _wake = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    private IReadOnlyDictionary<RunId, bool> _followed = new Dictionary<RunId, bool>();
    private int _featuresChanged;
    private int _missed;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Subscribed before the first look: what moves in between is not missed.
        using var subscription = bus.Subscribe(n => n is Notice.FeaturesChanged or Notice.Missed || (n is Notice.RunChanged changed && HasMoved(changed)));
        try
        {
            await Task.WhenAll(ListenAsync(subscription, stoppingToken), FollowAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The server stops.
        }
    }

    /// <summary>What an agent reports is no reason to look.</summary>
    private static bool HasMoved(Notice.RunChanged changed) => changed.Events.Count == 0 || changed.Events.Any(e => e.Transition is not null);

    private async Task ListenAsync(NoticeSubscription subscription, CancellationToken cancellationToken)
    {
        await foreach (var notice in subscription.ReadAllAsync(cancellationToken))
        {
            if (notice is Notice.RunChanged changed)
            {
                _moved[changed.RunId] = true;
            }
            else
            {
                Interlocked.Exchange(ref (notice is Notice.Missed ? ref _missed : ref _featuresChanged), 1);
            }

            _wake.Writer.TryWrite(true);
        }
    }

    private async Task FollowAsync(CancellationToken cancellationToken)
    {
        await TryAsync(() => LookAsync(again: true, cancellationToken));
        while (await _wake.Reader.WaitToReadAsync(cancellationToken))
        {
            // Each mark is cleared before the look: what comes meanwhile sets it anew.
            _wake.Reader.TryRead(out _);
            var (missed, changed) = (Interlocked.Exchange(ref _missed, 0) == 1, Interlocked.Exchange(ref _featuresChanged, 0) == 1);
            if (missed || changed)
            {
                await TryAsync(() => LookAsync(missed, cancellationToken));
            }

            foreach (var run in _moved.Keys)
            {
                if (_moved.TryRemove(run, out _) && _followed.ContainsKey(run))
                {
                    await TryAsync(() => follower.FollowAsync(run, cancellationToken));
                }
            }

            await Task.Delay(Pace, time, cancellationToken);
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
