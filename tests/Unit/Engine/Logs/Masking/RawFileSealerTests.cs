using System.Text;
using Signalbox.Engine.Logs.Masking;

namespace Signalbox.Unit.Engine.Logs.Masking;

public sealed class RawFileSealerTests : IDisposable
{
    private readonly DirectoryInfo _attempt = Directory.CreateTempSubdirectory("signalbox-seal-");
    private readonly SecretMasker _masker = SecretMasker.Create(["s3cr3t-T0ken"]);

    private string Stdout => Path.Combine(_attempt.FullName, "stdout.log");

    private string Stderr => Path.Combine(_attempt.FullName, "stderr.log");

    public void Dispose() => _attempt.Delete(recursive: true);

    [Fact]
    public async Task Seal_BothFiles_KeepTheirLengthAndEverythingButTheSecrets()
    {
        await File.WriteAllTextAsync(Stdout, "a s3cr3t-T0ken\nb\nczNj\ncjN0\nLVQw\na2Vu\nc", TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(Stderr, "\0\u00ff s3cr3t-T0kens3cr3t-T0ken", TestContext.Current.CancellationToken);

        var result = await SealAsync();

        Assert.Equal(new SealResult(null), result);
        Assert.Equal("a ************\nb\n****\n****\n****\n****\nc", File.ReadAllText(Stdout));
        Assert.Equal("\0\u00ff ************************", File.ReadAllText(Stderr));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, new FileInfo(Stdout).UnixFileMode);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, new FileInfo(MaskRecord.PathOf(Stdout)).UnixFileMode);
        Assert.Equal(["stderr.log", "stderr.log.mask", "stdout.log", "stdout.log.mask"], _attempt.GetFiles().Select(f => f.Name).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Seal_FileOfSeveralBlocks_MasksAcrossThem()
    {
        var line = Encoding.UTF8.GetBytes("an ordinary line of a log, and %733cr3t-T0ken in it\n");
        byte[] raw = [.. Enumerable.Repeat(line, 60_000).SelectMany(l => l)];
        await File.WriteAllBytesAsync(Stdout, raw, TestContext.Current.CancellationToken);

        Assert.True((await SealAsync()).IsSealed);

        Assert.Equal(Encoding.UTF8.GetString(raw).Replace("%733cr3t-T0ken", "**************", StringComparison.Ordinal), File.ReadAllText(Stdout));
    }

    [Fact]
    public async Task Seal_BrokenOffAfterTheRecord_GoesOnWithoutTheSecrets()
    {
        const string Raw = "a s3cr3t-T0ken\n";
        await File.WriteAllTextAsync(Stdout, Raw, TestContext.Current.CancellationToken);
        await SealAsync();
        await File.WriteAllTextAsync(Stdout, Raw, TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(Stdout + ".sealing", "left over", TestContext.Current.CancellationToken);

        var result = await RawFileSealer.SealAsync(_attempt.FullName, SecretMasker.None, TestContext.Current.CancellationToken);

        Assert.True(result.IsSealed);
        Assert.Equal("a ************\n", File.ReadAllText(Stdout));
        Assert.False(File.Exists(Stdout + ".sealing"));
    }

    [Fact]
    public async Task Seal_SealedAlready_ChangesNothing()
    {
        await File.WriteAllTextAsync(Stdout, "a s3cr3t-T0ken\n", TestContext.Current.CancellationToken);
        await SealAsync();
        var written = File.GetLastWriteTimeUtc(Stdout);
        var inode = new FileInfo(Stdout).CreationTimeUtc;

        Assert.True((await SealAsync()).IsSealed);

        Assert.Equal((written, inode), (File.GetLastWriteTimeUtc(Stdout), new FileInfo(Stdout).CreationTimeUtc));
    }

    [Fact]
    public async Task Seal_NoSecretInTheFile_LeavesTheFileAndRecordsThat()
    {
        await File.WriteAllTextAsync(Stdout, "nothing\n", TestContext.Current.CancellationToken);

        Assert.True((await SealAsync()).IsSealed);

        Assert.Equal("nothing\n", File.ReadAllText(Stdout));
        Assert.Equal(MaskRecord.Header.ToArray(), File.ReadAllBytes(MaskRecord.PathOf(Stdout)));
    }

    [Fact]
    public async Task Seal_StepWithoutSecrets_WritesNothing()
    {
        await File.WriteAllTextAsync(Stdout, "nothing\n", TestContext.Current.CancellationToken);

        Assert.True((await RawFileSealer.SealAsync(_attempt.FullName, SecretMasker.None, TestContext.Current.CancellationToken)).IsSealed);

        Assert.Equal("stdout.log", Assert.Single(_attempt.GetFiles()).Name);
    }

    [Fact]
    public async Task Seal_LinkInPlaceOfTheFile_SaysSoAndTouchesNothing()
    {
        var other = Path.Combine(_attempt.FullName, "other");
        await File.WriteAllTextAsync(other, "s3cr3t-T0ken", TestContext.Current.CancellationToken);
        File.CreateSymbolicLink(Stdout, other);

        var result = await SealAsync();

        Assert.False(result.IsSealed);
        Assert.Contains("stdout.log", result.Fault, StringComparison.Ordinal);
        Assert.Equal("s3cr3t-T0ken", File.ReadAllText(other));
    }

    [Fact]
    public async Task Seal_LinksInPlaceOfItsOwnFiles_AreNotFollowed()
    {
        var other = Path.Combine(_attempt.FullName, "other");
        await File.WriteAllTextAsync(other, "untouched", TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(Stdout, "a s3cr3t-T0ken\n", TestContext.Current.CancellationToken);
        foreach (var name in (string[])[".mask", ".mask.tmp", ".sealing"])
        {
            File.CreateSymbolicLink(Stdout + name, other);
        }

        Assert.True((await SealAsync()).IsSealed);

        Assert.Equal("untouched", File.ReadAllText(other));
        Assert.Equal("a ************\n", File.ReadAllText(Stdout));
    }

    [Fact]
    public async Task Read_RecordOfSomethingElse_IsNoRecord()
    {
        await File.WriteAllTextAsync(Stdout, "a s3cr3t-T0ken\n", TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(MaskRecord.PathOf(Stdout), "not a record", TestContext.Current.CancellationToken);

        var (file, _) = await MaskedFile.OpenAsync(Stdout, _ => Task.FromResult(new AttemptMask(_masker, null)), TestContext.Current.CancellationToken);

        using (file)
        {
            Assert.Equal("a ***\n", Encoding.UTF8.GetString((await file!.ReadAsync(0, 15, TestContext.Current.CancellationToken))!));
            Assert.Null(await file.ReadAsync(0, 16, TestContext.Current.CancellationToken));
        }
    }

    [Fact]
    public async Task Read_EveryPart_IsTheSameWithTheSecretsAndWithTheRecord()
    {
        const string Raw = "one s3cr3t-T0ken\ntwo czNj\r\ncjN0\r\nLVQw\r\na2Vu s3cr3t-T0kens3cr3t-T0ken end";
        await File.WriteAllTextAsync(Stdout, Raw, TestContext.Current.CancellationToken);
        var (open, _) = await MaskedFile.OpenAsync(Stdout, _ => Task.FromResult(new AttemptMask(_masker, null)), TestContext.Current.CancellationToken);
        await SealAsync();
        var (isSealed, _) = await MaskedFile.OpenAsync(Stdout, _ => throw new InvalidOperationException("nobody asks"), TestContext.Current.CancellationToken);
        using (open)
        using (isSealed)
        {
            for (var cut = 0; cut <= Raw.Length; cut++)
            {
                foreach (var file in (MaskedFile[])[open!, isSealed!])
                {
                    var first = await file.ReadAsync(0, cut, TestContext.Current.CancellationToken);
                    var second = await file.ReadAsync(cut, Raw.Length - cut, TestContext.Current.CancellationToken);
                    Assert.Equal("one ***\ntwo ***\n***\n***\n*** *** end", Encoding.UTF8.GetString([.. first!, .. second!]));
                }
            }
        }
    }

    private Task<SealResult> SealAsync() => RawFileSealer.SealAsync(_attempt.FullName, _masker, TestContext.Current.CancellationToken);
}
