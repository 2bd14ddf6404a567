using Signalbox.Engine.Events;
using Signalbox.Engine.Identity;

namespace Signalbox.Engine.Runs;

/// <summary>Cancels the child runs of a run that stops.</summary>
internal static class ChildStops
{
    public static async Task CancelAsync(RunId child, string by, RunSessionServices services, CancellationToken cancellationToken)
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
