using System.Text;
using Signalbox.Engine.Logs;

namespace Signalbox.Unit.Engine.Logs;

public sealed class LogReaderTests : IDisposable
{
    private readonly LogLab _lab = new();

    public static TheoryData<string, string[]> Shown { get; } = new()
    {
        { "a\nb\n", ["a", "b"] },
        { "a\n\nb", ["a", "", "b"] },
        { "dos\r\nline\r\r\nend\r\n", ["dos", "line", "end"] },
        { "10%\r50%\r100%\ndone\n", ["100%", "done"] },
        { "10%\r100%\r", ["100%"] },
        { "long state\rok\n", ["ok"] },
        { "nul\0bell\adel\u007ftab\tesc\u001b[31mred\n", ["nul␀bell␇del␡tab\tesc\u001b[31mred"] },
        { "a\u001b]0;title\ab\ac\n", ["a\u001b]0;title\ab␇c"] },
        { "a\u001b]8;;x\u001b\\b\ac\n", ["a\u001b]8;;x\u001b\\b␇c"] },
        { "a\u001b]0;open\nb\a\n", ["a\u001b]0;open", "b␇"] },
        { "\u001b]0;gone\rb\a\n", ["b␇"] },
        { "c1\u009b31m\u0085\n", ["c1\ufffd31m\ufffd"] },
        { "grüße 中文 😀\n", ["grüße 中文 😀"] },
    };

    public void Dispose() => _lab.Dispose();

