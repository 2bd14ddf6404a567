using Signalbox.Engine.Identity;

namespace Signalbox.Engine.Logs;

/// <summary>Keeps log chunks with the offset that they reach.</summary>
public interface ILogStore
{
    /// <summary>How far the stream is stored; offset 0 when nothing is.</summary>
    Task<LogPosition> GetPositionAsync(AttemptId attempt, LogStream stream, CancellationToken cancellationToken);

    /// <summary>
    /// Stores chunks and position in one transaction. Past <c>Logs:MaxBytesPerRun</c> bytes of text in the run, rows are kept without text.
    /// </summary>
    /// <returns>False when the run's epoch is another or the offset is not the expected one: nothing was written.</returns>
    Task<bool> AppendAsync(LogAppend append, CancellationToken cancellationToken);

    /// <summary>
    /// Up to <paramref name="count"/> chunks in order of offset, from the one in which <paramref name="line"/> begins
    /// (for line 1 the first chunk; else the chunk that holds the line feed before it). Empty when the line is not stored yet.
    /// </summary>
    Task<IReadOnlyList<LogChunk>> ReadFromLineAsync(AttemptId attempt, LogStream stream, long line, int count, CancellationToken cancellationToken);

    /// <summary>Up to <paramref name="count"/> chunks in order, from the one that begins at <paramref name="offset"/> exactly.</summary>
    Task<IReadOnlyList<LogChunk>> ReadFromOffsetAsync(AttemptId attempt, LogStream stream, long offset, int count, CancellationToken cancellationToken);

    /// <summary>The raw file of a stream, absolute path; null when the attempt is unknown.</summary>
    Task<string?> GetRawFileAsync(AttemptId attempt, LogStream stream, CancellationToken cancellationToken);

    /// <summary>The node that has the raw files of an attempt, where that is another than this one (ADR 8); null where they are here.</summary>
    Task<string?> GetOtherNodeAsync(AttemptId attempt, CancellationToken cancellationToken) => Task.FromResult<string?>(null);
}
