using Microsoft.Extensions.Logging;
using Signalbox.Engine.Identity;
using Signalbox.Engine.Workspaces;
using Signalbox.Engine.Workspaces.Upkeep;

namespace Signalbox.Engine.Runs.Records;

/// <summary>
/// Deletes runs that need not be kept: workspace, checkpoint commits, rows, folder, in this order, so that what an interruption leaves is found by
/// the next look. A workspace that holds work nobody has elsewhere keeps its run.
/// </summary>
public sealed class RunRetention(IRetentionStore store, IRunStore runs, IWorkspaceManager workspaces, IWorkspaceStore places, WorkspaceRemovals removals, RetentionRules rules, RunServiceOptions options, TimeProvider time, ILogger<RunRetention> log)
{
    private const int Batch = 1000;
    private const int MaxWorkspaces = 200;
    private const string By = "retention";

    /// <summary>Deletes what the rules no longer keep. Returns how many runs went.</summary>
    public async Task<int> SweepAsync(CancellationToken cancellationToken)
    {
        var deleted = 0;
        var before = rules.MaxAge is { } age ? time.GetUtcNow() - age : (DateTimeOffset?)null;
        foreach (var run in await store.ListExpiredAsync(before, rules.KeepPerWorkflow, Batch, cancellationToken))
        {
            deleted += await DeleteAsync(run, cancellationToken);
        }

        if (deleted > 0)
        {
            log.RunsDeleted(deleted);
        }

        return deleted;
    }

    private async Task<int> DeleteAsync(Run run, CancellationToken cancellationToken)
    {
        // Marked first: a run that is resumed in this moment either keeps all that it has, or is refused.
        var family = await store.MarkAsync(run.Id, cancellationToken);
        if (await WhyStaysAsync(family, cancellationToken) is { } kept)
        {
            log.RunKept(run.Key, kept);
            await store.UnmarkAsync(run.Id, cancellationToken);
            return 0;
        }

        var gone = await store.DeleteAsync(run.Id, cancellationToken);
        foreach (var deleted in gone)
        {
            DeleteFolder(deleted);
        }

        return gone.Count;
    }

    /// <summary>Lets go of what the runs have outside of the database: all of it, or nothing where one workspace has to stay.</summary>
    private async Task<string?> WhyStaysAsync(IReadOnlyList<Run> family, CancellationToken cancellationToken)
    {
        foreach (var run in family)
        {
            foreach (var entry in await PlacesAsync(run.Id, cancellationToken))
            {
                var kept = entry.Workspace.Status == WorkspaceStatus.Kept
                    ? $"workspace {entry.Id}: {entry.Workspace.StatusReason}"
                    : await removals.WhyStaysAsync(entry.Id, cancellationToken);
                if (kept is not null)
                {
                    return kept;
                }
            }
        }

        foreach (var run in family)
        {
            if (await runs.LoadAsync(run.Id, cancellationToken) is { } state && await ReleaseAsync(state, cancellationToken) is { } kept)
            {
                return kept;
            }
        }

        return null;
    }

    // One that the run left behind on another node is not this one's to remove: its row goes with the run, unless a person said that it stays.
    private async Task<IReadOnlyList<WorkspaceEntry>> PlacesAsync(RunId run, CancellationToken cancellationToken) =>
        [.. (await places.ListAsync(new WorkspaceFilter { Run = run, Limit = MaxWorkspaces }, cancellationToken)).Items.Where(e => e.Workspace.Status == WorkspaceStatus.Kept || !removals.IsLeftElsewhere(e))];

    private async Task<string?> ReleaseAsync(RunState state, CancellationToken cancellationToken)
    {
        foreach (var entry in await PlacesAsync(state.Run.Id, cancellationToken))
        {
            // A person may have said in the meantime that it is to be kept.
            var kept = entry.Workspace.Status == WorkspaceStatus.Kept
                ? $"workspace {entry.Id}: {entry.Workspace.StatusReason}"
                : (await removals.RemoveAsync(entry.Id, By, cancellationToken)).Refused;
            if (kept is not null)
            {
                return kept;
            }
        }

        // Not before every workspace is gone: one that stays keeps the run, which can be taken back to its checkpoints.
        foreach (var repository in state.Repositories.Where(r => Directory.Exists(r.Path)))
        {
            if (await workspaces.DeleteCheckpointRefsAsync(repository.Path, state.Run.Id.Value, cancellationToken) is { } fault)
            {
                return fault;
            }
        }

        return null;
    }

    // Only what lies where runs lie: the path comes from a row.
    private void DeleteFolder(Run run)
    {
        var folder = Path.GetFullPath(run.Directory);
        if (!string.Equals(Path.GetDirectoryName(folder), Path.TrimEndingDirectorySeparator(Path.GetFullPath(options.RunsFolder)), StringComparison.Ordinal))
        {
            log.RunFolderKept(run.Key, folder, "it does not lie in the folder of runs");
            return;
        }

        try
        {
            if (Directory.Exists(folder))
            {
                Directory.Delete(folder, recursive: true);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            log.RunFolderKept(run.Key, folder, exception.Message);
        }
    }
}
