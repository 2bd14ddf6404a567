using System.Globalization;
using System.Text;
using Signalbox.Engine.Logs;
using Signalbox.Engine.Logs.Masking;
using Signalbox.Engine.Logs.Search;
using Signalbox.Persistence.Search;
using Signalbox.Unit.Engine.Logs;

namespace Signalbox.Unit.Persistence.Search;

public sealed class LogIndexTests : IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("signalbox-search-");
    private readonly LogLab _lab = new();
    private readonly FakeIndexSource _source;
    private SearchFile _file;
    private LogIndexer _indexer;
    private RunSearch _search;

    public LogIndexTests()
    {
        _source = new FakeIndexSource(_lab.Store);
        (_file, _indexer, _search) = Open();
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private string Path => System.IO.Path.Combine(_folder.FullName, "search.db");

    public async ValueTask DisposeAsync()
    {
        _indexer.Dispose();
        await _file.DisposeAsync();
        _lab.Dispose();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task SearchAsync_TextWhereverItStands_NewestFirstPageByPage()
    {
        await StoreAsync(string.Concat(Enumerable.Range(1, 20_000).Select(i => i % 400 == 0 ? $"{i}: a NullReferenceException, here\n" : $"{i}: nothing at all\n")), complete: true);
        var lines = new List<long>();
        string? cursor = null;
        do
        {
            var page = await _search.SearchAsync(new RunSearchQuery("referenceex") { Limit = 7, Cursor = cursor }, Ct);
            Assert.True(page.UpToDate);
            lines.AddRange(page.Hits.Select(h => h.Line));
            cursor = page.NextCursor;
        }
        while (cursor is not null);
        Assert.Equal(Enumerable.Range(1, 50).Select(i => i * 400L).Reverse(), lines);

        var hit = Assert.Single((await FindAsync("400: a null")).Hits, h => h.Line == 400);
        Assert.Equal(("DOC-1", "print", 2, LogStream.Stdout), (hit.Stream.RunKey, hit.Stream.Step, hit.Stream.Attempt, hit.Stream.Stream));
        Assert.Equal("400: a NullReferenceException, here", hit.Text);
        Assert.Empty((await FindAsync("exception here")).Hits);
        Assert.Empty((await _search.SearchAsync(new RunSearchQuery("nothing at all") { Workflow = "other" }, Ct)).Hits);
        Assert.Empty((await _search.SearchAsync(new RunSearchQuery("nothing at all") { Since = DateTimeOffset.UnixEpoch.AddDays(1) }, Ct)).Hits);
        Assert.Equal(50, (await _search.SearchAsync(new RunSearchQuery("nothing at all") { Workflow = "docs" }, Ct)).Hits.Count);
    }

    [Fact]
    public async Task CatchUpAsync_LogThatGrowsAndServersThatDie_EachLineIsInTheIndexOnce()
    {
        var random = new Random(17);
        var all = new StringBuilder();
        for (var round = 0; round < 25; round++)
        {
            var piece = string.Concat(Enumerable.Range(0, random.Next(1, 50)).Select(i => random.Next(3) == 0 ? "\n" : string.Create(CultureInfo.InvariantCulture, $"needle{round}x{i} ")));
            all.Append(piece);
            await StoreAsync(piece, complete: round == 24);
            await _indexer.CatchUpAsync(Ct);
            if (round % 5 == 0)
            {
                // A server that ended anywhere: the next one has nothing but the file.
                _indexer.Dispose();
                await _file.DisposeAsync();
                (_file, _indexer, _search) = Open();
            }
        }

        var expected = all.ToString().Split('\n').Index().Where(l => l.Item.Contains("needle", StringComparison.Ordinal)).Select(l => l.Index + 1L).ToList();
        var found = await _search.SearchAsync(new RunSearchQuery("needle") { Limit = 200 }, Ct);
        Assert.True(expected.Count > 50);
        Assert.Equal(expected.AsEnumerable().Reverse().Take(200), found.Hits.Select(h => h.Line));
    }

    [Fact]
    public async Task CatchUpAsync_Secrets_NeverComeIntoTheFile()
    {
        const string Secret = "correct-horse-battery";
        _lab.Masks.Masker = SecretMasker.Create([Secret]);
        _lab.Write(string.Concat(Enumerable.Range(1, 3000).Select(i => $"line {i} token={Secret} {Convert.ToBase64String(Encoding.UTF8.GetBytes(Secret))}\n")));
        _lab.EndProcess();
        await _lab.StartPump();

        Assert.NotEmpty((await FindAsync("token=***")).Hits);
        Assert.Empty((await FindAsync("horse")).Hits);
        foreach (var file in _folder.GetFiles())
        {
            var bytes = new byte[file.Length];
            await using var stream = new FileStream(file.FullName, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            await stream.ReadExactlyAsync(bytes, Ct);
            Assert.Equal(-1, bytes.AsSpan().IndexOf("horse"u8));
            Assert.Equal(-1, bytes.AsSpan().IndexOf("Y29ycmVjdC1ob3"u8));
        }
    }

    [Fact]
    public async Task CatchUpAsync_PastWhatTheDatabaseKeeps_StopsThere()
    {
        var text = string.Concat(Enumerable.Range(1, 9000).Select(i => $"entry number {i:D6}\n"));
        await File.WriteAllTextAsync(_lab.RawFile, text, Ct);
        _lab.Store.RawFile = _lab.RawFile;
        _lab.Store.TextLimit = 40_000;
        await StoreAsync(text, complete: true, cut: 8000);
        var limit = _lab.Store.Chunks.First(c => c.Text is null).FirstLine;
        Assert.Equal(limit - 1, Assert.Single((await _search.SearchAsync(new RunSearchQuery("entry number") { Limit = 1 }, Ct)).Hits).Line);
        Assert.Empty((await FindAsync(string.Create(CultureInfo.InvariantCulture, $"number {limit:D6}"))).Hits);
    }

    [Fact]
    public async Task CatchUpAsync_LineInParts_IsFoundOnItsLine()
    {
        await StoreAsync(new string('x', 150_000) + "needle\nafter the needle\n", complete: true);
        Assert.Equal([2, 1], (await FindAsync("needle")).Hits.Select(h => h.Line));
    }

    [Theory]
    [InlineData("this is no database, whatever its name says; it is long enough to be looked at as one, though, and must go ")]
    [InlineData("")]
    public async Task SearchAsync_FileThatIsDamagedOrGone_IsBuiltAgain(string damage)
    {
        await StoreAsync("one needle\n", complete: true);
        Assert.Single((await FindAsync("needle")).Hits);
        _indexer.Dispose();
        await _file.DisposeAsync();
        foreach (var file in _folder.GetFiles())
        {
            file.Delete();
        }

        if (damage.Length > 0)
        {
            await File.WriteAllTextAsync(Path, string.Concat(Enumerable.Repeat(damage, 50)), Ct);
        }

        (_file, _indexer, _search) = Open();
        Assert.Single((await FindAsync("needle")).Hits);
    }

    [Fact]
    public async Task SearchAsync_RunThatRetentionDeleted_IsNotFoundAndForgotten()
    {
        await StoreAsync("one needle\n", complete: true);
        Assert.Single((await FindAsync("needle")).Hits);
        _source.Gone = true;
        Assert.Empty((await FindAsync("needle")).Hits);
        Assert.Empty(await new LogIndex(_file).ListAsync(Ct));
        Assert.Empty((await new LogIndex(_file).SearchAsync(new RunSearchQuery("needle"), Ct)).Hits);
    }

    [Fact]
    public async Task SearchAsync_BadQuestion_IsRefused()
    {
        Assert.NotNull(new RunSearchQuery("ab").Fault);
        Assert.NotNull(new RunSearchQuery("a\nbc").Fault);
        Assert.Null(new RunSearchQuery("a\"b' OR *").Fault);
        await StoreAsync("say \"a\"b' OR *\" to it\n", complete: true);
        Assert.Single((await FindAsync("a\"b' OR *")).Hits);
        await Assert.ThrowsAsync<ArgumentException>(() => _search.SearchAsync(new RunSearchQuery("abc") { Cursor = "7" }, Ct));
        await Assert.ThrowsAsync<ArgumentException>(() => _search.SearchAsync(new RunSearchQuery("ab"), Ct));
    }

    private (SearchFile File, LogIndexer Indexer, RunSearch Search) Open()
    {
        var file = new SearchFile(Path);
        var index = new LogIndex(file);
        var indexer = new LogIndexer(index, _source, _lab.Reader, TimeProvider.System);
        return (file, indexer, new RunSearch(index, _source, indexer, TimeProvider.System));
    }

    private Task StoreAsync(string text, bool complete, int cut = 40_000) => _lab.Store.StoreAsync(Encoding.UTF8.GetBytes(text), [cut], complete);

    private Task<RunSearchPage> FindAsync(string text) => _search.SearchAsync(new RunSearchQuery(text), Ct);
}
