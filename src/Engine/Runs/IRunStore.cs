using Signalbox.Engine.Events;
using Signalbox.Engine.Identity;

namespace Signalbox.Engine.Runs;

/// <summary>Keeps runs. Every write is one transaction that begins IMMEDIATE; a lost race returns false or null, it never throws.</summary>
public interface IRunStore
{
    /// <summary>Writes a new run with its step runs and first events; gives the automatic key its number.</summary>
    /// <returns>The run and its events as stored; null when the chosen key is taken.</returns>
    Task<(Run Run, IReadOnlyList<RunEvent> Events)?> AddAsync(NewRun newRun, CancellationToken cancellationToken);

    /// <summary>As <see cref="AddAsync"/>, unless a run of the group has not ended: of two at once, on whichever servers, one is written.</summary>
    Task<RunAddition> AddAloneAsync(NewRun newRun, string group, CancellationToken cancellationToken);

    /// <summary>The whole state of a run; null when there is none.</summary>
    Task<RunState?> LoadAsync(RunId id, CancellationToken cancellationToken);

    /// <summary>
    /// Claims a run for this node by compare-and-set on status, epoch and node, and raises the epoch. To claim are: a Running one that no node holds, or
    /// one that is gone (<paramref name="liveNodes"/> are not gone); a Waiting or Paused one that was woken since it was let go, or whose time to
    /// wake has come, for a look that takes no place; a Pending or queued one that is first in the queue of those that the limits and its group let
    /// begin (<see cref="ListReadyAsync"/>). The status is left for the executor to move: from Waiting or Paused with <see cref="RunSave.Place"/>.
    /// </summary>
    Task<RunClaim> TryClaimAsync(RunId id, string node, IReadOnlyCollection<string> liveNodes, RunLimits limits, CancellationToken cancellationToken);

    /// <summary>Writes what an executor changed, if it still holds the epoch.</summary>
    Task<RunSaveOutcome> SaveAsync(RunSave save, CancellationToken cancellationToken);

    /// <summary>What came from outside; null when there is no such run.</summary>
    Task<RunSignals?> ReadSignalsAsync(RunId id, CancellationToken cancellationToken);

    /// <summary>
    /// Asks for a cancel: a Pending run that no node holds is cancelled at once (run and steps), another gets the request and is woken.
    /// </summary>
    Task<CancelRequest> RequestCancelAsync(RunId id, string by, CancellationToken cancellationToken);

    /// <summary>Writes an order down and wakes the run, with an event.</summary>
    Task<RunOrderOutcome> OrderAsync(RunId id, RunOrder order, string by, CancellationToken cancellationToken);

    /// <summary>Takes an ended run up again: Running, when there is a place for it, else Waiting in the queue. Null when it, or its group where that rejects, has changed since it was read.</summary>
    Task<(IReadOnlyList<RunEvent> Events, RunWakeUp WakeUp)?> ReopenAsync(RunReopening reopening, CancellationToken cancellationToken);

    /// <summary>Adds steps to a run that has not ended and is not being cancelled, and wakes it. Null: it has or is, or steps were added since it was read; nothing is written.</summary>
    Task<(IReadOnlyList<RunEvent> Events, RunWakeUp WakeUp)?> AddStepsAsync(StepsAddition addition, CancellationToken cancellationToken);

    /// <summary>Sets or takes away the mark that keeps a run from retention, with an event. False when there is no such run.</summary>
    Task<(bool Found, IReadOnlyList<RunEvent> Events)> PinAsync(RunId id, bool pinned, string by, CancellationToken cancellationToken);

    /// <summary>The runs held under these claim tokens and the wake of each.</summary>
    Task<IReadOnlyList<RunWakeUp>> ListHeldAsync(IReadOnlyCollection<string> nodes, CancellationToken cancellationToken);

    /// <summary>
    /// Runs that need a job: Running and held by no live node; Waiting or Paused and woken since, or due at or before <paramref name="now"/>; and the
    /// Pending and queued ones that may begin.
    /// </summary>
    Task<IReadOnlyList<RunWakeUp>> ListUnclaimedAsync(IReadOnlyCollection<string> liveNodes, RunLimits limits, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>
    /// Pending and queued runs that may begin now, in the order in which they came to be within a priority, no more than there are places: their repository has a
    /// place, and no run of their group is under way, rests or is queued before them. Those that a run is part of are never in its way.
    /// </summary>
    Task<IReadOnlyList<RunWakeUp>> ListReadyAsync(RunLimits limits, CancellationToken cancellationToken);

    /// <summary>Runs of a concurrency group that have not ended, oldest first.</summary>
    Task<IReadOnlyList<Run>> ListGroupAsync(string group, CancellationToken cancellationToken);

    /// <summary>The runs that ended last, newest first, at most <paramref name="limit"/>.</summary>
    Task<IReadOnlyList<RunId>> ListLatestEndedAsync(int limit, CancellationToken cancellationToken);

    /// <summary>
    /// Whether an exception, or what caused it, says that the database cannot be used for now: another holds it, its disk is full or gone, it does not answer.
    /// That passes, by itself or when a person makes room; a statement that the database refuses would be refused again.
    /// </summary>
    bool IsUnavailable(Exception exception);
}
