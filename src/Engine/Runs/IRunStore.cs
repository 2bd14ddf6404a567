using Signalbox.Engine.Events;
using Signalbox.Engine.Identity;

namespace Signalbox.Engine.Runs;

/// <summary>Keeps runs. Every write is one transaction that begins IMMEDIATE; a lost race returns false or null, it never throws.</summary>
public interface IRunStore
{
    /// <summary>Writes a new run with its step runs and first events; gives the automatic key its number.</summary>
    /// <returns>The run and its events as stored; null when the chosen key is taken.</returns>
    Task<(Run Run, IReadOnlyList<RunEvent> Events)?> AddAsync(NewRun newRun, CancellationToken cancellationToken);

    /// <summary>The whole state of a run; null when there is none.</summary>
    Task<RunState?> LoadAsync(RunId id, CancellationToken cancellationToken);

    /// <summary>
    /// Claims a run for this node by compare-and-set on status, epoch and node: Pending, or Running and held by no node or another than
    /// this one that is gone (<paramref name="liveNodes"/> are not gone). Raises the epoch. The status is left for the executor to move.
    /// </summary>
    /// <returns>The state as claimed; null when there is nothing to claim.</returns>
    Task<RunState?> TryClaimAsync(RunId id, string node, IReadOnlyCollection<string> liveNodes, CancellationToken cancellationToken);

    /// <summary>Writes what an executor changed, if it still holds the epoch.</summary>
    Task<RunSaveOutcome> SaveAsync(RunSave save, CancellationToken cancellationToken);

    /// <summary>
    /// Asks for a cancel: a Pending run that no node holds is cancelled at once (run and steps), another gets the request, with an event each.
    /// </summary>
    Task<CancelRequest> RequestCancelAsync(RunId id, string by, CancellationToken cancellationToken);

    /// <summary>Runs held under one of these claim tokens for which a cancel was requested and that have not ended.</summary>
    Task<IReadOnlyList<RunId>> ListCancelRequestedAsync(IReadOnlyCollection<string> nodes, CancellationToken cancellationToken);

    /// <summary>Runs that have not ended and that no live node holds: each needs a job.</summary>
    Task<IReadOnlyList<RunWakeUp>> ListUnclaimedAsync(IReadOnlyCollection<string> liveNodes, CancellationToken cancellationToken);
}
