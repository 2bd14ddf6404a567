using Signalbox.Engine.Identity;
using Signalbox.Engine.Runs.Resolution;
using Signalbox.Engine.Workspaces;

namespace Signalbox.Engine.Runs.Records;

/// <summary>Makes the checkpoints of a run (spec 3 Checkpoint): the step pointer, outputs, and the files of the workspace in a commit of their own.</summary>
internal sealed class RunCheckpoints(RunState state, IWorkspaceManager workspaces, StepModels models, TimeProvider time)
{
    private readonly Dictionary<string, string> _last = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<KeptFiles>> _kept = new(StringComparer.Ordinal);
    private DateTimeOffset? _wentBackBefore;

    /// <summary>Commit of the newest checkpoint of the workspace in a repository; null before there is one.</summary>
    public string? LastCommitIn(Repository repository) => _last.GetValueOrDefault(state.NameOf(repository));

    /// <summary>The commit that has the files of a step's workspace as they were before its work, in all of its attempts.</summary>
    public string CommitBefore(StepRun step)
    {
        var repository = state.RepositoryOf(step);
        var begun = state.WorkspaceIn(repository)!.BaseCommit;
        var attempts = state.AttemptsOf(step).ToList();
        return _kept.TryGetValue(state.NameOf(repository), out var kept) ? KeptFiles.Before(kept, begun, attempts)?.Commit ?? begun : begun;
    }

    /// <summary>What was let pass of a repository's workspace, and what has been left in it since.</summary>
    public JudgedFiles JudgedIn(Repository repository) => JudgedFiles.Of(state, repository, _kept.GetValueOrDefault(state.NameOf(repository)) ?? []);

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
    public async Task<Checkpoint> TakeAsync(CheckpointType type, StepRun? step, Attempt? attempt, string summary, CancellationToken cancellationToken) =>
        Take(type, step, attempt, await KeepAsync(step, attempt, summary, cancellationToken));

    /// <summary>The files as they are now, for a checkpoint that is made when it is known what becomes of its step: what is judged is then what is kept.</summary>
    public async Task<TakenFiles> KeepAsync(StepRun? step, Attempt? attempt, string summary, CancellationToken cancellationToken)
    {
        var id = EntityId.New<CheckpointId>();
        return new TakenFiles(id, summary, await CheckpointCommits.TakeAsync(state, id, step, attempt?.Id, summary, Standing, workspaces, cancellationToken));
    }

    /// <summary>A checkpoint with files that were just taken.</summary>
    public Checkpoint Take(CheckpointType type, StepRun? step, Attempt? attempt, TakenFiles taken) => Make(taken.Id, type, step, attempt, taken.Summary, taken.Commits);

    /// <summary>A checkpoint at which no file has changed since the last.</summary>
    public Checkpoint Mark(CheckpointType type, StepRun? step, string summary, string? author = null) =>
        Make(EntityId.New<CheckpointId>(), type, step, attempt: null, summary, Present(step), author);

    private CheckpointCommits Present(StepRun? step)
    {
        var commits = state.Run.Repositories.Count == 0
            ? CheckpointCommits.None
            : state.Repositories.Where(r => Standing(r) is not null).ToDictionary(state.NameOf, r => Standing(r)!, StringComparer.Ordinal);
        return new CheckpointCommits(Standing(step is null ? state.Repository : state.RepositoryOf(step)), commits, []);
    }

    /// <summary>The commit that a workspace stands at as far as anybody has looked.</summary>
    private string? Standing(Repository repository) => LastCommitIn(repository) ?? state.WorkspaceIn(repository)?.BaseCommit;

    private Checkpoint Make(CheckpointId id, CheckpointType type, StepRun? step, Attempt? attempt, string summary, CheckpointCommits commits, string? author = null)
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
            Commit = commits.Commit,
            Commits = commits.Commits,
            LeftOut = commits.LeftOut,
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
            (_wentBackBefore, state.WentBackAt) = (state.WentBackAt, checkpoint.CreatedAt);
        }
        else if (checkpoint is { Type: CheckpointType.Error, StepId: null })
        {
            // Nobody went back after all: agents still know what they have done.
            state.WentBackAt = _wentBackBefore;
        }

        // Of an attempt that is still at work: what it changes in all is measured from before it.
        var isMidway = checkpoint.AttemptId is { } id && state.Attempts.Any(a => a.Id == id && a.Status == AttemptStatus.Running);
        if (!isMidway)
        {
            foreach (var (name, commit) in state.Run.Repositories.Count > 0 ? checkpoint.Commits : Only(checkpoint.Commit))
            {
                _last[name] = commit;
            }
        }

        foreach (var repository in state.Repositories)
        {
            if (KeptFiles.Of(state, checkpoint, repository) is { } files)
            {
                var name = state.NameOf(repository);
                _kept.TryAdd(name, []);
                _kept[name].Add(files);
            }
        }

        if (checkpoint.StepId is { } stepId)
        {
            models.Checkpoints[stepId] = checkpoint.Summary;
        }
    }

    private IReadOnlyDictionary<string, string> Only(string? commit) =>
        commit is null ? CheckpointCommits.None : new Dictionary<string, string>(StringComparer.Ordinal) { [state.Run.Repository] = commit };
}
