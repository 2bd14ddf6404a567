using System.Globalization;
using Signalbox.Engine.Events;
using Signalbox.Engine.Files;
using Signalbox.Engine.Identity;
using Signalbox.Engine.Workflows;
using Signalbox.Engine.Workspaces;

namespace Signalbox.Engine.Runs;

/// <summary>
/// Brings a run home to this node when the one that had it is gone (ADR 8). An agent may still be at work on the other machine, in the other workspace:
/// then the run gets a workspace of its own here, from its last checkpoint, so that two agents never write to one.
/// </summary>
internal sealed class RunMove(RunState state, WorkflowDefinition workflow, RunSessionServices services, SessionWriter writer, RunCheckpoints checkpoints)
{
    /// <summary>Does it where it is needed.</summary>
    /// <returns>Null when the run is at home here; else why it cannot be, in one sentence.</returns>
    public async Task<string?> MoveAsync(CancellationToken cancellationToken)
    {
        if (services.Cluster is not { } cluster || !cluster.Node.IsOther(state.Run.Home))
        {
            return null;
        }

        var from = state.Run.Home!;
        if (state.Workspace is not { } workspace)
        {
            SettleAt(FreeFolder(cluster), cluster);
            await SaveAsync(withWorkspace: false, $"Taken over from node {from} before it had a workspace", cancellationToken);
            return null;
        }

        var isAbandoned = state.Attempts.Any(a => a.Status == AttemptStatus.Running && services.IsElsewhere(a));
        if (!isAbandoned && Directory.Exists(workspace.Path) && File.Exists(RunFolder.Metadata(state.Run)))
        {
            SettleAt(state.Run.Directory, cluster);
            await SaveAsync(withWorkspace: false, $"Taken over from node {from}; nothing of it was at work, and its files are in reach", cancellationToken);
            return null;
        }

        return await RebuildAsync(workspace, from, cluster, cancellationToken);
    }

    private async Task<string?> RebuildAsync(Workspace old, string from, RunCluster cluster, CancellationToken cancellationToken)
    {
        var run = state.Run;
        if (!Directory.Exists(state.Repository.Path))
        {
            return $"the run was at work on node {from}, which does not answer, and its repository {state.Repository.Path} is not on node {cluster.Node.Id}: "
                + $"start {from} again and resume the run there, or keep the repository where every node sees it at this path";
        }

        var folder = FreeFolder(cluster);
        var commit = checkpoints.LastCommit ?? old.BaseCommit;
        var made = await services.Workspaces.CreateAsync(
            new WorkspaceRequest(state.Repository.Path, Path.Combine(folder, "workspace"), Branch(run), commit), cancellationToken);
        if (made.Fault is not null)
        {
            return $"the run was at work on node {from}, which does not answer, and node {cluster.Node.Id} cannot make its workspace: {made.Fault}";
        }

        var earlier = run.Directory;
        SettleAt(folder, cluster);
        PrivateFiles.CreateFolder(folder);
        await TakenOverFiles.CopyAsync(state, workflow, earlier, cancellationToken);
        await RunDocuments.WriteSnapshotAsync(state, cancellationToken);
        var now = services.Time.GetUtcNow();
        state.Workspace = new Workspace
        {
            Id = EntityId.New<WorkspaceId>(),
            RunId = run.Id,
            RepositoryId = run.RepositoryId,
            Path = RunFolder.Workspace(run),
            Branch = made.Branch!,
            BaseCommit = old.BaseCommit,

            // The newest is the run's, whatever the clock of the other machine said.
            CreatedAt = now > old.CreatedAt ? now : old.CreatedAt.AddTicks(1),
        };
        await SaveAsync(
            withWorkspace: true,
            $"Taken over from node {from}: new workspace on branch {made.Branch} from the last checkpoint ({commit[..12]}); what was done since then stays in {old.Path} on {from}",
            cancellationToken);
        return null;
    }

    /// <summary>The run's own branch may still be checked out on the other node, and an agent at work on it.</summary>
    private static string Branch(Run run) => string.Create(CultureInfo.InvariantCulture, $"signalbox/{run.Key}-e{run.Epoch}");

    private void SettleAt(string folder, RunCluster cluster) => (state.Run.Directory, state.Run.Home) = (folder, cluster.Node.Id);

    private async Task SaveAsync(bool withWorkspace, string says, CancellationToken cancellationToken)
    {
        await writer.SaveAsync(new RunChanges { Move = true, WithWorkspace = withWorkspace, Events = [StepEvents.Note(state.Run, says, EventLevel.Warning)] }, cancellationToken);
        if (state.Workspace is not null)
        {
            await writer.WriteRunDocumentAsync(cancellationToken);
        }
    }

    /// <summary>The run's folder here. One that is there is of an earlier stay, or of a takeover that was cut short: it is left as it is.</summary>
    private string FreeFolder(RunCluster cluster)
    {
        var folder = Path.Combine(cluster.Folders.RunsFolder, state.Run.Key);
        for (var number = 2; Directory.Exists(folder); number++)
        {
            folder = Path.Combine(cluster.Folders.RunsFolder, string.Create(CultureInfo.InvariantCulture, $"{state.Run.Key}.{number}"));
        }

        return folder;
    }
}
