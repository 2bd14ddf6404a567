using Signalbox.Engine.Runs;

namespace Signalbox.Engine.Features;

/// <summary>A task and the step of the feature's run that does it.</summary>
/// <param name="TaskId">Id of the task in the spec.</param>
/// <param name="StepId">Id of the step in the run.</param>
/// <param name="Status">Where the step stands.</param>
/// <param name="Reason">Why it stands there; null when there is nothing to say.</param>
/// <param name="Verified">Whether its <c>verify</c> exited 0; null when there is none or it has not run.</param>
/// <param name="Flag">What a person should look at though it is done; null when there is nothing.</param>
public sealed record FeatureTaskLink(string TaskId, string StepId, StepStatus Status, string? Reason, bool? Verified, string? Flag = null)
{
    /// <summary>Whether there is nothing left to do.</summary>
    public bool IsDone => Status is StepStatus.Completed or StepStatus.Skipped;
}
