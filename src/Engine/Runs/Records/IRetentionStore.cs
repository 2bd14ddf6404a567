using Signalbox.Engine.Identity;

namespace Signalbox.Engine.Runs.Records;

/// <summary>Finds and deletes runs that need not be kept. A run and its child runs, theirs too, are kept and deleted together.</summary>
public interface IRetentionStore
{
    /// <summary>
    /// Runs that are nobody's child and ended before <paramref name="endedBefore"/> (null: no such limit) or are more than <paramref name="keepPerWorkflow"/> (null: no such
    /// limit) of their workflow, oldest first, at most <paramref name="limit"/>; and those that are marked already. Left out are those of which a run, itself or below it, has not ended, is pinned, or
    /// has a checkpoint that a run elsewhere was forked from: the fork goes first.
    /// </summary>
    Task<IReadOnlyList<Run>> ListExpiredAsync(DateTimeOffset? endedBefore, int? keepPerWorkflow, int limit, CancellationToken cancellationToken);

    /// <summary>
    /// Marks a run and the runs below it as about to be deleted, all or none: from then on they are neither taken up again nor pinned nor forked from.
    /// A mark that a server left behind when it stopped counts as one's own: what was begun is done to the end.
    /// </summary>
    /// <returns>The runs, parents first; empty when one of them has not ended, is pinned or was forked from, or the run is a child or gone.</returns>
    Task<IReadOnlyList<Run>> MarkAsync(RunId id, CancellationToken cancellationToken);

    /// <summary>Takes the mark away again: the runs stay.</summary>
    Task UnmarkAsync(RunId id, CancellationToken cancellationToken);

    /// <summary>Deletes the rows of a marked run and of the runs below it: log text in batches of at most 8 MB, then the rest in one transaction.</summary>
    /// <returns>The runs that are gone, whose folders may go too; empty when they are not marked.</returns>
    Task<IReadOnlyList<Run>> DeleteAsync(RunId id, CancellationToken cancellationToken);
}
