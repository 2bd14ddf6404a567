using Signalbox.Engine.Identity;
using Signalbox.Engine.Logs;
using Signalbox.Engine.Logs.Search;

namespace Signalbox.Dashboard.Api;

/// <summary>The lines of a log, for the API and the hub; the engine's log reader stands behind it.</summary>
internal interface ILogFeed
{
    /// <summary>Up to <paramref name="count"/> lines or parts of lines from this place on, as far as they are stored.</summary>
    Task<LogBatch> ReadAsync(AttemptId attempt, LogStream stream, long fromLine, int fromPart, int count, CancellationToken cancellationToken);

    /// <summary>The lines from this one on, until the log is complete; waits for what is still to come.</summary>
    IAsyncEnumerable<LogBatch> FollowAsync(AttemptId attempt, LogStream stream, long fromLine, CancellationToken cancellationToken);

    /// <summary>The whole log as far as it is stored, as bytes and masked; or why it cannot be shown; neither when there is none.</summary>
    Task<(Stream? Content, string? Fault)> OpenRawAsync(AttemptId attempt, LogStream stream, CancellationToken cancellationToken);

    /// <summary>Lines that match and how many there are, as far as the log is stored; or why that cannot be told.</summary>
    Task<(LogSearchPage? Page, string? Fault)> SearchAsync(AttemptId attempt, LogStream stream, LogSearchRequest request, CancellationToken cancellationToken);
}
