using Signalbox.Dashboard.Api.Models;
using Signalbox.Engine.Identity;

namespace Signalbox.Dashboard.Api;

/// <summary>The schedules as the jobs keep them.</summary>
internal interface IScheduleFeed
{
    /// <summary>The schedules of every workflow, in the order written.</summary>
    Task<ILookup<WorkflowId, ScheduleModel>> AllAsync(CancellationToken cancellationToken);
}
