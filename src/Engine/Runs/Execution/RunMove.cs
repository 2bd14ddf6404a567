using System.Globalization;
using Signalbox.Engine.Events;
using Signalbox.Engine.Files;
using Signalbox.Engine.Runs.Execution.Attempts;
using Signalbox.Engine.Runs.Records;
using Signalbox.Engine.Workflows;
using Signalbox.Engine.Workspaces;

namespace Signalbox.Engine.Runs.Execution;

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
        if (state.Workspaces.Count == 0)
        {
            SettleAt(FreeFolder(cluster), cluster);
            await SaveAsync(new RunChanges(), $"Taken over from node {from} before it had a workspace", cancellationToken);
            return null;
        }

        // A worker is no node's process: where its files are in reach it goes on, and is watched from here.
        var pooled = PooledAttempts.ElsewhereOf(state, services);
        var isAbandoned = state.Attempts.Any(a => a.Status == AttemptStatus.Running && services.IsElsewhere(a) && !pooled.Any(p => p.Attempt == a));
        if (!isAbandoned && state.Workspaces.All(IsInReach) && File.Exists(RunFolder.Metadata(state.Run)))
        {
            SettleAt(state.Run.Directory, cluster);
            var work = pooled.Count == 0 ? "nothing of it was at work" : "only workers have steps of it";
            await SaveAsync(PooledAttempts.Adopt(pooled, workflow, services), $"Taken over from node {from}; {work}, and its files are in reach", cancellationToken);
            return null;
        }

        return await RebuildAsync(from, cluster, pooled, cancellationToken);
    }

    private async Task<string?> RebuildAsync(string from, RunCluster cluster, IReadOnlyList<(StepRun Step, Attempt Attempt)> pooled, CancellationToken cancellationToken)
    {
        var run = state.Run;
        if (state.Repositories.FirstOrDefault(r => !Directory.Exists(r.Path)) is { } unseen)
        {
            return $"the run was at work on node {from}, which does not answer, and its repository {unseen.Path} is not on node {cluster.Node.Id}: "
                + $"start {from} again and resume the run there, or keep the repository where every node sees it at this path";
        }

        var (portsOf, none) = await new RunPorts(state, workflow, services).TakeAsync(isAnew: true, cancellationToken);
        if (none is not null)
        {
            return $"the run was at work on node {from}, which does not answer, and node {cluster.Node.Id} has no ports for it: {none}";
        }

        var folder = FreeFolder(cluster);
        var old = state.Workspaces;
        var (made, fault) = await RunWorkspaces.MakeAsync(state, folder, Branch(run), Last, services, cancellationToken);
        if (fault is not null)
        {
            return $"the run was at work on node {from}, which does not answer, and node {cluster.Node.Id} cannot make its workspace: {fault}";
        }

        var earlier = run.Directory;
        SettleAt(folder, cluster);
        PrivateFiles.CreateFolder(folder);
        await TakenOverFiles.CopyAsync(state, workflow, earlier, cancellationToken);
        await RunDocuments.WriteSnapshotAsync(state, cancellationToken);
        state.Workspaces = [.. made.Select(w => In(w, old.First(o => o.RepositoryId == w.RepositoryId), portsOf(w.RepositoryId)))];
        await SaveAsync(
            PooledAttempts.Leave(pooled, services) with { WithWorkspace = true },
            $"Taken over from node {from}: new workspace on branch {string.Join(", ", made.Select(w => w.Branch).Distinct(StringComparer.Ordinal))} from the last checkpoint "
                + $"({string.Join(", ", state.Repositories.Select(r => Last(r)![..12]))}); what was done since then stays in {string.Join(", ", old.Select(w => w.Path))} on {from}",
            cancellationToken);
        return null;

        string? Last(Repository repository) => checkpoints.LastCommitIn(repository) ?? old.First(o => o.RepositoryId == repository.Id).BaseCommit;
    }

    /// <summary>The new worktree as what the run has worked in from its beginning.</summary>
    private static Workspace In(Workspace made, Workspace old, IReadOnlyList<WorkspacePort> ports) => new()
    {
        Id = made.Id,
        RunId = made.RunId,
        RepositoryId = made.RepositoryId,
        Path = made.Path,
        Branch = made.Branch,
        BaseCommit = old.BaseCommit,
        Ports = ports,

        // The newest is the run's, whatever the clock of the other machine said.
        CreatedAt = made.CreatedAt > old.CreatedAt ? made.CreatedAt : old.CreatedAt.AddTicks(1),
    };

    /// <summary>The run's own branch may still be checked out on the other node, and an agent at work on it.</summary>
    private static string Branch(Run run) => string.Create(CultureInfo.InvariantCulture, $"signalbox/{run.Key}-e{run.Epoch}");

    private void SettleAt(string folder, RunCluster cluster) => (state.Run.Directory, state.Run.Home) = (folder, cluster.Node.Id);

    private async Task SaveAsync(RunChanges changes, string says, CancellationToken cancellationToken)
    {
        await writer.SaveAsync(changes with { Move = true, Events = [StepEvents.Note(state.Run, says, EventLevel.Warning)] }, cancellationToken);
        if (state.Workspace is not null)
        {
            await writer.WriteRunDocumentAsync(cancellationToken);
        }
    }

    /// <summary>A folder of that name may also be of an earlier stay here: a worktree says whose it is.</summary>
    private static bool IsInReach(Workspace workspace) =>
        Directory.Exists(workspace.Path) && (GitFolder.Of(workspace.Path) is not { } git || string.Equals(WorkspaceMark.Read(git.Own)?.Branch, workspace.Branch, StringComparison.Ordinal));

    /// <summary>
    /// The run's folder here. It has a name that no other node has for it: nodes may keep their runs under the same path, and share the repository, whose git knows worktrees by their
    /// path and would take the other node's for what an interrupted start left here. One that is there is of a takeover that was cut short: it is left as it is.
    /// </summary>
    private string FreeFolder(RunCluster cluster)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"{state.Run.Key}-e{state.Run.Epoch}");
        var folder = Path.Combine(cluster.Folders.RunsFolder, name);
        for (var number = 2; Directory.Exists(folder); number++)
        {
            folder = Path.Combine(cluster.Folders.RunsFolder, string.Create(CultureInfo.InvariantCulture, $"{name}.{number}"));
        }

        return folder;
    }
}
