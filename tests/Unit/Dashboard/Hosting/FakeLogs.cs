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
    private readonly ConcurrentDictionary<(AttemptId Attempt, LogStream Stream), LogLine[]> _logs = new();

    /// <summary>Lines that one read gives at most.</summary>
    public int BatchLines { get; set; } = int.MaxValue;

    /// <summary>The log has not ended.</summary>
    public bool Grows { get; set; }

    public void Set(AttemptId attempt, LogStream stream, params string[] lines) =>
        Set(attempt, stream, [.. lines.Select((text, i) => new LogLine(i + 1, stream, FakeRuns.Now, text, Partial: false))]);

    public void Set(AttemptId attempt, LogStream stream, params LogLine[] lines) => _logs[(attempt, stream)] = lines;

    public Task<LogBatch> ReadAsync(AttemptId attempt, LogStream stream, long fromLine, int fromPart, int count, CancellationToken cancellationToken)
    {
        var lines = (_logs.GetValueOrDefault((attempt, stream)) ?? []).Where(l => l.Line > fromLine || (l.Line == fromLine && l.Part >= fromPart)).ToList();
        var page = lines.Take(Math.Min(count, BatchLines)).ToList();
        return Task.FromResult(new LogBatch(fromLine, page, !Grows && page.Count == lines.Count));
    }

    public async IAsyncEnumerable<LogBatch> FollowAsync(AttemptId attempt, LogStream stream, long fromLine, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        yield return await ReadAsync(attempt, stream, fromLine, 0, int.MaxValue, cancellationToken);
    }

    public Task<(Stream? Content, string? Fault)> OpenRawAsync(AttemptId attempt, LogStream stream, CancellationToken cancellationToken) => Task.FromResult<(Stream?, string?)>(
        (_logs.TryGetValue((attempt, stream), out var lines) ? new MemoryStream(Encoding.UTF8.GetBytes(string.Concat(lines.Select(l => l.Partial ? l.Text : l.Text + "\n")))) : null, null));
}
