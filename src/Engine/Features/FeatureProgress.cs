using Signalbox.Engine.Runs;
using Signalbox.Engine.Workflows;

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

    /// <summary>
    /// The lines that the run proved: commands of tasks whose <c>verify</c> exited 0. Only those that were in that proof: the spec may have been changed
    /// since the run began, and a command that nobody ran proves nothing.
    /// </summary>
    public static IReadOnlyList<string> Proved(Feature feature, FeatureSpec spec, RunState run)
    {
        var done = feature.Tasks.Where(t => t is { Verified: true, Status: StepStatus.Completed }).DistinctBy(t => t.TaskId, StringComparer.Ordinal).ToDictionary(t => t.TaskId, t => t.StepId, StringComparer.Ordinal);
        if (done.Count == 0)
        {
            return [];
        }

        var open = FeatureChecklist.Of(spec)
            .Where(c => c.Command is not null && feature.Said(c.Key) is null)
            .Select(c => (Check: c, Step: FeatureChecklist.ProvedBy(spec, c) is { } task ? done.GetValueOrDefault(task) : null))
            .Where(c => c.Step is not null).ToList();

        // Most looks find nothing open, so the run's workflow is read only where something is.
        var steps = open.Count == 0 ? null : WorkflowParser.Parse(run.Version.Yaml, run.Run.Workflow).Definition?.Steps;
        return steps is null ? [] : [.. open.Where(c => WasRun(steps.FirstOrDefault(s => string.Equals(s.Id, c.Step, StringComparison.Ordinal)), c.Check.Command!)).Select(c => c.Check.Key)];
    }

    /// <summary>The importer gives each command of a task a line of the proof's script, which stops at the first that fails.</summary>
    private static bool WasRun(StepDefinition? step, string command) => step?.Verify?.Run.Split('\n').Contains(command, StringComparer.Ordinal) == true;
}
