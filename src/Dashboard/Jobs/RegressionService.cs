using Signalbox.Engine.Events;
using Signalbox.Engine.Runs;
using Signalbox.Engine.Runs.Regressions;

namespace Signalbox.Dashboard.Jobs;

/// <summary>
/// Finds regressions: what the commits of a run say that it fixes as soon as that run ends, and every hour what ended while nobody listened and what the automatic rule
/// finds. A server that lives in a command looks for nothing.
/// </summary>
internal sealed class RegressionService(RegressionFinder finder, RunEventBus bus, IRunQueries runs, JobsMode mode, TimeProvider time, ILogger<RegressionService> log) : BackgroundService
{
    private static readonly TimeSpan First = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan Interval = TimeSpan.FromHours(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (mode.Embedded)
        {
            return;
        }

        try
        {
            await Task.WhenAll(ListenAsync(stoppingToken), SweepAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The server stops.
        }
    }

    private async Task SweepAsync(CancellationToken cancellationToken)
    {
        await Task.Delay(First, time, cancellationToken);
        using var timer = new PeriodicTimer(Interval, time);
        do
        {
            await TryAsync(finder.SweepAsync, cancellationToken);
        }
        while (await timer.WaitForNextTickAsync(cancellationToken));
    }

    private async Task ListenAsync(CancellationToken cancellationToken)
    {
        // What is missed here the sweep finds.
        using var notices = bus.Subscribe(n => n is Notice.RunChanged changed && changed.Events.Any(e => e is { StepRunId: null, Transition: not null }));
        await foreach (var notice in notices.ReadAllAsync(cancellationToken))
        {
            if (notice is Notice.RunChanged { RunId: var run })
            {
                await TryAsync(
                    async stop => await runs.GetAsync(run, stop) is { Run.Status: RunStatus.Completed } ? await finder.LinkTrailersAsync(run, stop) : 0,
                    cancellationToken);
            }
        }
    }

    private async Task TryAsync(Func<CancellationToken, Task<int>> look, CancellationToken cancellationToken)
    {
        try
        {
            await look(cancellationToken);
        }
#pragma warning disable CA1031 // what was not found now is looked for again in an hour
        catch (Exception exception) when (exception is not OperationCanceledException)
#pragma warning restore CA1031
        {
            log.RegressionsFailed(exception);
        }
    }
}
