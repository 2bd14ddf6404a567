using System.Globalization;
using Signalbox.Engine.Workspaces;

namespace Signalbox.Engine.Runs.Diffs;

/// <summary>Tells from the checkpoints of a run where a step began and where it ended.</summary>
/// <param name="state">The run.</param>
/// <param name="workspace">Its workspace.</param>
/// <param name="checkpoints">Its checkpoints, oldest first.</param>
/// <param name="hasWorktree">The workspace can be read.</param>
internal sealed class DiffPlaces(RunState state, Workspace workspace, IReadOnlyList<Checkpoint> checkpoints, bool hasWorktree)
{
    private readonly string _base = workspace.BaseCommit;

    /// <summary>The workspace can be read.</summary>
    public bool HasWorktree => hasWorktree;

    /// <summary>The two states, or the answer that says why there are none.</summary>
    public (DiffPlace? From, DiffPlace? To, RunDiff? Fault) Find(DiffScope scope)
    {
        DiffPlace from = Base(), to = Now();
        if (scope.Step is { } asked)
        {
            if (Attempts(scope) is not { } attempts)
            {
                return (null, null, new RunDiff { NotFound = $"{state.Run.Key} has no step '{asked}'." });
            }

            if (attempts.Count == 0)
            {
                var sentence = scope.Attempt is { } number ? string.Create(CultureInfo.InvariantCulture, $"Step {asked} has no attempt {number}.") : $"Step {asked} has made no attempt in this workspace: it changed nothing.";
                return (null, null, scope.Attempt is null ? new RunDiff { Fault = sentence } : new RunDiff { NotFound = sentence });
            }

            if (EndOf(attempts, scope.Attempt) is not { } end)
            {
                var next = attempts[^1].Number + 1;
                return (null, null, new RunDiff { Fault = string.Create(CultureInfo.InvariantCulture, $"Attempt {attempts[^1].Number} of {asked} was tried again in the same files, so its changes are among those of attempt {next}.") });
            }

            (from, to) = (Before(attempts[0]), end);
        }

        return Given(scope.From, from) is not { } first ? (null, null, Unknown(scope.From!))
            : Given(scope.To, to) is not { } last ? (null, null, Unknown(scope.To!))
            : first.Commit is null ? (null, null, new RunDiff { NotFound = $"'{DiffScope.Now}' is where changes end, not where they begin." })
            : (first, last, null);
    }

    /// <summary>Names of the other steps whose attempts overlap those that are asked for.</summary>
    public IReadOnlyList<string> Beside(DiffScope scope)
    {
        if (scope.Step is null || scope.From is not null || scope.To is not null || Attempts(scope) is not { Count: > 0 } own)
        {
            return [];
        }

        var (start, end) = (own[0].StartedAt, own.Any(a => a.EndedAt is null) ? DateTimeOffset.MaxValue : own.Max(a => a.EndedAt!.Value));
        var ids = own.Select(a => a.StepRunId).ToHashSet();
        var names = state.Steps.ToDictionary(s => s.Id, s => s.Name);
        return
        [
            .. state.Attempts.Where(a => !ids.Contains(a.StepRunId) && a.StartedAt < end && (a.EndedAt ?? DateTimeOffset.MaxValue) > start)
                .Select(a => names[a.StepRunId]).Distinct(StringComparer.Ordinal),
        ];
    }

    // Items of a step share its id and visit; they are the step's work.
    private List<Attempt>? Attempts(DiffScope scope)
    {
        var own = state.Steps.Where(s => string.Equals(s.Id.Value, scope.Step, StringComparison.Ordinal)).ToList();
        if (own.Count == 0)
        {
            var named = state.Steps.Where(s => string.Equals(s.StepId, scope.Step, StringComparison.Ordinal)).ToList();
            own = [.. named.Where(s => s.Visit == named.Max(n => n.Visit))];
        }

        if (own.Count == 0)
        {
            return null;
        }

        var ids = own.Select(s => s.Id).ToHashSet();
        return [.. state.Attempts.Where(a => ids.Contains(a.StepRunId) && (scope.Attempt is null || a.Number == scope.Attempt)).OrderBy(a => a.StartedAt).ThenBy(a => a.Number)];
    }

    private DiffPlace Base() => new(_base, $"the commit it began with ({Short(_base)})", []);

    private DiffPlace Now() =>
        hasWorktree ? new DiffPlace(Commit: null, "the workspace as it is", [])
        : checkpoints.LastOrDefault(c => CommitOf(c) is not null) is { } last ? Of(last, "the last checkpoint")
        : Base();

    private DiffPlace? Given(string? name, DiffPlace otherwise) => name switch
    {
        null or "" => otherwise,
        DiffScope.Base => Base(),
        DiffScope.Now => Now(),
        _ => checkpoints.FirstOrDefault(c => CommitOf(c) is not null && string.Equals(c.Id.Value, name, StringComparison.Ordinal)) is { } found ? Of(found, "checkpoint") : null,
    };

    private RunDiff Unknown(string name) => new()
    {
        NotFound = $"{state.Run.Key} has no checkpoint '{name}' with a commit: name one of its checkpoints, '{DiffScope.Base}' or '{DiffScope.Now}'.",
    };

    /// <summary>The last state that was kept before an attempt began; what another step had half done by then is not told apart.</summary>
    private DiffPlace Before(Attempt attempt) =>
        checkpoints.LastOrDefault(c => Holds(c) && c.CreatedAt <= attempt.StartedAt && c.AttemptId != attempt.Id) is { } found
        && !string.Equals(CommitOf(found), _base, StringComparison.Ordinal) ? Of(found, "the checkpoint before it") : Base();

    /// <summary>The state after the last of them; null when the same files were worked on at once again.</summary>
    private DiffPlace? EndOf(List<Attempt> attempts, int? number)
    {
        if (attempts.Exists(a => a.Status == AttemptStatus.Running))
        {
            return Now();
        }

        var ids = attempts.Select(a => a.Id).ToHashSet();
        if (checkpoints.LastOrDefault(c => Holds(c) && c.AttemptId is { } id && ids.Contains(id)) is { } own)
        {
            return Of(own, "its checkpoint");
        }

        if (number is { } asked && state.Attempts.Any(a => a.StepRunId == attempts[^1].StepRunId && a.Number > asked))
        {
            return null;
        }

        var ended = attempts.Max(a => a.EndedAt ?? a.StartedAt);
        return checkpoints.FirstOrDefault(c => Holds(c) && c.CreatedAt >= ended && c.Type != CheckpointType.Replan) is { } next ? Of(next, "the next checkpoint") : Now();
    }

    // A run that was taken up again by an older version marked that with the commit it began with, whatever its files were.
    private bool Holds(Checkpoint checkpoint) =>
        CommitOf(checkpoint) is { } commit && !(checkpoint.Type == CheckpointType.Replan && string.Equals(commit, _base, StringComparison.Ordinal));

    private static string? CommitOf(Checkpoint checkpoint) => checkpoint.Commit;

    private static DiffPlace Of(Checkpoint checkpoint, string what) => new(CommitOf(checkpoint), $"{what} ({checkpoint.Id}: {checkpoint.Summary})", checkpoint.LeftOut);

    private static string Short(string commit) => commit.Length > 12 ? commit[..12] : commit;
}
