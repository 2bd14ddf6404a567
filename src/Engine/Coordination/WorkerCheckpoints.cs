using Signalbox.Engine.Identity;
using Signalbox.Engine.Runs;

namespace Signalbox.Engine.Coordination;

/// <summary>The checkpoints that workers make while they are at work.</summary>
internal static class WorkerCheckpoints
{
    public static async Task<Checkpoint> TakeAsync(RunState state, StepClaim claim, CheckpointType type, string summary, RunSessionServices services, CancellationToken cancellationToken)
    {
        var id = EntityId.New<CheckpointId>();
        var taken = await services.Workspaces.CheckpointAsync(state.Workspace!.Path, RunCheckpoints.Ref(state.Run, id), $"{state.Run.Key}: {summary}", cancellationToken);
        return new Checkpoint
        {
            Id = id,
            RunId = claim.RunId,
            StepRunId = claim.StepRunId,
            StepId = claim.StepId,
            AttemptId = claim.AttemptId,
            Type = type,
            Completed = [.. state.Steps.Where(s => s.Status == StepStatus.Completed).Select(s => s.Id.Value)],
            Commit = taken.Commit,
            LeftOut = taken.Fault is null ? taken.LeftOut : [.. taken.LeftOut, taken.Fault],
            Summary = summary,
            Author = claim.AgentId!,
            CreatedAt = services.Time.GetUtcNow(),
        };
    }
}
