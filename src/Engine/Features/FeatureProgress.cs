using Signalbox.Engine.Runs;

namespace Signalbox.Engine.Features;

/// <summary>What the run of a feature's tasks makes of the feature. Pure.</summary>
internal static class FeatureProgress
{
    /// <summary>The tasks as the steps of the run stand now.</summary>
    public static IReadOnlyList<FeatureTaskLink> Tasks(IReadOnlyList<FeatureTaskLink> tasks, RunState run) =>
        [.. tasks.Select(t => run.Latest(t.StepId) is { } step ? t with { Status = step.Status, Reason = step.StatusReason, Verified = step.Verified } : t)];

    /// <summary>Where the feature is to go, and why; null: it stays.</summary>
    public static (FeatureStatus Status, string? Reason)? Next(Feature feature, IReadOnlyList<FeatureTaskLink> tasks, RunStatus run, string? runReason, string runKey)
    {
        var status = feature.Status;
        if (status is FeatureStatus.Completed or FeatureStatus.Planning || feature.IsHeld)
        {
            return null;
        }

        var failed = tasks.FirstOrDefault(t => t.Status == StepStatus.Failed);
        (FeatureStatus Status, string? Reason) wanted = run switch
        {
            RunStatus.Completed when tasks.All(t => t.IsDone) => (FeatureStatus.Review, $"all tasks are done in {runKey}"),
            RunStatus.Completed => (FeatureStatus.Blocked, $"{runKey} ended, and {tasks.First(t => !t.IsDone).TaskId} is not done"),
            RunStatus.Failed or RunStatus.Cancelled => (FeatureStatus.Blocked, failed is null ? $"{runKey}: {runReason ?? run.ToString().ToLowerInvariant()}" : $"{failed.TaskId} failed in {runKey}{(failed.Reason is { } why ? $": {why}" : "")}"),
            RunStatus.Pending or RunStatus.Running or RunStatus.Waiting or RunStatus.Paused => (FeatureStatus.InProgress, null),
        };
        return wanted.Status != status && FeatureTransitions.Table.Allows(status, wanted.Status) ? wanted : null;
    }

    /// <summary>The lines that the run proved: commands of tasks whose <c>verify</c> exited 0.</summary>
    public static IEnumerable<string> Proved(FeatureSpec spec, IReadOnlyList<FeatureTaskLink> tasks) =>
        FeatureChecklist.Of(spec).Where(c => c.Command is not null && tasks.Any(t => t.Verified == true && t.Status == StepStatus.Completed && string.Equals(t.TaskId, c.Owner, StringComparison.Ordinal))).Select(c => c.Key);
}
