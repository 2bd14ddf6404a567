using Signalbox.Engine.Identity;
using Signalbox.Engine.Workspaces;

namespace Signalbox.Engine.Runs.Records;

/// <summary>The commits of a checkpoint: one of the only workspace, or one of each.</summary>
/// <param name="Commit">Of the workspace that the checkpoint's step works in; null when there is none.</param>
/// <param name="Commits">Of each workspace by its repository's name; empty where there is only one.</param>
/// <param name="LeftOut">What they do not hold.</param>
internal sealed record CheckpointCommits(string? Commit, IReadOnlyDictionary<string, string> Commits, IReadOnlyList<string> LeftOut)
{
    /// <summary>Makes them, all at once.</summary>
    /// <param name="state">The run.</param>
    /// <param name="id">The checkpoint.</param>
    /// <param name="step">Its step; null: it is one of the whole run.</param>
    /// <param name="attempt">Its attempt; null: none.</param>
    /// <param name="summary">What was reached.</param>
    /// <param name="last">The commit that a repository had last: an agent that is at work in another one is not caught half way.</param>
    /// <param name="workspaces">What makes them.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<CheckpointCommits> TakeAsync(
        RunState state,
        CheckpointId id,
        StepRun? step,
        AttemptId? attempt,
        string summary,
        Func<Repository, string?> last,
        IWorkspaceManager workspaces,
        CancellationToken cancellationToken)
    {
        if (state.Workspaces.Count == 0)
        {
            return new CheckpointCommits(null, None, ["there is no workspace"]);
        }

        var message = $"{state.Run.Key}: {summary}";
        if (state.Run.Repositories.Count == 0)
        {
            var (commit, leftOut) = Read(await workspaces.CheckpointAsync(state.Workspace!.Path, RunCheckpoints.Ref(state.Run, id), message, cancellationToken));
            return new CheckpointCommits(commit, None, leftOut);
        }

        var own = step is null ? state.Repository : state.RepositoryOf(step);
        var busy = state.Attempts.Where(a => a.Status == AttemptStatus.Running && a.Id != attempt).Select(a => state.RepositoryOf(state.Steps.First(s => s.Id == a.StepRunId)).Id).ToHashSet();
        var taken = await Task.WhenAll(state.Run.Repositories.Select((r, index) => (Named: r, Known: state.Repositories[index], Place: index + 1)).Select(async r =>
            busy.Contains(r.Known.Id) && r.Known.Id != own.Id
                ? (r.Named.Name, last(r.Known), [])
                : With(r.Named.Name, Read(await workspaces.CheckpointAsync(state.WorkspaceIn(r.Known)!.Path, Ref(state.Run, id, r.Place), message, cancellationToken)))));
        var commits = taken.Where(t => t.Item2 is not null).ToDictionary(t => t.Item1, t => t.Item2!, StringComparer.Ordinal);
        return new CheckpointCommits(
            commits.GetValueOrDefault(state.NameOf(own)),
            commits,
            [.. taken.SelectMany(t => t.Item3.Select(sentence => $"{t.Item1}: {sentence}"))]);
    }

    /// <summary>None beside the one.</summary>
    public static IReadOnlyDictionary<string, string> None { get; } = new Dictionary<string, string>(StringComparer.Ordinal);

    // Two repositories of a run may be worktrees of one: each of its commits has a ref of its own.
    private static string Ref(Run run, CheckpointId id, int place) => place == 1 ? RunCheckpoints.Ref(run, id) : FormattableString.Invariant($"{RunCheckpoints.Ref(run, id)}-{place}");

    private static (string, string?, IReadOnlyList<string>) With(string name, (string? Commit, IReadOnlyList<string> LeftOut) read) => (name, read.Commit, read.LeftOut);

    private static (string? Commit, IReadOnlyList<string> LeftOut) Read(CheckpointCommit taken) =>
        (taken.Commit, taken.Fault is null ? taken.LeftOut : [.. taken.LeftOut, taken.Fault]);
}
