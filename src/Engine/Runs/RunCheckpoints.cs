using Signalbox.Engine.Identity;
using Signalbox.Engine.Workspaces;

namespace Signalbox.Engine.Runs;

/// <summary>Makes the checkpoints of a run (spec 3 Checkpoint): the step pointer, outputs, and the files of the workspace in a commit of their own.</summary>
internal sealed class RunCheckpoints(RunState state, IWorkspaceManager workspaces, StepModels models, TimeProvider time)
{
    /// <summary>Commit of the newest checkpoint; null before there is one.</summary>
    public string? LastCommit { get; private set; }

    /// <summary>Goes on from the checkpoints there are.</summary>
    public void Continue(IReadOnlyList<Checkpoint> checkpoints)
    {
        foreach (var checkpoint in checkpoints)
        {
            Remember(checkpoint);
        }
    }

    /// <summary>The commit with which a run is marked: kept under the run's own refs.</summary>
    public static string Ref(Run run, CheckpointId id) => $"refs/signalbox/{run.Id}/{id}";

    /// <summary>A checkpoint with the files as they are now.</summary>
    public async Task<Checkpoint> TakeAsync(CheckpointType type, StepRun? step, Attempt? attempt, string summary, CancellationToken cancellationToken)
    {
        var id = EntityId.New<CheckpointId>();
        if (state.Workspace is not { } workspace)
        {
            return Make(id, type, step, attempt, summary, commit: null, ["there is no workspace"]);
        }

        var taken = await workspaces.CheckpointAsync(workspace.Path, Ref(state.Run, id), $"{state.Run.Key}: {summary}", cancellationToken);
        return Make(id, type, step, attempt, summary, taken.Commit, taken.Fault is null ? taken.LeftOut : [.. taken.LeftOut, taken.Fault]);
    }

    /// <summary>A checkpoint at which no file has changed since the last.</summary>
    public Checkpoint Mark(CheckpointType type, StepRun? step, string summary, string? author = null) =>
        Make(EntityId.New<CheckpointId>(), type, step, attempt: null, summary, LastCommit ?? state.Workspace?.BaseCommit, [], author);

    private Checkpoint Make(CheckpointId id, CheckpointType type, StepRun? step, Attempt? attempt, string summary, string? commit, IReadOnlyList<string> leftOut, string? author = null)
    {
        var checkpoint = new Checkpoint
        {
            Id = id,
            RunId = state.Run.Id,
            StepRunId = step?.Id,
            StepId = step?.StepId,
            AttemptId = attempt?.Id,
            Type = type,
            Completed = [.. state.Steps.Where(s => s.Status == StepStatus.Completed).Select(s => s.Id.Value)],
            Outputs = step?.Outputs ?? new Dictionary<string, object?>(StringComparer.Ordinal),
            Commit = commit,
            LeftOut = leftOut,
            Summary = summary,
            Author = author ?? attempt?.Worker ?? attempt?.Agent ?? "signalbox",
            CreatedAt = time.GetUtcNow(),
        };
        Remember(checkpoint);
        return checkpoint;
    }

    private void Remember(Checkpoint checkpoint)
    {
        if (checkpoint.Type == CheckpointType.Replan)
        {
            state.ResumedAt = checkpoint.CreatedAt;
        }
        else if (checkpoint is { Type: CheckpointType.Recovery, StepId: null })
        {
            // No attempt was cut off: this one keeps the files that a checkpoint is about to replace
            state.WentBackAt = checkpoint.CreatedAt;
        }

        // Of an attempt that is still at work: what it changes in all is measured from before it.
        var isMidway = checkpoint.AttemptId is { } id && state.Attempts.Any(a => a.Id == id && a.Status == AttemptStatus.Running);
        LastCommit = isMidway ? LastCommit : checkpoint.Commit ?? LastCommit;
        if (checkpoint.StepId is { } stepId)
        {
            models.Checkpoints[stepId] = checkpoint.Summary;
        }
    }
}