    [Theory]
    [MemberData(nameof(Shown))]
    public async Task Read_CutAnywhere_ShowsTheSameLines(string text, string[] expected)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        for (var cut = 1; cut <= bytes.Length; cut++)
        {
            using var lab = new LogLab();
            await lab.Store.StoreAsync(bytes, [cut], complete: true);

            var batch = await lab.ReadAsync(1, 100);

            Assert.Equal(expected, LogLab.Texts([batch]));
            Assert.Equal(Enumerable.Range(1, expected.Length), batch.Lines.Select(l => (int)l.Line));
            Assert.True(batch.Complete);
            Assert.All(batch.Lines, l => Assert.False(l.Partial));
        }
    }

    [Fact]
    public async Task Read_InvalidUtf8CutAnywhere_ShowsReplacementCharacters()
    {
        byte[] bytes = [(byte)'a', 0xff, (byte)'b', 0xe4, 0xb8, (byte)'\n', 0xc3, (byte)'\r', (byte)'\n', 0xf0, 0x9f, 0x98];
        for (var cut = 1; cut <= bytes.Length; cut++)
        {
            using var lab = new LogLab();
            await lab.Store.StoreAsync(bytes, [cut], complete: true);

            Assert.Equal(["a\ufffdb\ufffd", "\ufffd", "\ufffd"], LogLab.Texts([await lab.ReadAsync(1, 100)]));
        }
    }

    [Fact]
    public async Task Read_FromALineOn_CountsFromThere()
    {
        await _lab.Store.StoreAsync(Lines(1, 500), [97], complete: true);

        for (var from = 1; from <= 500; from += 7)
        {
            var batch = await _lab.ReadAsync(from, 5);

            Assert.Equal(from, batch.FirstLine);
            Assert.Equal(Enumerable.Range(from, Math.Min(5, 501 - from)).Select(n => $"line {n}").ToList(), LogLab.Texts([batch]));
            Assert.Equal(from > 495, batch.Complete);
        }
    }

    [Fact]
    public async Task Read_BeyondTheEnd_IsEmpty()
    {
        await _lab.Store.StoreAsync(Lines(1, 3), [100], complete: false);
        Assert.Equal((4L, 0, false), Describe(await _lab.ReadAsync(4, 10)));
        Assert.Equal((9L, 0, false), Describe(await _lab.ReadAsync(9, 10)));

        await _lab.Store.StoreAsync([], [1], complete: true);
        Assert.Equal((4L, 0, true), Describe(await _lab.ReadAsync(4, 10)));
    }

    [Fact]
    public async Task Read_UnfinishedLineOfAGrowingStream_IsPartial()
    {
        await _lab.Store.StoreAsync("whole\nunfin"u8.ToArray(), [100], complete: false);

        var batch = await _lab.ReadAsync(1, 10);

        Assert.Equal([("whole", false), ("unfin", true)], batch.Lines.Select(l => (l.Text, l.Partial)));
        Assert.False(batch.Complete);
    }

    [Fact]
    public async Task Read_LineOver64KiB_ComesInPartsThatCanBeReadOn()
    {
        var text = string.Concat(Enumerable.Range(0, 60_000).Select(i => "abcde " + "é中😀"[(i % 2)..]));
        await _lab.Store.StoreAsync(Encoding.UTF8.GetBytes(text + "\nnext\n"), [65536], complete: true);
        var parts = new List<LogLine>();
        LogBatch batch;
        do
        {
            (long Line, int Part) from = parts.Count == 0 ? (1, 0) : parts[^1].Partial ? (parts[^1].Line, parts[^1].Part + 1) : (parts[^1].Line + 1, 0);
            batch = await _lab.Reader.ReadAsync(LogLab.Attempt, LogStream.Stdout, from.Line, from.Part, 1_000, TestContext.Current.CancellationToken);
            Assert.InRange(batch.Lines.Sum(l => Encoding.UTF8.GetByteCount(l.Text)), 1, 256 * 1024);
            parts.AddRange(batch.Lines);
        }
        while (!batch.Complete);

        Assert.Equal(text, string.Concat(parts.Where(p => p.Line == 1).Select(p => p.Text)));
        Assert.All(parts, p => Assert.InRange(Encoding.UTF8.GetByteCount(p.Text), 1, 64 * 1024));
        Assert.Equal(Enumerable.Range(0, parts.Count - 1), parts.SkipLast(1).Select(p => p.Part));
        Assert.All(parts.SkipLast(2), p => Assert.True(p.Partial));
        Assert.Equal((2L, "next", false), (parts[^1].Line, parts[^1].Text, parts[^1].Partial));
        Assert.False(parts[^2].Partial);
    }

    [Fact]
    public async Task Read_HugeLine_HoldsOneReadAndOneBatch()
    {
        var block = Encoding.UTF8.GetBytes(new string('x', 64 * 1024));
        for (var i = 0; i < 320; i++)
        {
            await _lab.Store.StoreAsync(block, [block.Length], complete: false);
        }

        await _lab.Store.StoreAsync([], [1], complete: true);
        var sizes = new List<int>();
        await foreach (var batch in _lab.FollowAsync(1))
        {
            sizes.Add(batch.Lines.Sum(l => l.Text.Length));
        }

        Assert.Equal(320 * 64 * 1024, sizes.Sum());
        Assert.InRange(sizes.Max(), 1, 256 * 1024);
        Assert.InRange(_lab.Store.LargestRead, 1, 1024 * 1024);
    }

    [Fact]
    public async Task Read_ManySmallChunks_ReadsManyAtOnce()
    {
        await _lab.Store.StoreAsync(Lines(1, 20_000), [9], complete: true);

        Assert.Equal(20_000, LogLab.Texts(await CollectAsync()).Count);

        Assert.InRange(_lab.Store.Reads, 1, _lab.Store.Chunks.Count / 100);
    }

    [Fact]
    public async Task Read_TextKeptInTheFileOnly_LooksTheSame()
    {
        var bytes = Lines(1, 1_000);
        _lab.Write(bytes);
        _lab.Store.RawFile = _lab.RawFile;
        _lab.Store.TextLimit = 3_000;
        await _lab.Store.StoreAsync(bytes, [777], complete: true);

        var batch = await _lab.ReadAsync(1, 1_000);

        Assert.Contains(_lab.Store.Chunks, c => c.Text is null);
        Assert.Equal(Enumerable.Range(1, 1_000).Select(n => $"line {n}").ToList(), LogLab.Texts([batch]));
    }

    [Fact]
    public async Task Read_FileGone_SaysSoAndKeepsTheNumbers()
    {
        var bytes = Lines(1, 1_000);
        _lab.Store.TextLimit = 4_000;
        await _lab.Store.StoreAsync(bytes, [4_000], complete: true);

        var batch = await _lab.ReadAsync(1, 1_000);

        Assert.Contains(batch.Lines, l => l.Text.EndsWith(" bytes are no longer kept]", StringComparison.Ordinal));
        Assert.Equal(1_000, batch.Lines[^1].Line);
    }

    private async Task<IReadOnlyList<LogBatch>> CollectAsync()
    {
        var batches = new List<LogBatch>();
        await foreach (var batch in _lab.FollowAsync(1))
        {
            batches.Add(batch);
        }

        return batches;
    }

    private static byte[] Lines(int from, int count) =>
        Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(from, count).Select(n => $"line {n}\n")));

    private static (long FirstLine, int Count, bool Complete) Describe(LogBatch batch) => (batch.FirstLine, batch.Lines.Count, batch.Complete);
}
