using System.Text;
using Signalbox.Engine.Logs;

namespace Signalbox.Unit.Engine.Logs;

public sealed class LogPumpTests : IDisposable
{
    private readonly LogLab _lab = new();

    public void Dispose() => _lab.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Run_RandomContentAtRandomTimes_StoresEveryByte(int seed)
    {
        var random = new Random(seed);
        var pump = _lab.StartPump();
        var written = new List<byte>();
        for (var i = 0; i < 40; i++)
        {
            var bytes = new byte[random.Next(1, random.Next(8) == 0 ? 400_000 : 3_000)];
            random.NextBytes(bytes);
            _lab.Write(bytes);
            written.AddRange(bytes);
            if (random.Next(4) == 0)
            {
                await Task.Delay(random.Next(1, 60), TestContext.Current.CancellationToken); // the writer's rhythm, not a wait for anything
            }
        }

        _lab.EndProcess();
        var result = await pump;

        Assert.Equal(LogPumpEnd.Complete, result.End);
        Assert.Equal(written.ToArray(), _lab.StoredBytes);
        Assert.Equal(_lab.Store.Position, result.Position);
        Assert.True(result.Position.Complete);
    }

    [Fact]
    public async Task Run_StoppedInTheMiddle_NextOneGoesOnWhereItStopped()
    {
        _lab.Write("first\nsecond\nthi");
        using var stop = new CancellationTokenSource();
        _lab.Store.Appended = a => stop.Cancel();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => _lab.Pump.RunAsync(_lab.Source, new TaskCompletionSource().Task, stop.Token));
        _lab.Store.Appended = null;
        Assert.NotEqual(0, _lab.Store.Position.Offset);

        _lab.Write("rd\nfourth");
        _lab.EndProcess();
        await _lab.StartPump();

        Assert.Equal("first\nsecond\nthird\nfourth", Encoding.UTF8.GetString(_lab.StoredBytes));
        Assert.Equal(new LogPosition(25, 3, true), _lab.Store.Position);
    }

    [Fact]
    public async Task Run_CompleteAlready_StoresNothing()
    {
        _lab.Write("all\n");
        _lab.EndProcess();
        await _lab.StartPump();
        var appends = _lab.Store.Appends;

        var result = await _lab.StartPump();

        Assert.Equal(new LogPumpResult(LogPumpEnd.Complete, new LogPosition(4, 1, true)), result);
        Assert.Equal(appends, _lab.Store.Appends);
    }

    [Fact]
    public async Task Run_EpochTakenOver_StopsQuietly()
    {
        _lab.Write("mine\n");
        _lab.Store.Appended = _ => _lab.Store.Epoch = 2;
        var pump = _lab.StartPump();
        await FollowFirstAsync();

        _lab.Write("not mine\n");
        var result = await pump;

        Assert.Equal(new LogPumpResult(LogPumpEnd.Refused, new LogPosition(5, 1, false)), result);
        Assert.Equal("mine\n", Encoding.UTF8.GetString(_lab.StoredBytes));
    }

    [Fact]
    public async Task Run_AnotherWriterHasWrittenOn_StopsQuietly()
    {
        _lab.Write("one\n");
        var pump = _lab.StartPump();
        await FollowFirstAsync();
        await _lab.Store.StoreAsync("two\n"u8.ToArray(), [4], complete: false);

        _lab.Write("two\n");
        var result = await pump;

        Assert.Equal(LogPumpEnd.Refused, result.End);
        Assert.Equal("one\ntwo\n", Encoding.UTF8.GetString(_lab.StoredBytes));
    }

    [Fact]
    public async Task Run_EmptyOrMissingFile_IsComplete()
    {
        _lab.EndProcess();

        var result = await _lab.StartPump();

        Assert.Equal(new LogPumpResult(LogPumpEnd.Complete, new LogPosition(0, 0, true)), result);
    }

    [Fact]
    public async Task Run_UnfinishedLine_IsStoredBeforeItsEnd()
    {
        var pump = _lab.StartPump();
        _lab.Write("Continue? ");

        await foreach (var batch in _lab.FollowAsync(1))
        {
            var line = Assert.Single(batch.Lines);
            Assert.Equal(("Continue? ", true), (line.Text, line.Partial));
            break;
        }

        _lab.EndProcess();
        await pump;
    }

    [Fact]
    public async Task Run_ManyLines_CutsAtLineEndsAndStoresManyChunksAtOnce()
    {
        var text = new StringBuilder();
        for (var i = 0; i < 100_000; i++)
        {
            text.Append("line ").Append(i).Append(" of a program that talks a lot\n");
        }

        _lab.Write(text.ToString());
        _lab.EndProcess();

        await _lab.StartPump();

        var chunks = _lab.Store.Chunks;
        Assert.Equal(text.ToString(), Encoding.UTF8.GetString(_lab.StoredBytes));
        Assert.All(chunks, c => Assert.Equal((byte)'\n', c.Text![^1]));
        Assert.True(_lab.Store.Appends <= 8, $"{_lab.Store.Appends} transactions for {chunks.Count} chunks");
        Assert.Equal(100_000, _lab.Store.Position.Lines);
    }

    [Fact]
    public async Task Run_LineLongerThanAChunk_IsCutAtItsSize()
    {
        _lab.Write(new string('x', 150_000) + "\nshort\n");
        _lab.EndProcess();

        await _lab.StartPump();

        Assert.Equal([65536, 65536], _lab.Store.Chunks.Take(2).Select(c => c.Length));
        Assert.Equal([1L, 1L, 1L], _lab.Store.Chunks.Take(3).Select(c => c.FirstLine));
        Assert.Equal(150_007, _lab.StoredBytes.Length);
    }

    /// <summary>Waits until something is stored.</summary>
    private async Task FollowFirstAsync()
    {
        await foreach (var batch in _lab.FollowAsync(1))
        {
            Assert.NotEmpty(batch.Lines);
            return;
        }
    }
}
