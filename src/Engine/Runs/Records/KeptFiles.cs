using Signalbox.Engine.Identity;
using Signalbox.Engine.Workspaces;

namespace Signalbox.Engine.Runs.Records;

/// <summary>The files of one repository's workspace as a checkpoint kept them.</summary>
/// <param name="Id">The checkpoint.</param>
/// <param name="Type">Its type.</param>
/// <param name="StepId">Its step; null: it is one of the whole run.</param>
/// <param name="AttemptId">Its attempt; null: none.</param>
/// <param name="Commit">The commit that has the files.</param>
/// <param name="Summary">What was reached.</param>
/// <param name="LeftOut">What the commit does not hold.</param>
/// <param name="At">When.</param>
/// <param name="StepRunId">Its step run; null: it is one of the whole run.</param>
/// <param name="HasCompletedStep">Whether the step run was completed with it.</param>
internal sealed record KeptFiles(
    CheckpointId Id, CheckpointType Type, string? StepId, AttemptId? AttemptId, string Commit, string Summary, IReadOnlyList<string> LeftOut, DateTimeOffset At,
    StepRunId? StepRunId, bool HasCompletedStep)
{
    /// <summary>No attempt was cut off: the files that a checkpoint was about to replace.</summary>
    public bool IsBeforeGoingBack => Type == CheckpointType.Recovery && StepId is null;

    /// <summary>What follows it when the files were not replaced after all.</summary>
    private bool IsCalledOff => Type == CheckpointType.Error && StepId is null;

    /// <summary>What a checkpoint has of a repository; null: nothing.</summary>
    public static KeptFiles? Of(RunState state, Checkpoint checkpoint, Repository repository)
    {
        if (state.CommitIn(checkpoint, repository) is not { } commit)
        {
            return null;
        }

        // Of several repositories each sentence begins with the one that it is about.
        var prefix = state.Run.Repositories.Count == 0 ? "" : $"{state.NameOf(repository)}: ";
        return new KeptFiles(
            checkpoint.Id,
            checkpoint.Type,
            checkpoint.StepId,
            checkpoint.AttemptId,
            commit,
            checkpoint.Summary,
            [.. checkpoint.LeftOut.Where(l => l.StartsWith(prefix, StringComparison.Ordinal)).Select(l => l[prefix.Length..])],
            checkpoint.CreatedAt,
            checkpoint.StepRunId,
            checkpoint.StepRunId is { } step && checkpoint.Completed.Contains(step.Value, StringComparer.Ordinal));
    }

    /// <summary>The last state that was kept before a step's work began; what another step had half done by then is not told apart.</summary>
    /// <param name="kept">All, oldest first.</param>
    /// <param name="baseCommit">The commit that the workspace began with.</param>
    /// <param name="attempts">The step's attempts in order; those before the files went back are undone.</param>
    /// <returns>Null: the commit that the workspace began with.</returns>
    public static KeptFiles? Before(IReadOnlyList<KeptFiles> kept, string baseCommit, IReadOnlyList<Attempt> attempts)
    {
        var wentBack = kept.Where((k, at) => k.IsBeforeGoingBack && !(at + 1 < kept.Count && kept[at + 1].IsCalledOff)).LastOrDefault()?.At;
        var first = attempts.FirstOrDefault(a => wentBack is null || a.StartedAt >= wentBack) ?? attempts[0];
        for (var at = kept.Count - 1; at >= 0; at--)
        {
            if (kept[at].At <= first.StartedAt && kept[at].AttemptId != first.Id && Holds(kept, at, baseCommit))
            {
                return string.Equals(kept[at].Commit, baseCommit, StringComparison.Ordinal) ? null : kept[at];
            }
        }

        return null;
    }

    /// <summary>
    /// Whether the files were as one of them says. A run that was taken up again by an older version marked that with the commit it began with, whatever its files were.
    /// </summary>
    public static bool Holds(IReadOnlyList<KeptFiles> kept, int at, string baseCommit) =>
        kept[at].Type != CheckpointType.Replan
        || !string.Equals(kept[at].Commit, baseCommit, StringComparison.Ordinal)
        || (at > 0 && kept[at - 1].IsBeforeGoingBack);
}
