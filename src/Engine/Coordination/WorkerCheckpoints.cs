using Signalbox.Engine.Identity;
using Signalbox.Engine.Runs;
using Signalbox.Engine.Runs.Execution;
using Signalbox.Engine.Runs.Records;

namespace Signalbox.Engine.Coordination;

/// <summary>The checkpoints that workers make while they are at work.</summary>
internal static class WorkerCheckpoints
{
    public static async Task<Checkpoint> TakeAsync(RunState state, StepClaim claim, CheckpointType type, string summary, RunSessionServices services, CancellationToken cancellationToken)
    {
        var id = EntityId.New<CheckpointId>();
        var before = state.Run.Repositories.Count == 0 ? [] : await services.Checkpoints.ListAsync(state.Run.Id, cancellationToken);
        var step = state.Steps.First(s => s.Id == claim.StepRunId);
        var taken = await CheckpointCommits.TakeAsync(
            state,
            id,
            step,
            claim.AttemptId,
            summary,
            r => before.Select(c => c.Commits.GetValueOrDefault(state.NameOf(r))).LastOrDefault(c => c is not null) ?? state.WorkspaceIn(r)?.BaseCommit,
            services.Workspaces,
            cancellationToken);
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
            Commits = taken.Commits,
            LeftOut = taken.LeftOut,
            Summary = summary,
            Author = claim.AgentId!,
            CreatedAt = services.Time.GetUtcNow(),
        };
    }
}
