using Signalbox.Engine.Workspaces;

namespace Signalbox.Engine.Runs.Records;

/// <summary>
/// What was let pass of a workspace: the changes of a step that completed, or that a person approved. What a step left that failed or was rejected is not, whatever the run
/// goes on from: a checkpoint says what the files were, not that anybody agreed to them.
/// </summary>
/// <param name="Commit">The last commit that was let pass; the one that the workspace began with when none was.</param>
/// <param name="Since">What attempts left after it, oldest first.</param>
internal sealed record JudgedFiles(string Commit, IReadOnlyList<KeptFiles> Since)
{
    /// <summary>Reads it from the checkpoints.</summary>
    /// <param name="state">The run.</param>
    /// <param name="repository">Whose workspace.</param>
    /// <param name="kept">All that was kept of the workspace, oldest first.</param>
    public static JudgedFiles Of(RunState state, Repository repository, IReadOnlyList<KeptFiles> kept)
    {
        var line = Line(kept, kept.Count);
        var last = line.FindLastIndex(k => IsLetPass(state, k, kept));
        return new JudgedFiles(last < 0 ? Begun(state, repository, kept) : line[last].Commit, [.. line.Skip(last + 1).Where(k => k.AttemptId is not null)]);
    }

    /// <summary>The question about what an attempt left; null: nobody was asked.</summary>
    public static Approval? QuestionOf(RunState state, KeptFiles kept)
    {
        // Each attempt that succeeds either completes its step or is asked about, in this order.
        var asked = state.Approvals.Where(a => a.StepRunId == kept.StepRunId && a.IsForChanges).ToList();
        var at = state.Attempts.Where(a => a.StepRunId == kept.StepRunId && a.Status == AttemptStatus.Succeeded).OrderBy(a => a.Number).ToList().FindIndex(a => a.Id == kept.AttemptId);
        return at >= 0 && at < asked.Count ? asked[at] : null;
    }

    /// <summary>What led to the files as they are: where they went back to a checkpoint, what came after that one is undone.</summary>
    private static List<KeptFiles> Line(IReadOnlyList<KeptFiles> kept, int count)
    {
        List<KeptFiles> line = [];
        for (var at = 0; at < count; at++)
        {
            if (kept[at].Type == CheckpointType.Replan && at > 0 && kept[at - 1].IsBeforeGoingBack)
            {
                var to = at - 1;
                while (to >= 0 && !string.Equals(kept[to].Commit, kept[at].Commit, StringComparison.Ordinal))
                {
                    to--;
                }

                line = Line(kept, to + 1);
            }

            line.Add(kept[at]);
        }

        return line;
    }

    private static bool IsLetPass(RunState state, KeptFiles kept, IReadOnlyList<KeptFiles> all) =>
        kept.AttemptId is not null
        && (kept.HasCompletedStep || (all.Last(k => k.AttemptId == kept.AttemptId).Id == kept.Id && QuestionOf(state, kept)?.Status == ApprovalStatus.Approved));

    /// <summary>What was let pass before the run: a fork may begin with files that were not.</summary>
    private static string Begun(RunState state, Repository repository, IReadOnlyList<KeptFiles> kept) =>
        (state.Run.Repositories.Count == 0 ? state.Run.JudgedCommit : state.Run.Repositories.First(r => r.Id == repository.Id).JudgedCommit)
        ?? state.WorkspaceIn(repository)?.BaseCommit
        ?? kept[0].Commit;
}
