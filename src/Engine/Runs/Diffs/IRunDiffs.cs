using Signalbox.Engine.Identity;
using Signalbox.Engine.Workspaces;
using Signalbox.Engine.Workspaces.Diffs;

namespace Signalbox.Engine.Runs.Diffs;

/// <summary>Shows people and programs what runs changed.</summary>
public interface IRunDiffs
{
    /// <summary>The files that changed. Expected faults are in the result.</summary>
    Task<RunDiff> ReadAsync(RunState state, DiffScope scope, CancellationToken cancellationToken);

    /// <summary>
    /// How much each ended step of a run changed, as far as it is known: what is not there is unknown, never nothing. Bounded work; what was counted once is
    /// remembered, because two commits never differ in another way.
    /// </summary>
    Task<IReadOnlyDictionary<StepRunId, ChangeSummary>> CountAsync(RunState state, CancellationToken cancellationToken);

    /// <summary>The lines of one of its files, as they were when the files were read.</summary>
    Task<FileDiff> FileAsync(RunDiff diff, DiffFile file, CancellationToken cancellationToken);
}
