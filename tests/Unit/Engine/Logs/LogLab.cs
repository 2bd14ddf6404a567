using System.Text;
using Signalbox.Engine.Identity;
using Signalbox.Engine.Logs;

namespace Signalbox.Unit.Engine.Logs;

/// <summary>A raw file that grows, a store in memory, and the pump and reader between them.</summary>
public sealed class LogLab : IDisposable
{
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("signalbox-logs-");
    private readonly TaskCompletionSource _ended = new();

    public LogLab()
    {
        Store.IsMasked = () => !Masks.Masker.IsEmpty;
        Pump = new LogPump(Store, Signals, TimeProvider.System);
        Reader = new LogReader(Store, Masks, Signals, TimeProvider.System);
    }

    public static RunId Run { get; } = EntityId.New<RunId>();

    public static AttemptId Attempt { get; } = EntityId.New<AttemptId>();

    public string RawFile => Path.Combine(_root.FullName, "stdout.log");

    public FakeLogStore Store { get; } = new();

    public LogSignals Signals { get; } = new();

    public FakeAttemptMasks Masks { get; } = new();

    public LogPump Pump { get; }

    public LogReader Reader { get; }

    public LogSource Source => new(Run, 1, Attempt, LogStream.Stdout, RawFile) { Masker = Masks.Masker };

    /// <summary>The stored bytes, put together.</summary>
    public byte[] StoredBytes => [.. Store.Chunks.SelectMany(c => c.Text!)];

    public Task<LogPumpResult> StartPump() => Pump.RunAsync(Source, _ended.Task, TestContext.Current.CancellationToken);

    public void EndProcess() => _ended.TrySetResult();

    public void Write(ReadOnlySpan<byte> bytes)
    {
        using var file = new FileStream(RawFile, FileMode.Append, FileAccess.Write, FileShare.ReadWrite);
        file.Write(bytes);
    }

    public void Write(string text) => Write(Encoding.UTF8.GetBytes(text));

    public Task<LogBatch> ReadAsync(long fromLine, int count) => Reader.ReadAsync(Attempt, LogStream.Stdout, fromLine, count, TestContext.Current.CancellationToken);

    public IAsyncEnumerable<LogBatch> FollowAsync(long fromLine) => Reader.FollowAsync(Attempt, LogStream.Stdout, fromLine, TestContext.Current.CancellationToken);

    /// <summary>The texts of all lines, parts put together, as a consumer keeps them that replaces what comes again.</summary>
    public static IReadOnlyList<string> Texts(IEnumerable<LogBatch> batches)
    {
        var lines = new SortedDictionary<(long Line, int Part), string>();
        foreach (var line in batches.SelectMany(b => b.Lines))
        {
            lines[(line.Line, line.Part)] = line.Text;
        }

        return [.. lines.GroupBy(l => l.Key.Line).Select(g => string.Concat(g.Select(p => p.Value)))];
    }

    public void Dispose() => _root.Delete(recursive: true);
}
