using Signalbox.Dashboard.Api;
using Signalbox.Engine.Files;
using Signalbox.Engine.Identity;
using Signalbox.Engine.Logs;

namespace Signalbox.Dashboard.Hosting;

/// <summary>The log feed over the engine's reader.</summary>
internal sealed class LogFeed(LogReader reader, ILogStore store) : ILogFeed
{
    public Task<LogBatch> ReadAsync(AttemptId attempt, LogStream stream, long fromLine, int fromPart, int count, CancellationToken cancellationToken) =>
        reader.ReadAsync(attempt, stream, fromLine, fromPart, count, cancellationToken);

    public IAsyncEnumerable<LogBatch> FollowAsync(AttemptId attempt, LogStream stream, long fromLine, CancellationToken cancellationToken) =>
        reader.FollowAsync(attempt, stream, fromLine, cancellationToken);

    // No step of this version has secrets, so the raw bytes are what masking would give. The file lies in a folder that the agent
    // can write to: a link in its place is not followed.
    public async Task<Stream?> OpenRawAsync(AttemptId attempt, LogStream stream, CancellationToken cancellationToken) =>
        await store.GetRawFileAsync(attempt, stream, cancellationToken) is { } file
            ? UntrustedFile.Open(Path.GetDirectoryName(file)!, Path.GetFileName(file), long.MaxValue, UntrustedLinks.Refused).File
            : null;
}
