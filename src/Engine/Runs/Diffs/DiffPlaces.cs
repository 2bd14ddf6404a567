using System.Globalization;
using Signalbox.Engine.Runs.Records;
using Signalbox.Engine.Workspaces;

namespace Signalbox.Engine.Runs.Diffs;

/// <summary>Tells from the checkpoints of a run where a step began and where it ended, in one of the run's repositories.</summary>
/// <param name="state">The run.</param>
/// <param name="workspace">Its workspace in the repository.</param>
/// <param name="repository">The repository.</param>
/// <param name="checkpoints">Checkpoints of the run, oldest first.</param>
/// <param name="hasWorktree">The workspace can be read.</param>
internal sealed class DiffPlaces(RunState state, Workspace workspace, Repository repository, IReadOnlyList<Checkpoint> checkpoints, bool hasWorktree)
{
    private readonly string _base = workspace.BaseCommit;
    private readonly List<KeptFiles> _kept = [.. checkpoints.Select(c => KeptFiles.Of(state, c, repository)).OfType<KeptFiles>()];

    /// <summary>The two states, or the answer that says why there are none.</summary>
    public (DiffPlace? From, DiffPlace? To, RunDiff? Fault) Find(DiffScope scope)
    {
        DiffPlace from = Base(), to = Now();
        if (scope.Step is { } asked)
        {
            var attempts = Attempts(scope);
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

            (from, to) = (KeptFiles.Before(_kept, _base, attempts) is { } before ? Of(before, "the checkpoint before it") : Base(), end);
        }

        return Given(scope.From, from) is not { } first ? (null, null, Unknown(scope.From!))
            : Given(scope.To, to) is not { } last ? (null, null, Unknown(scope.To!))
            : first.Commit is null ? (null, null, new RunDiff { NotFound = $"'{DiffScope.Now}' is where changes end, not where they begin." })
            : (first, last, null);
    }

    /// <summary>Names of the other steps whose attempts in the same files overlap those that are asked for.</summary>
    public IReadOnlyList<string> Beside(DiffScope scope)
    {
        if (scope.Step is null || scope.From is not null || scope.To is not null || Attempts(scope) is not { Count: > 0 } own)
        {
            return [];
        }

        var (start, end) = (own[0].StartedAt, own.Any(a => a.EndedAt is null) ? DateTimeOffset.MaxValue : own.Max(a => a.EndedAt!.Value));
        var ids = own.Select(a => a.StepRunId).ToHashSet();
        var names = state.Steps.Where(s => state.RepositoryOf(s).Id == repository.Id).ToDictionary(s => s.Id, s => s.Name);
        return
        [
            .. state.Attempts.Where(a => !ids.Contains(a.StepRunId) && names.ContainsKey(a.StepRunId) && a.StartedAt < end && (a.EndedAt ?? DateTimeOffset.MaxValue) > start)
                .Select(a => names[a.StepRunId]).Distinct(StringComparer.Ordinal),
        ];
    }

    /// <summary>The step runs that are asked for, in whatever repository; empty: there is no such step. Items of a step share its id and visit; they are the step's work.</summary>
    public static IReadOnlyList<StepRun> Steps(RunState state, string asked)
    {
        var own = state.Steps.Where(s => string.Equals(s.Id.Value, asked, StringComparison.Ordinal)).ToList();
        if (own.Count > 0)
        {
            return own;
        }

        var named = state.Steps.Where(s => string.Equals(s.StepId, asked, StringComparison.Ordinal)).ToList();
        return [.. named.Where(s => s.Visit == named.Max(n => n.Visit))];
    }

    private List<Attempt> Attempts(DiffScope scope)
    {
        var ids = Steps(state, scope.Step!).Where(s => state.RepositoryOf(s).Id == repository.Id).Select(s => s.Id).ToHashSet();
        return [.. state.Attempts.Where(a => ids.Contains(a.StepRunId) && (scope.Attempt is null || a.Number == scope.Attempt)).OrderBy(a => a.StartedAt).ThenBy(a => a.Number)];
    }

    private DiffPlace Base() => new(_base, $"the commit it began with ({Short(_base)})", []);

    private DiffPlace Now() =>
        hasWorktree ? new DiffPlace(Commit: null, "the workspace as it is", [])
        : _kept.Count > 0 ? Of(_kept[^1], "the last checkpoint")
        : Base();

    private DiffPlace? Given(string? name, DiffPlace otherwise) => name switch
    {
        null or "" => otherwise,
        DiffScope.Base => Base(),
        DiffScope.Now => Now(),
        _ => _kept.Find(k => string.Equals(k.Id.Value, name, StringComparison.Ordinal)) is { } found ? Of(found, "checkpoint") : null,
    };

    private RunDiff Unknown(string name) => new()
    {
        NotFound = $"{state.Run.Key} has no checkpoint '{name}' with a commit{(state.Run.Repositories.Count > 0 ? $" of {state.NameOf(repository)}" : "")}: name one of its checkpoints, '{DiffScope.Base}' or '{DiffScope.Now}'.",
    };

    /// <summary>The state after the last of them; null when the same files were worked on at once again.</summary>
    private DiffPlace? EndOf(List<Attempt> attempts, int? number)
    {
        if (attempts.Exists(a => a.Status == AttemptStatus.Running))
        {
            return Now();
        }

        var ids = attempts.Select(a => a.Id).ToHashSet();
        if (_kept.FindLast(k => k.AttemptId is { } id && ids.Contains(id)) is { } own)
        {
            return Of(own, "its checkpoint");
        }

        if (number is { } asked && state.Attempts.Any(a => a.StepRunId == attempts[^1].StepRunId && a.Number > asked))
        {
            return null;
        }

        var ended = attempts.Max(a => a.EndedAt ?? a.StartedAt);
        return _kept.Find(k => k.At >= ended && k.Type != CheckpointType.Replan) is { } next ? Of(next, "the next checkpoint") : Now();
    }

    private static DiffPlace Of(KeptFiles kept, string what) => new(kept.Commit, $"{what} ({kept.Id}: {kept.Summary})", kept.LeftOut);

    private static string Short(string commit) => commit.Length > 12 ? commit[..12] : commit;
}
