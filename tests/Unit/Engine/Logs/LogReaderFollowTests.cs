using System.Text;
using Signalbox.Engine.Logs;

namespace Signalbox.Unit.Engine.Logs;

public sealed class LogReaderFollowTests : IDisposable
{
    private readonly LogLab _lab = new();

    public void Dispose() => _lab.Dispose();

    [Fact]
    public async Task Follow_WhileTheFileGrows_SeesEveryLineOnceReplaced()
    {
        var random = new Random(7);
        var expected = Enumerable.Range(1, 10_000).Select(n => $"line {n} {new string('·', n % 50)}").ToList();
        var bytes = Encoding.UTF8.GetBytes(string.Join('\n', expected));
        var pump = _lab.StartPump();
        var follow = CollectAsync(1);
        for (var at = 0; at < bytes.Length;)
        {
            var length = Math.Min(random.Next(1, 40_000), bytes.Length - at);
            _lab.Write(bytes.AsSpan(at, length));
            at += length;
            await Task.Delay(random.Next(0, 20), TestContext.Current.CancellationToken); // the writer's rhythm, not a wait for anything
        }

        _lab.EndProcess();
        await pump;
        var batches = await follow;

        Assert.Equal(expected, LogLab.Texts(batches));
        Assert.All(batches, b => Assert.InRange(b.Lines.Count, 0, 1_000));
        Assert.True(batches[^1].Complete);
        Assert.DoesNotContain(batches.SkipLast(1), b => b.Complete);
        Assert.Equal(0, _lab.Signals.WatchedStreams);
    }

    [Fact]
    public async Task Follow_UnfinishedLineThatGrows_ComesAgainForTheSamePlace()
    {
        await using var follow = _lab.FollowAsync(1).GetAsyncEnumerator(TestContext.Current.CancellationToken);

        Assert.Equal([(1L, "wor", true)], await NextAsync(follow, "wor"));
        Assert.Equal([(1L, "working", true)], await NextAsync(follow, "king"));
        Assert.Equal([(1L, "working", false), (2L, "n", true)], await NextAsync(follow, "\nn"));
        await _lab.Store.StoreAsync([], [1], complete: true);
        _lab.Signals.Announce(LogLab.Attempt, LogStream.Stdout, _lab.Store.Position);
        Assert.True(await follow.MoveNextAsync());
        Assert.Equal([(2L, "n", false)], follow.Current.Lines.Select(l => (l.Line, l.Text, l.Partial)));
        Assert.True(follow.Current.Complete);
        Assert.False(await follow.MoveNextAsync());
    }

    [Fact]
    public async Task Follow_FromALineThatIsStillToCome_BeginsThere()
    {
        var follow = CollectAsync(3);
        var pump = _lab.StartPump();
        _lab.Write("one\ntwo\nthree\nfour\n");
        _lab.EndProcess();
        await pump;

        var batches = await follow;

        Assert.Equal(3, batches[0].FirstLine);
        Assert.Equal(["three", "four"], LogLab.Texts(batches));
    }

    [Fact]
    public async Task Follow_StreamEndsBeforeTheLine_EndsEmpty()
    {
        await _lab.Store.StoreAsync("one\n"u8.ToArray(), [9], complete: true);

        var batch = Assert.Single(await CollectAsync(9));

        Assert.Equal((9L, 0, true), (batch.FirstLine, batch.Lines.Count, batch.Complete));
    }

    [Fact]
    public async Task Follow_ReaderLeaves_IsForgotten()
    {
        await _lab.Store.StoreAsync("one\n"u8.ToArray(), [9], complete: false);
        using var leave = new CancellationTokenSource();
        await using var follow = _lab.Reader.FollowAsync(LogLab.Attempt, LogStream.Stdout, 1, leave.Token).GetAsyncEnumerator(TestContext.Current.CancellationToken);
        Assert.True(await follow.MoveNextAsync());
        var next = follow.MoveNextAsync();
        Assert.Equal(1, _lab.Signals.WatchedStreams);

        await leave.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await next);
        Assert.Equal(0, _lab.Signals.WatchedStreams);
    }

    [Fact]
    public async Task Follow_WriterInAnotherServer_IsNoticedWithoutAnAnnouncement()
    {
        var follow = CollectAsync(1);

        await _lab.Store.StoreAsync("from elsewhere\n"u8.ToArray(), [99], complete: true);

        Assert.Equal(["from elsewhere"], LogLab.Texts(await follow));
    }

    private async Task<IReadOnlyList<LogBatch>> CollectAsync(long fromLine)
    {
        var batches = new List<LogBatch>();
        await foreach (var batch in _lab.FollowAsync(fromLine))
        {
            batches.Add(batch);
        }

        return batches;
    }

    private async Task<IEnumerable<(long Line, string Text, bool Partial)>> NextAsync(IAsyncEnumerator<LogBatch> follow, string more)
    {
        await _lab.Store.StoreAsync(Encoding.UTF8.GetBytes(more), [100], complete: false);
        _lab.Signals.Announce(LogLab.Attempt, LogStream.Stdout, _lab.Store.Position);
        Assert.True(await follow.MoveNextAsync());
        return follow.Current.Lines.Select(l => (l.Line, l.Text, l.Partial));
    }
}
