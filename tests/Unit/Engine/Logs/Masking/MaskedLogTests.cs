using System.Text;
using Signalbox.Engine.Logs;
using Signalbox.Engine.Logs.Masking;

namespace Signalbox.Unit.Engine.Logs.Masking;

/// <summary>Secrets on their way from the raw file through pump, store and reader, and out again as a download.</summary>
public sealed class MaskedLogTests : IDisposable
{
    private const string Secret = "s3cr3t-T0ken/with=more";

    private readonly LogLab _lab = new();

    public MaskedLogTests() => _lab.Masks.Masker = SecretMasker.Create([Secret, MaskLab.Secrets[6]]);

    public void Dispose() => _lab.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Run_SecretsInAGrowingFile_StoresThemMaskedAndTheRestAsItIs(int seed)
    {
        var random = new Random(seed);
        var raw = new List<byte>();
        var expected = new StringBuilder();
        var pump = _lab.StartPump();
        for (var i = 0; i < 300; i++)
        {
            var form = SecretForm.All.ElementAt(random.Next(SecretForm.All.Count)).Value(Secret, random);
            var text = new string((char)('A' + random.Next(26)), random.Next(2_000));
            expected.Append(text).Append(" <").Append(MaskLab.Replaced(form)).Append(">\n");
            raw.AddRange(Encoding.UTF8.GetBytes($"{text} <{form}>\n"));
        }

        byte[] bytes = [.. raw];
        for (var at = 0; at < bytes.Length;)
        {
            var length = Math.Min(random.Next(1, random.Next(4) == 0 ? 60_000 : 400), bytes.Length - at);
            _lab.Write(bytes.AsSpan(at, length));
            at += length;
            if (random.Next(20) == 0)
            {
                await Task.Delay(random.Next(1, 30), TestContext.Current.CancellationToken); // the writer's rhythm, not a wait for anything
            }
        }

        _lab.EndProcess();
        var result = await pump;

        Assert.Equal(expected.ToString(), Encoding.UTF8.GetString(_lab.StoredBytes));
        Assert.Equal(new LogPosition(bytes.Length, bytes.Count(b => b == '\n'), true), result.Position);
        Assert.Equal(expected.ToString().Split('\n')[..^1], LogLab.Texts(await _lab.FollowAsync(1).ToListAsync(TestContext.Current.CancellationToken)));
    }

    [Fact]
    public async Task Run_BeginningOfASecret_IsNotStoredBeforeItIsKnownToBeNone()
    {
        var pump = _lab.StartPump();
        _lab.Write("ask: s3cr3t-");
        await foreach (var batch in _lab.FollowAsync(1))
        {
            Assert.Equal("ask: ", Assert.Single(batch.Lines).Text);
            break;
        }

        Assert.Equal(5, _lab.Store.Position.Offset);
        _lab.Write("service");
        _lab.EndProcess();
        await pump;

        Assert.Equal("ask: s3cr3t-service", Encoding.UTF8.GetString(_lab.StoredBytes));
    }

