using Signalbox.Engine.Events;
using Signalbox.Engine.Identity;

namespace Signalbox.Engine.Runs;

/// <summary>What pages, API and command line read about runs. Lists are keyset-paged, newest first.</summary>
public interface IRunQueries
{
    /// <summary>A page of runs.</summary>
    Task<RunPage> ListAsync(RunFilter filter, CancellationToken cancellationToken);

    /// <summary>The ids of the runs that this text names: an id, a unique prefix of one, or a key, its case as written or any other. Empty when none, two when it is ambiguous.</summary>
    Task<IReadOnlyList<RunId>> ResolveAsync(string text, CancellationToken cancellationToken);

    /// <summary>The whole state of a run; null when there is none. Not tracked, not claimed.</summary>
    Task<RunState?> GetAsync(RunId id, CancellationToken cancellationToken);

    /// <summary>The keys of several runs; those that are not there are left out.</summary>
    Task<IReadOnlyDictionary<RunId, string>> KeysAsync(IReadOnlyCollection<RunId> ids, CancellationToken cancellationToken);

    /// <summary>Events after a sequence, in order, at most <paramref name="limit"/>.</summary>
    Task<IReadOnlyList<RunEvent>> EventsAsync(RunId id, long afterSequence, int limit, CancellationToken cancellationToken);

    /// <summary>The attempt and its run; null when there is none.</summary>
    Task<(Attempt Attempt, Run Run)?> FindAttemptAsync(AttemptId id, CancellationToken cancellationToken);

    /// <summary>Counts by status of the runs created at or after this time; null counts all.</summary>
    Task<IReadOnlyDictionary<RunStatus, int>> CountByStatusAsync(DateTimeOffset? since, CancellationToken cancellationToken);

    /// <summary>Child runs of a run, oldest first.</summary>
    Task<IReadOnlyList<RunSummary>> ChildrenAsync(RunId id, CancellationToken cancellationToken);

    /// <summary>
    /// Runs that wait for a place and come before this one: more priority, or the same and created earlier. 0 when it is next or about to
    /// begin; null when it is not Pending.
    /// </summary>
    Task<int?> QueuePositionAsync(RunId id, CancellationToken cancellationToken);

    /// <summary>For each workflow its newest ended run.</summary>
    Task<IReadOnlyDictionary<WorkflowId, RunSummary>> LastResultsAsync(CancellationToken cancellationToken);
}
