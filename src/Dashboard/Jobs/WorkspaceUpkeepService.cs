using Signalbox.Engine.Events;
using Signalbox.Engine.Identity;
using Signalbox.Engine.Workspaces.Upkeep;

namespace Signalbox.Dashboard.Jobs;

/// <summary>
/// Goes on with removals that were cut short, then looks at the workspaces of each run that has ended, so that their status is true without anybody looking. It waits for
/// a quiet moment: git's look at a worktree must not slow down the run that begins next. On a server that is never quiet it looks at one run every half minute.
/// </summary>
internal sealed class WorkspaceUpkeepService(
    WorkspaceRemovals removals, WorkspaceLooks looks, IWorkspaceStore store, RunEventBus bus, TimeProvider time, ILogger<WorkspaceUpkeepService> log) : BackgroundService
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly string[] Ends = ["-> Completed", "-> Failed", "-> Cancelled"];

    private readonly Queue<RunId> _ended = new();

    /// <summary>How long nothing of any run must have happened.</summary>
    public TimeSpan Quiet { get; init; } = TimeSpan.FromSeconds(2);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var subscription = bus.Subscribe(n => n is Notice.RunChanged);
        try
        {
            await TryAsync(() => removals.RecoverAsync(stoppingToken));
            await ReadAsync(subscription.ReadAllAsync(stoppingToken).GetAsyncEnumerator(stoppingToken), stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The server stops.
        }
    }

    private async Task ReadAsync(IAsyncEnumerator<Notice> notices, CancellationToken cancellationToken)
    {
        var next = notices.MoveNextAsync().AsTask();
        try
        {
            var looked = time.GetTimestamp();
            while (true)
            {
                var isDue = _ended.Count > 0 && (await Task.WhenAny(next, Task.Delay(Quiet, time, cancellationToken)) != next || time.GetElapsedTime(looked) > Patience);
                cancellationToken.ThrowIfCancellationRequested();
                if (isDue)
                {
                    await TryAsync(() => LookAsync(_ended.Dequeue(), cancellationToken));
                    looked = time.GetTimestamp();
                    continue;
                }

                if (!await next)
                {
                    return;
                }

                // One that is missed is no loss: whoever looks at the workspace brings its status up to date.
                if (notices.Current is Notice.RunChanged changed && IsEnd(changed))
                {
                    _ended.Enqueue(changed.RunId);
                }

                next = notices.MoveNextAsync().AsTask();
            }
        }
        finally
        {
            // Not to be left while it waits.
            await ((Task)next).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await notices.DisposeAsync();
        }
    }

    // A step's event says Completed too; a run's own names no step.
    private static bool IsEnd(Notice.RunChanged changed) =>
        changed.Events.Any(e => e.StepId is null && e.Transition is { } transition && Ends.Any(end => transition.EndsWith(end, StringComparison.Ordinal)));

    private async Task LookAsync(RunId run, CancellationToken cancellationToken)
    {
        foreach (var entry in (await store.ListAsync(new WorkspaceFilter { Run = run }, cancellationToken)).Items)
        {
            await looks.SettleAsync(entry, cancellationToken);
        }
    }

    private async Task TryAsync(Func<Task> work)
    {
        try
        {
            await work();
        }
#pragma warning disable CA1031 // a look that fails must not end all looks, and with them the server
        catch (Exception exception) when (exception is not OperationCanceledException)
#pragma warning restore CA1031
        {
            log.WorkspaceNotSeen(exception);
        }
    }
}