    [Fact]
    public async Task Run_StoppedAnywhere_NextOneMasksWhatBeganBefore()
    {
        // Overlapping secrets, so that a stop may come within a masked stretch.
        _lab.Masks.Masker = SecretMasker.Create(["abababab", "s3cr3t-T0ken"]);
        var text = "x" + string.Concat(Enumerable.Repeat("ab", 40)) + "\nz s3cr3t-T0ken " + string.Concat(Enumerable.Repeat("ab", 30)) + "!\n";
        for (var written = 1; written < text.Length; written += 3)
        {
            using var lab = new LogLab();
            lab.Masks.Masker = _lab.Masks.Masker;
            lab.Write(text[..written]);
            using var stop = new CancellationTokenSource();
            lab.Store.Appended = _ => stop.Cancel();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => lab.Pump.RunAsync(lab.Source, new TaskCompletionSource().Task, stop.Token));
            lab.Store.Appended = null;
            lab.Write(text[written..]);
            lab.EndProcess();

            await lab.StartPump();

            Assert.Equal("x***\nz *** ***!\n", Encoding.UTF8.GetString(lab.StoredBytes));
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Read_TextKeptInTheFileOnly_LooksAsStoredBeforeWhileAndAfterSealing(int seed)
    {
        var random = new Random(seed);
        var raw = new StringBuilder();
        for (var i = 0; i < 4_000; i++)
        {
            raw.Append("line ").Append(i).Append(' ');
            if (random.Next(5) == 0)
            {
                raw.Append(SecretForm.All.ElementAt(random.Next(SecretForm.All.Count)).Value(random.Next(2) == 0 ? Secret : MaskLab.Secrets[6], random));
            }

            raw.Append(random.Next(10) == 0 ? new string('x', random.Next(3_000)) : "").Append('\n');
        }

        _lab.Write(raw.ToString());
        _lab.EndProcess();
        await _lab.StartPump();
        var expected = _lab.StoredBytes;
        using var lab = new LogLab();
        lab.Masks.Masker = _lab.Masks.Masker;
        lab.Store.TextLimit = 5_000;
        lab.Store.RawFile = lab.RawFile;
        lab.Write(raw.ToString());
        lab.EndProcess();
        await lab.StartPump();
        Assert.Contains(lab.Store.Chunks, c => c.Text is null);

        await CheckAsync();
        var before = File.ReadAllBytes(lab.RawFile);
        var held = await MaskedFile.OpenAsync(lab.RawFile, c => lab.Masks.FindAsync(LogLab.Attempt, c), TestContext.Current.CancellationToken);
        Assert.True((await RawFileSealer.SealAsync(Path.GetDirectoryName(lab.RawFile)!, lab.Masks.Masker, TestContext.Current.CancellationToken)).IsSealed);
        var asked = lab.Masks.Asked;
        lab.Masks.Fault = "nobody needs the secrets now";
        await CheckAsync();
        Assert.Equal(asked, lab.Masks.Asked);

        // Between the two steps of sealing: the record is there, the file not replaced yet.
        File.WriteAllBytes(lab.RawFile, before);
        await CheckAsync();

        // Who opened the file before goes on reading the same.
        using (held.File)
        {
            Assert.Equal(expected, await ReadAllAsync(new MaskedFileStream(held.File!, held.File!.Length)));
        }

        async Task CheckAsync()
        {
            var batches = await lab.FollowAsync(1).ToListAsync(TestContext.Current.CancellationToken);
            Assert.Equal(Encoding.UTF8.GetString(expected).Split('\n')[..^1], LogLab.Texts(batches));
            var (file, fault) = await MaskedFile.OpenAsync(lab.RawFile, c => lab.Masks.FindAsync(LogLab.Attempt, c), TestContext.Current.CancellationToken);
            Assert.Null(fault);
            await using var stream = new MaskedFileStream(file!, file!.Length);
            Assert.Equal(expected, await ReadAllAsync(stream));
        }
    }

    [Fact]
    public async Task Read_SecretNotToBeHadAnyMore_ShowsNothingOfTheFile()
    {
        _lab.Store.RawFile = _lab.RawFile;
        _lab.Store.TextLimit = 0;
        _lab.Write($"one {Secret}\ntwo\n");
        _lab.EndProcess();
        await _lab.StartPump();
        _lab.Masks.Fault = "The secret X has no value.";

        var batch = await _lab.ReadAsync(1, 10);

        Assert.Equal(["[31 bytes are not shown: The secret X has no value.]", ""], batch.Lines.Select(l => l.Text));
        var (file, fault) = await MaskedFile.OpenAsync(_lab.RawFile, c => _lab.Masks.FindAsync(LogLab.Attempt, c), TestContext.Current.CancellationToken);
        Assert.Equal((null, _lab.Masks.Fault), (file, fault));
    }

    [Fact]
    public async Task Run_HostileOutputOf100MBWithoutALineFeed_HoldsOneBatch()
    {
        // One line, NULs, invalid UTF-8, the beginnings of secrets and escapes again and again
        var block = new byte[1024 * 1024];
        new Random(5).NextBytes(block);
        block.AsSpan().Replace((byte)'\n', (byte)0);
        for (var at = 0; at + 200 < block.Length; at += 997)
        {
            Encoding.UTF8.GetBytes("s3cr3t-T0ken/with=mor\\\\\\\\\\\\\\%73%33").CopyTo(block.AsSpan(at));
        }

        for (var i = 0; i < 100; i++)
        {
            _lab.Write(block);
        }

        _lab.Store.TextLimit = 0;
        _lab.EndProcess();
        var largest = 0L;
        _lab.Store.Appended = a => largest = Math.Max(largest, a.Chunks.Sum(c => (long)c.Text!.Length));

        var result = await _lab.StartPump();

        Assert.Equal(new LogPosition(100L * 1024 * 1024, 0, true), result.Position);
        Assert.InRange(largest, 1, 2 * LogCutter.MaxBatch);
    }

    private static async Task<byte[]> ReadAllAsync(Stream stream)
    {
        using var all = new MemoryStream();
        await stream.CopyToAsync(all, TestContext.Current.CancellationToken);
        return all.ToArray();
    }
}
