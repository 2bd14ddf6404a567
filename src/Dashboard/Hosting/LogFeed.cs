using Signalbox.Dashboard.Api;
using Signalbox.Engine.Identity;
using Signalbox.Engine.Logs;
using Signalbox.Engine.Logs.Masking;
using Signalbox.Engine.Logs.Search;

namespace Signalbox.Dashboard.Hosting;

/// <summary>The log feed over the engine's reader.</summary>
internal sealed class LogFeed(LogReader reader, LogSearch search, ILogStore store, IAttemptMasks masks) : ILogFeed
{
    public Task<LogBatch> ReadAsync(AttemptId attempt, LogStream stream, long fromLine, int fromPart, int count, CancellationToken cancellationToken) =>
        reader.ReadAsync(attempt, stream, fromLine, fromPart, count, cancellationToken);

    public IAsyncEnumerable<LogBatch> FollowAsync(AttemptId attempt, LogStream stream, long fromLine, CancellationToken cancellationToken) =>
        reader.FollowAsync(attempt, stream, fromLine, cancellationToken);

    public Task<(LogSearchPage? Page, string? Fault)> SearchAsync(AttemptId attempt, LogStream stream, LogSearchRequest request, CancellationToken cancellationToken) =>
        search.SearchAsync(attempt, stream, request, cancellationToken);

    // What is stored is what is decided: behind it a secret may have begun.
    public async Task<(Stream? Content, string? Fault)> OpenRawAsync(AttemptId attempt, LogStream stream, CancellationToken cancellationToken)
    {
        if (await store.GetRawFileAsync(attempt, stream, cancellationToken) is not { } path)
        {
            return (null, null);
        }

        var stored = await store.GetPositionAsync(attempt, stream, cancellationToken);
        var (file, fault) = await MaskedFile.OpenAsync(path, c => masks.FindAsync(attempt, c), cancellationToken);
        if (file is null && fault is null && await store.GetOtherNodeAsync(attempt, cancellationToken) is { } node)
        {
            return (null, $"its file is on node {node}: ask the server there");
        }

        return (file is null ? null : new MaskedFileStream(file, Math.Min(stored.Offset, file.Length)), fault);
    }
}
