using Signalbox.Engine.Events;
using Signalbox.Engine.Identity;

namespace Signalbox.Engine.Runs.Execution.Attempts;

/// <summary>Cancels the child runs of a run that stops.</summary>
internal static class ChildStops
{
    /// <summary>Cancels those of a run's children that have not ended.</summary>
    /// <param name="signals">What the run's rows say, its children with it.</param>
    /// <param name="services">Where the cancelling is written and told.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task CancelAllAsync(RunSignals signals, RunSessionServices services, CancellationToken cancellationToken)
    {
        foreach (var child in signals.Children.Where(c => c.Status is not (RunStatus.Completed or RunStatus.Failed or RunStatus.Cancelled)))
        {
            await CancelAsync(child.Id, signals.CancelRequestedBy ?? "signalbox", services, cancellationToken);
        }
    }

    private static async Task CancelAsync(RunId child, string by, RunSessionServices services, CancellationToken cancellationToken)
    {
        var request = await services.Store.RequestCancelAsync(child, by, cancellationToken);
        if (request.Events.Count > 0)
        {
            services.Bus.Publish(new Notice.RunChanged(child, request.Events));
        }

        foreach (var wakeUp in request.WakeUps)
        {
            services.Active.Signal(wakeUp.RunId, wakeUp.Wake);
            await services.Scheduler.ScheduleAsync(wakeUp, at: null, cancellationToken);
        }
    }
}
