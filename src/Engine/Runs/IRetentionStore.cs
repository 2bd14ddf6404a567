using Signalbox.Engine.Identity;

namespace Signalbox.Engine.Runs;

/// <summary>Finds and deletes runs that need not be kept.</summary>
public interface IRetentionStore
{
    /// <summary>
    /// Ended runs, not pinned, that ended before <paramref name="endedBefore"/> (null: no such limit) or are more than <paramref name="keepPerWorkflow"/> (null: no such
    /// limit) of their workflow, oldest first, at most <paramref name="limit"/>. A run that a child, fork or parent still refers to is deleted with or after it, never before.
    /// </summary>
    Task<IReadOnlyList<Run>> ListExpiredAsync(DateTimeOffset? endedBefore, int? keepPerWorkflow, int limit, CancellationToken cancellationToken);

    /// <summary>Deletes a run's rows: log text in batches of at most 8 MB, then the rest in one transaction. False when it is not ended, is pinned or is gone.</summary>
    Task<bool> DeleteAsync(RunId id, CancellationToken cancellationToken);
}
