using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Text;
using Signalbox.Dashboard.Api;
using Signalbox.Engine.Identity;
using Signalbox.Engine.Logs;
using Signalbox.Engine.Logs.Search;

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

    public Task<(LogSearchPage? Page, string? Fault)> SearchAsync(AttemptId attempt, LogStream stream, LogSearchRequest request, CancellationToken cancellationToken)
    {
        var all = (_logs.GetValueOrDefault((attempt, stream)) ?? []).ToList();
        var hits = all.Where(l => request.Pattern.IsMatch(l.Text))
            .Select(l => new LogHit(l.Line, request.Pattern.Find(l.Text, 100).Count, l.Text, 0, TextCut: false, request.Pattern.Find(l.Text, 100)))
            .ToList();
        var asked = request.Before is { } before
            ? hits.Where(h => h.Line < before).TakeLast(request.Limit).ToList()
            : hits.Where(h => h.Line >= request.From).Take(request.Limit).ToList();
        var index = asked.Count == 0 ? 0 : hits.IndexOf(asked[0]) + 1;
        return Task.FromResult<(LogSearchPage?, string?)>((new LogSearchPage(hits.Count, hits.Sum(h => h.Matches), index, asked, all.Count, !Grows), null));
    }
}
