using Signalbox.Engine.Events;
using Signalbox.Engine.Identity;
using Signalbox.Engine.Runs;

namespace Signalbox.Dashboard.Hosting.Telemetry;

/// <summary>Counts what was committed: listens to the bus, reads the rows that an event names, and asks how many runs wait and work.</summary>
internal sealed class RunMeters(RunEventBus bus, IRunQueries queries, RunInstruments instruments, TimeProvider time, ILogger<RunMeters> log) : BackgroundService
{
    private const int Remembered = 4096;
    private static readonly TimeSpan CountInterval = TimeSpan.FromSeconds(10);
    private readonly HashSet<AttemptId> _counted = [];
    private readonly Queue<AttemptId> _order = new();

    // Subscribed here, before the first run can begin, and not when the loop gets its turn.
    private readonly NoticeSubscription _notices = bus.Subscribe(n => n is Notice.RunChanged or Notice.Missed);

    public override void Dispose()
    {
        _notices.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await Task.WhenAll(ListenAsync(stoppingToken), CountAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The server stops.
        }
    }

    private async Task CountAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(CountInterval, time);
        do
        {
            try
            {
                var counts = await queries.CountByStatusAsync(null, cancellationToken);
                instruments.SetCounts(counts.GetValueOrDefault(RunStatus.Pending), counts.GetValueOrDefault(RunStatus.Running));
            }
#pragma warning disable CA1031 // a database that is busy for a moment must not end the counting, and with it the server
            catch (Exception exception) when (exception is not OperationCanceledException)
#pragma warning restore CA1031
            {
                log.NotCounted(exception, "any");
            }
        }
        while (await timer.WaitForNextTickAsync(cancellationToken));
    }

    private async Task ListenAsync(CancellationToken cancellationToken)
    {
        await foreach (var notice in _notices.ReadAllAsync(cancellationToken))
        {
            if (notice is not Notice.RunChanged changed)
            {
                log.Missed();
                continue;
            }

            try
            {
                await TakeAsync(changed, cancellationToken);
            }
#pragma warning disable CA1031 // what cannot be counted is said; the next change may be
            catch (Exception exception) when (exception is not OperationCanceledException)
#pragma warning restore CA1031
            {
                log.NotCounted(exception, changed.RunId.Value);
            }
        }
    }

    private async Task TakeAsync(Notice.RunChanged changed, CancellationToken cancellationToken)
    {
        foreach (var e in changed.Events.Where(e => e.Transition is not null))
        {
            if (e.StepId is null)
            {
                await RunAsync(changed.RunId, e.Transition!, cancellationToken);
            }
            else if (e.AttemptId is { } attempt)
            {
                await AttemptAsync(attempt, cancellationToken);
            }
        }
    }

    private async Task RunAsync(RunId id, string transition, CancellationToken cancellationToken)
    {
        var (from, to) = Read(transition);
        if (from is null || to is null || (await queries.GetAsync(id, cancellationToken))?.Run is not { } run)
        {
            return;
        }

        if (from == RunStatus.Pending && to == RunStatus.Running)
        {
            instruments.RunStarted(run);
        }
        else if (to is RunStatus.Completed or RunStatus.Failed or RunStatus.Cancelled && run.HasEnded)
        {
            instruments.RunEnded(run);
        }
    }

    // An attempt's end comes with its own event and with its step's: it is counted once.
    private async Task AttemptAsync(AttemptId id, CancellationToken cancellationToken)
    {
        if (_counted.Contains(id) || await queries.FindAttemptAsync(id, cancellationToken) is not { Attempt: { EndedAt: not null } attempt })
        {
            return;
        }

        instruments.AttemptEnded(attempt);
        _counted.Add(id);
        _order.Enqueue(id);
        if (_order.Count > Remembered)
        {
            _counted.Remove(_order.Dequeue());
        }
    }

    private static (RunStatus? From, RunStatus? To) Read(string transition)
    {
        var parts = transition.Split(" -> ");
        return parts.Length == 2 && Enum.TryParse<RunStatus>(parts[0], out var from) && Enum.TryParse<RunStatus>(parts[1], out var to) ? (from, to) : (null, null);
    }
}
