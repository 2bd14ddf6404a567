using Signalbox.Engine.Identity;

namespace Signalbox.Engine.Logs.Search;

/// <summary>What the index across runs is built from, beside the lines themselves.</summary>
public interface ILogIndexSource
{
    /// <summary>Streams of runs that have not ended, or ended at or after a time; of every run without one. In the order in which their attempts began.</summary>
    Task<IReadOnlyList<IndexedStream>> StreamsAsync(DateTimeOffset? endedSince, CancellationToken cancellationToken);

    /// <summary>The first line of which the database does not keep the whole text; null when it keeps all.</summary>
    Task<long?> FirstLineWithoutTextAsync(AttemptId attempt, LogStream stream, CancellationToken cancellationToken);

    /// <summary>Those of the attempts that are still there.</summary>
    Task<IReadOnlySet<AttemptId>> ExistingAsync(IReadOnlyCollection<AttemptId> attempts, CancellationToken cancellationToken);
}
