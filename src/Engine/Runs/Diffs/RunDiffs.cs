using System.Collections.Concurrent;
using Signalbox.Engine.Identity;
using Signalbox.Engine.Workspaces;
using Signalbox.Engine.Workspaces.Diffs;

namespace Signalbox.Engine.Runs.Diffs;

/// <summary>
/// Finds the two states of a workspace between which lies what was asked for, and has git compare them; of a run in several repositories in each that is asked for. The
/// checkpoints say where a step began and ended; they are commits that outlive the workspace.
/// </summary>
public sealed class RunDiffs(ICheckpointStore checkpoints, WorkspaceDiffs diffs) : IRunDiffs
{
    // A run of a thousand items is not counted while somebody waits for it: the next look knows more
    private const int MaxCounted = 32;
    private const int MaxRemembered = 20_000;

    private readonly ConcurrentDictionary<(string From, string To), ChangeSummary?> _counted = new();

    /// <inheritdoc/>
    public async Task<RunDiff> ReadAsync(RunState state, DiffScope scope, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(scope);
        if (state.Workspaces.Count == 0)
        {
            return new RunDiff { Fault = state.Run.HasEnded ? "The run ended before it had a workspace: it changed nothing." : "The run has no workspace yet: nothing has changed." };
        }

        var (repositories, fault) = DiffRepositories.Of(state, scope);
        if (fault is not null)
        {
            return fault;
        }

        var all = await checkpoints.ListAsync(state.Run.Id, cancellationToken);
        var parts = await Task.WhenAll(repositories.Select(r => ReadAsync(state, r, scope, all, cancellationToken)));
        return DiffRepositories.Together(parts);
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyDictionary<StepRunId, ChangeSummary>> CountAsync(RunState state, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(state);
        var counts = new Dictionary<StepRunId, ChangeSummary>();
        var tried = state.Attempts.Where(a => a.EndedAt is not null).Select(a => a.StepRunId).ToHashSet();
        if (state.Workspaces.Count == 0 || tried.Count == 0)
        {
            return counts;
        }

        var all = await checkpoints.ListAsync(state.Run.Id, cancellationToken);
        var places = new Dictionary<RepositoryId, (DiffPlaces Places, string Folder)>();
        var left = MaxCounted;
        foreach (var step in state.Steps.Where(s => s.HasEnded && tried.Contains(s.Id)))
        {
            var repository = state.RepositoryOf(step);
            if (!places.TryGetValue(repository.Id, out var known))
            {
                var (read, folder, _) = Places(state, repository, all);
                known = places[repository.Id] = (read, folder);
            }

            if (known.Places.Find(new DiffScope { Step = step.Id.Value }) is not ({ Commit: { } from }, { Commit: { } to }, null))
            {
                continue;
            }

            if (!_counted.TryGetValue((from, to), out var count) && left-- > 0)
            {
                count = await CountAsync(new DiffEnds(known.Folder, from, to), cancellationToken);
            }

            if (count is not null)
            {
                counts[step.Id] = count;
            }
        }

        return counts;
    }

    /// <inheritdoc/>
    public Task<FileDiff> FileAsync(RunDiff diff, DiffFile file, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(diff);
        return diff.Ends is { } ends ? diffs.FileAsync(ends.Folder, file, cancellationToken) : Task.FromResult(new FileDiff { Fault = diff.Fault ?? diff.NotFound ?? "say in which repository" });
    }

    private static (DiffPlaces Places, string Folder, bool IsThere) Places(RunState state, Repository repository, IReadOnlyList<Checkpoint> all)
    {
        var workspace = state.WorkspaceIn(repository)!;
        var isThere = WorkspaceDiffs.IsWorktree(workspace.Path);
        return (new DiffPlaces(state, workspace, repository, all, isThere), isThere ? workspace.Path : repository.Path, isThere);
    }

    private async Task<RunDiff> ReadAsync(RunState state, Repository repository, DiffScope scope, IReadOnlyList<Checkpoint> all, CancellationToken cancellationToken)
    {
        var name = state.Run.Repositories.Count > 0 ? state.NameOf(repository) : null;
        var (places, folder, isThere) = Places(state, repository, all);
        var (from, to, fault) = places.Find(scope);
        if (fault is not null)
        {
            return fault with { Repository = name };
        }

        var now = to!.Commit is null ? await diffs.TreeAsync(folder, cancellationToken) : null;
        if (now?.Fault is { } unreadable)
        {
            return new RunDiff { Repository = name, Fault = unreadable };
        }

        var ends = new DiffEnds(folder, from!.Commit!, now?.Tree ?? to.Commit!);
        var list = await diffs.ListAsync(ends, cancellationToken);
        return new RunDiff
        {
            Repository = name,
            Ends = ends,
            From = from.Words,
            To = to.Words,
            IsLive = now is not null,
            List = list,
            LeftOut = now?.LeftOut ?? to.LeftOut,
            Beside = places.Beside(scope),
            Fault = list.Fault is null ? null : Explain(list.Fault, isThere),
        };
    }

    private async Task<ChangeSummary?> CountAsync(DiffEnds ends, CancellationToken cancellationToken)
    {
        var list = string.Equals(ends.From, ends.To, StringComparison.Ordinal) ? new DiffList() : await diffs.ListAsync(ends, cancellationToken);
        if (_counted.Count >= MaxRemembered)
        {
            _counted.Clear();
        }

        return _counted[(ends.From, ends.To)] = list.Fault is null ? new ChangeSummary(list.Total, list.Added, list.Removed) : null;
    }

    private static string Explain(string fault, bool isThere) =>
        isThere ? fault : $"{fault} (the workspace is gone, so the checkpoints kept in the repository were asked for)";
}
