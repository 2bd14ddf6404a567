using System.Formats.Tar;
using System.Text;
using Signalbox.Dashboard.Api;
using Signalbox.Unit.Dashboard.Hosting;

namespace Signalbox.Unit.Dashboard.Api;

public sealed class RunArchiveTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task WriteAndRead_PlainFiles_ComeOutAsTheyWentIn()
    {
        Directory.CreateDirectory(_folder.In("from/.ckrv/tasks"));
        await File.WriteAllTextAsync(_folder.In("from/.ckrv/tasks/.hidden"), "hidden", Token);
        await File.WriteAllTextAsync(_folder.In("from/empty"), "", Token);
        File.CreateSymbolicLink(_folder.In("from/link"), "/etc/passwd");
        using var archive = new MemoryStream();

        await RunArchive.WriteAsync(_folder.In("from"), archive, Token);
        archive.Position = 0;

        Assert.Null(await RunArchive.ReadAsync(archive, _folder.In("to"), Token));
        Assert.Equal("hidden", await File.ReadAllTextAsync(_folder.In("to/.ckrv/tasks/.hidden"), Token));
        Assert.True(File.Exists(_folder.In("to/empty")));
        Assert.False(Path.Exists(_folder.In("to/link")));
    }

    [Theory]
    [InlineData("../out", "leads out of it")]
    [InlineData("/etc/out", "leads out of it")]
    [InlineData("a/../../out", "leads out of it")]
    [InlineData("a//b", "leads out of it")]
    [InlineData("a\nb", "not a tar archive")]
    public async Task ReadAsync_NameThatLeadsOut_IsRefused(string name, string reason)
    {
        using var archive = await ArchiveAsync(Plain(name));

        Assert.Contains(reason, await RunArchive.ReadAsync(archive, _folder.In("to"), Token), StringComparison.Ordinal);
        Assert.False(Path.Exists(_folder.In("out")));
    }

    [Theory]
    [InlineData(TarEntryType.SymbolicLink)]
    [InlineData(TarEntryType.HardLink)]
    [InlineData(TarEntryType.Fifo)]
    public async Task ReadAsync_NoPlainFile_IsRefused(TarEntryType type)
    {
        var entry = new PaxTarEntry(type, "steps");
        if (type is not TarEntryType.Fifo)
        {
            entry.LinkName = "/etc";
        }

        using var archive = await ArchiveAsync(entry, Plain("steps/x"));

        Assert.Contains("no plain file", await RunArchive.ReadAsync(archive, _folder.In("to"), Token), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ReadAsync_NameTwice_IsRefused()
    {
        using var archive = await ArchiveAsync(Plain("a"), Plain("a"));

        Assert.Contains("a name twice", await RunArchive.ReadAsync(archive, _folder.In("to"), Token), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ReadAsync_CutOffOrNoTarAtAll_IsRefused()
    {
        using var whole = await ArchiveAsync(Plain("a"));
        using var cut = new MemoryStream(whole.ToArray()[..(int)(whole.Length / 2)]);
        using var text = new MemoryStream(Encoding.UTF8.GetBytes(new string('x', 5000)));

        Assert.Contains("is not a tar archive", await RunArchive.ReadAsync(cut, _folder.In("to"), Token), StringComparison.Ordinal);
        Assert.Contains("is not a tar archive", await RunArchive.ReadAsync(text, _folder.In("to2"), Token), StringComparison.Ordinal);
    }

    private static PaxTarEntry Plain(string name) => new(TarEntryType.RegularFile, name) { DataStream = new MemoryStream(new byte[3000]) };

    private static async Task<MemoryStream> ArchiveAsync(params TarEntry[] entries)
    {
        var archive = new MemoryStream();
        await using (var writer = new TarWriter(archive, TarEntryFormat.Pax, leaveOpen: true))
        {
            foreach (var entry in entries)
            {
                await writer.WriteEntryAsync(entry, Token);
            }
        }

        archive.Position = 0;
        return archive;
    }
}
