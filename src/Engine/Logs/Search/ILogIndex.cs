using Signalbox.Engine.Identity;

namespace Signalbox.Engine.Logs.Search;

/// <summary>The full-text index of logs across runs. It can be dropped at any time and is built again from what is committed.</summary>
public interface ILogIndex
{
    /// <summary>How far a stream is indexed.</summary>
    Task<IndexPosition> GetPositionAsync(AttemptId attempt, LogStream stream, CancellationToken cancellationToken);

    /// <summary>Adds texts of a stream and the position that they reach, in one transaction.</summary>
    Task AppendAsync(IndexedStream stream, IReadOnlyList<IndexedText> texts, IndexPosition reached, CancellationToken cancellationToken);

    /// <summary>Every attempt of which something is indexed.</summary>
    Task<IReadOnlyList<AttemptId>> ListAsync(CancellationToken cancellationToken);

    /// <summary>Forgets an attempt.</summary>
    Task DeleteAsync(AttemptId attempt, CancellationToken cancellationToken);

    /// <summary>Lines that have the text, newest first.</summary>
    /// <exception cref="ArgumentException">The cursor is not one of this list.</exception>
    Task<RunSearchPage> SearchAsync(RunSearchQuery query, CancellationToken cancellationToken);
}
