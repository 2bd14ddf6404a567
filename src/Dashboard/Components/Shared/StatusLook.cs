using Signalbox.Engine.Agents;
using Signalbox.Engine.Features;
using Signalbox.Engine.Runs;
using Signalbox.Engine.Sessions;
using Signalbox.Engine.Workspaces;

namespace Signalbox.Dashboard.Components.Shared;

/// <summary>How a status is shown.</summary>
/// <param name="Tone">Colour and shape.</param>
/// <param name="Word">Word beside it.</param>
public sealed record StatusLook(Tone Tone, string Word)
{
    /// <summary>Look of a run; one that was asked to stop says so until nothing of it is alive.</summary>
    public static StatusLook Of(RunStatus status, bool cancelRequested = false) => status switch
    {
        RunStatus.Pending or RunStatus.Running or RunStatus.Waiting or RunStatus.Paused when cancelRequested => new(Tone.Wait, "Cancelling"),
        RunStatus.Pending => new(Tone.Idle, "Pending"),
        RunStatus.Running => new(Tone.Run, "Running"),
        RunStatus.Waiting => new(Tone.Wait, "Waiting"),
        RunStatus.Paused => new(Tone.Wait, "Paused"),
        RunStatus.Completed => new(Tone.Ok, "Completed"),
        RunStatus.Failed => new(Tone.Bad, "Failed"),
        RunStatus.Cancelled => new(Tone.Idle, "Cancelled"),
    };

    /// <summary>Look of a step run.</summary>
    public static StatusLook Of(StepStatus status) => status switch
    {
        StepStatus.Pending => new(Tone.Idle, "Pending"),
        StepStatus.Running => new(Tone.Run, "Running"),
        StepStatus.Blocked => new(Tone.Wait, "Blocked"),
        StepStatus.Completed => new(Tone.Ok, "Completed"),
        StepStatus.Failed => new(Tone.Bad, "Failed"),
        StepStatus.Cancelled => new(Tone.Idle, "Cancelled"),
        StepStatus.Skipped => new(Tone.Skip, "Skipped"),
    };

    /// <summary>Look of an attempt.</summary>
    public static StatusLook Of(AttemptStatus status) => status switch
    {
        AttemptStatus.Running => new(Tone.Run, "Running"),
        AttemptStatus.Succeeded => new(Tone.Ok, "Succeeded"),
        AttemptStatus.Failed => new(Tone.Bad, "Failed"),
        AttemptStatus.TimedOut => new(Tone.Bad, "Timed out"),
        AttemptStatus.Cancelled => new(Tone.Idle, "Cancelled"),
        AttemptStatus.Interrupted => new(Tone.Wait, "Interrupted"),
    };

    /// <summary>Look of an approval.</summary>
    public static StatusLook Of(ApprovalStatus status) => status switch
    {
        ApprovalStatus.Open => new(Tone.Wait, "Open"),
        ApprovalStatus.Approved => new(Tone.Ok, "Approved"),
        ApprovalStatus.Rejected => new(Tone.Bad, "Rejected"),
        ApprovalStatus.ChangesRequested => new(Tone.Wait, "Changes requested"),
        ApprovalStatus.Expired => new(Tone.Idle, "Expired"),
    };

    /// <summary>Look of a workspace.</summary>
    /// <param name="status">Its status.</param>
    /// <param name="inUse">Its run has not ended.</param>
    public static StatusLook Of(WorkspaceStatus status, bool inUse) => status switch
    {
        WorkspaceStatus.Active or WorkspaceStatus.Dirty or WorkspaceStatus.Merged when inUse => new(Tone.Run, "Active"),
        WorkspaceStatus.Active => new(Tone.Idle, "Active"),
        WorkspaceStatus.Dirty => new(Tone.Wait, "Dirty"),
        WorkspaceStatus.Merged => new(Tone.Ok, "Merged"),
        WorkspaceStatus.Kept => new(Tone.Ok, "Kept"),
        WorkspaceStatus.Removed => new(Tone.Skip, "Removed"),
    };

    /// <summary>Look of an agent's session.</summary>
    public static StatusLook Of(AgentSessionStatus status) => status switch
    {
        AgentSessionStatus.Initializing => new(Tone.Idle, "Initializing"),
        AgentSessionStatus.Active => new(Tone.Run, "Active"),
        AgentSessionStatus.Paused => new(Tone.Wait, "Paused"),
        AgentSessionStatus.Resumed => new(Tone.Run, "Resumed"),
        AgentSessionStatus.Blocked => new(Tone.Wait, "Blocked"),
        AgentSessionStatus.Completed => new(Tone.Ok, "Completed"),
        AgentSessionStatus.Failed => new(Tone.Bad, "Failed"),
        AgentSessionStatus.Expired => new(Tone.Idle, "Expired"),
    };

    /// <summary>Look of a feature.</summary>
    public static StatusLook Of(FeatureStatus status) => status switch
    {
        FeatureStatus.Planning => new(Tone.Idle, "Planning"),
        FeatureStatus.InProgress => new(Tone.Run, "In progress"),
        FeatureStatus.Review => new(Tone.Wait, "Review"),
        FeatureStatus.Completed => new(Tone.Ok, "Completed"),
        FeatureStatus.Blocked => new(Tone.Bad, "Blocked"),
    };

    /// <summary>Look of an agent.</summary>
    public static StatusLook Of(AgentStatus status) => status switch
    {
        AgentStatus.Unregistered => new(Tone.Idle, "Not set up"),
        AgentStatus.Registering => new(Tone.Run, "Checking"),
        AgentStatus.Active => new(Tone.Ok, "Active"),
        AgentStatus.Inactive => new(Tone.Wait, "Paused"),
        AgentStatus.Offline => new(Tone.Wait, "Offline"),
        AgentStatus.Error => new(Tone.Bad, "Error"),
    };
}
