using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Text;
using Signalbox.Dashboard.Api;
using Signalbox.Engine.Identity;
using Signalbox.Engine.Logs;

namespace Signalbox.Unit.Dashboard.Hosting;

/// <summary>Complete logs of a few lines.</summary>
internal sealed class FakeLogs : ILogFeed
{
    private readonly ConcurrentDictionary<(AttemptId Attempt, LogStream Stream), string[]> _logs = new();

    public void Set(AttemptId attempt, LogStream stream, params string[] lines) => _logs[(attempt, stream)] = lines;

    public Task<LogBatch> ReadAsync(AttemptId attempt, LogStream stream, long fromLine, int count, CancellationToken cancellationToken)
    {
        var lines = _logs.GetValueOrDefault((attempt, stream)) ?? [];
        var page = lines.Select((text, i) => new LogLine(i + 1, stream, FakeRuns.Now, text, false)).Where(l => l.Line >= fromLine).Take(count).ToList();
        return Task.FromResult(new LogBatch(fromLine, page, fromLine + page.Count > lines.Length));
    }

    public async IAsyncEnumerable<LogBatch> FollowAsync(AttemptId attempt, LogStream stream, long fromLine, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        yield return await ReadAsync(attempt, stream, fromLine, int.MaxValue, cancellationToken);
    }

    public Task<Stream?> OpenRawAsync(AttemptId attempt, LogStream stream, CancellationToken cancellationToken) => Task.FromResult<Stream?>(
        _logs.TryGetValue((attempt, stream), out var lines) ? new MemoryStream(Encoding.UTF8.GetBytes(string.Concat(lines.Select(l => l + "\n")))) : null);
}
