using Signalbox.Engine.Runs;

namespace Signalbox.Dashboard.Components.Live;

/// <summary>Statuses that people speak of together.</summary>
public static class RunGroups
{
    /// <summary>Not ended.</summary>
    public static IReadOnlyList<RunStatus> Active { get; } = [RunStatus.Pending, RunStatus.Running, RunStatus.Waiting, RunStatus.Paused];

    /// <summary>Ended, well or not.</summary>
    public static IReadOnlyList<RunStatus> Ended { get; } = [RunStatus.Completed, RunStatus.Failed, RunStatus.Cancelled];
}
