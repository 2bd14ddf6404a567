using Signalbox.Engine.Identity;
using Signalbox.Engine.Runs.Records;
using Signalbox.Engine.Workspaces;

namespace Signalbox.Engine.Runs.Steering;

/// <summary>Takes the files of a run back to a checkpoint: in all of its workspaces, or in none.</summary>
internal sealed class WorkspacesBack(RunState state, IWorkspaceManager workspaces)
{
    /// <summary>Goes back.</summary>
    /// <param name="target">Where to.</param>
    /// <param name="present">What was just taken: it holds everything that is there now.</param>
    /// <param name="cancellationToken">Gives up between two workspaces.</param>
    /// <returns>Null when done; else one sentence, and nothing was lost.</returns>
    public async Task<string?> GoAsync(Checkpoint target, Checkpoint present, CancellationToken cancellationToken)
    {
        for (var done = 0; done < state.Workspaces.Count; done++)
        {
            var workspace = state.Workspaces[done];
            if (await workspaces.RestoreAsync(workspace.Path, Of(target, workspace), Of(present, workspace), cancellationToken) is { } fault)
            {
                return await PutBackAsync(done, present) is { } left ? $"{fault}; {left}" : fault;
            }
        }

        return null;
    }

    /// <summary>Puts all of them back to what they held before.</summary>
    /// <returns>Null when done; else which stay at the checkpoint and where to find what they held.</returns>
    public Task<string?> PutBackAsync(Checkpoint present) => PutBackAsync(state.Workspaces.Count, present);

    private async Task<string?> PutBackAsync(int done, Checkpoint present)
    {
        List<string> left = [];
        foreach (var workspace in state.Workspaces.Take(done))
        {
            var there = await workspaces.CheckpointAsync(workspace.Path, RunCheckpoints.Ref(state.Run, EntityId.New<CheckpointId>()), $"{state.Run.Key}: going back was called off", CancellationToken.None);
            var fault = there.Commit is null ? there.Fault : await workspaces.RestoreAsync(workspace.Path, Of(present, workspace), there.Commit, CancellationToken.None);
            if (fault is not null)
            {
                left.Add($"workspace {workspace.Path} stays at the checkpoint, what it held is in commit {Of(present, workspace)} ({fault})");
            }
        }

        return left.Count == 0 ? null : string.Join("; ", left);
    }

    private string Of(Checkpoint checkpoint, Workspace workspace) => state.CommitIn(checkpoint, state.Repositories.First(r => r.Id == workspace.RepositoryId))!;
}
