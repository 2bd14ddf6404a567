using System.Globalization;
using System.Text;
using Signalbox.Engine.Logs;
using Signalbox.Engine.Logs.Masking;
using Signalbox.Engine.Logs.Search;

namespace Signalbox.Unit.Engine.Logs.Search;

public sealed class LogSearchTests : IDisposable
{
    private readonly LogLab _lab = new();
    private readonly LogSearch _search;

    public LogSearchTests() => _search = new LogSearch(_lab.Store, _lab.Masks);

    public void Dispose()
    {
        _search.Dispose();
        _lab.Dispose();
    }

    [Fact]
    public async Task SearchAsync_AfterATitleThatEndsWithABell_FindsWhatFollowsIt()
    {
        await StoreAsync("one \u001b]0;needle\aneedle two\n", 13);
        var hit = Assert.Single((await FindAsync("needle")).Hits);
        Assert.Equal("one needle two", hit.Text);
        Assert.Equal([new LogRange(4, 6)], hit.Ranges);
    }

    [Fact]
    public async Task SearchAsync_Text_CountsLinesAndMatchesAndPagesByLine()
    {
        await StoreAsync(string.Concat(Enumerable.Range(1, 5000).Select(i => i % 10 == 0 ? $"hit {i} and HIT again\n" : $"line {i}\n")));
        var first = await FindAsync("hit", limit: 3);
        Assert.Equal((500, 1000, 1), (first.Lines, first.Matches, first.Index));
        Assert.Equal([10, 20, 30], first.Hits.Select(h => h.Line));
        Assert.Equal("hit 10 and HIT again", first.Hits[0].Text);
        Assert.Equal([new LogRange(0, 3), new LogRange(11, 3)], first.Hits[0].Ranges);
        Assert.Equal((5000, true), (first.SearchedLines, first.Complete));

        var seen = new List<long>();
        for (var from = 1L; ;)
        {
            var page = await FindAsync("hit", from: from, limit: 7);
            if (page.Hits.Count == 0)
            {
                Assert.Equal(0, page.Index);
                break;
            }

            Assert.Equal(seen.Count + 1, page.Index);
            seen.AddRange(page.Hits.Select(h => h.Line));
            from = page.Hits[^1].Line + 1;
        }

        Assert.Equal(Enumerable.Range(1, 500).Select(i => i * 10L), seen);
        Assert.Equal(500, (await FindAsync("hit", matchCase: true)).Matches);
    }

    [Fact]
    public async Task SearchAsync_Before_GivesTheLastLinesBeforeIt()
    {
        await StoreAsync(string.Concat(Enumerable.Range(1, 5000).Select(i => i is 3 or 2000 or 2001 or 4999 ? "needle\n" : "hay\n")));
        var page = await FindAsync("needle", before: 4999, limit: 2);
        Assert.Equal([2000, 2001], page.Hits.Select(h => h.Line));
        Assert.Equal(2, page.Index);
        Assert.Equal([3], (await FindAsync("needle", before: 2000, limit: 1)).Hits.Select(h => h.Line));
        Assert.Empty((await FindAsync("needle", before: 3, limit: 1)).Hits);
        Assert.Equal([4999], (await FindAsync("needle", before: long.MaxValue, limit: 1)).Hits.Select(h => h.Line));
        Assert.Equal([4999], (await FindAsync("needle", from: 2002, limit: 9)).Hits.Select(h => h.Line));
    }

    [Fact]
    public async Task SearchAsync_LinesAsPeopleSeeThem_ColoursAndProgressAndCutsDoNotHideAMatch()
    {
        await StoreAsync("\u001b[31mfai\u001b[1mlure\u001b[0m here\nprogress 10%\rprogress 99% failure\r\nfailure\rgone\n", 3);
        var page = await FindAsync("failure");
        Assert.Equal([1, 2], page.Hits.Select(h => h.Line));
        Assert.Equal("failure here", page.Hits[0].Text);
        Assert.Empty((await FindAsync("10%")).Hits);
    }

    [Fact]
    public async Task SearchAsync_PastTheTextOfTheDatabase_ReadsTheFile()
    {
        var text = string.Concat(Enumerable.Range(1, 9000).Select(i => $"entry number {i:D6}\n"));
        await File.WriteAllTextAsync(_lab.RawFile, text, TestContext.Current.CancellationToken);
        _lab.Store.RawFile = _lab.RawFile;
        _lab.Store.TextLimit = 20_000;
        await StoreAsync(text, 8000);
        Assert.Contains(_lab.Store.Chunks, c => c.Text is null);
        Assert.Equal([8765], (await FindAsync("number 008765")).Hits.Select(h => h.Line));
        Assert.Equal((9000, 9000), ((await FindAsync(@"\d{6}$", isRegex: true)).Lines, (await FindAsync("entry")).Matches));
    }

    [Fact]
    public async Task SearchAsync_Secrets_AreNeverFoundAlsoNotInTheFile()
    {
        const string Secret = "correct-horse-battery";
        _lab.Masks.Masker = SecretMasker.Create([Secret]);
        _lab.Store.RawFile = _lab.RawFile;
        _lab.Store.TextLimit = 1000;
        _lab.Write(string.Concat(Enumerable.Range(1, 20_000).Select(i => $"token={Secret} {i}\n")));
        _lab.EndProcess();
        await _lab.StartPump();
        Assert.Contains(_lab.Store.Chunks, c => c.Text is null);
        Assert.Equal((0, 20_000), ((await FindAsync("correct-horse")).Lines, (await FindAsync("token=***")).Lines));
        Assert.Equal(0, (await FindAsync("horse.?batt", isRegex: true)).Lines);
    }

    [Fact]
    public async Task SearchAsync_LogThatGrows_CountsOnWithoutLosingOrRepeatingALine()
    {
        var random = new Random(4711);
        var all = new StringBuilder();
        for (var round = 0; round < 40; round++)
        {
            var piece = string.Concat(Enumerable.Range(0, random.Next(1, 60)).Select(_ => random.Next(4) switch { 0 => "needle ", 1 => "\n", _ => "hay " }));
            all.Append(piece);
            await StoreAsync(piece, complete: round == 39);
            var lines = all.ToString().Split('\n');
            var page = await FindAsync("needle", limit: 1000);
            Assert.Equal(lines.Count(l => l.Contains("needle", StringComparison.Ordinal)), page.Lines);
            Assert.Equal(lines.Sum(l => l.Split("needle").Length - 1), page.Matches);
            Assert.Equal(lines.Index().Where(l => l.Item.Contains("needle", StringComparison.Ordinal)).Select(l => l.Index + 1L), page.Hits.Select(h => h.Line));
            Assert.Equal(lines[^1].Length > 0 ? lines.Length : lines.Length - 1, page.SearchedLines);
            Assert.Equal(round == 39, page.Complete);
        }
    }

    [Fact]
    public async Task SearchAsync_LineInParts_IsOneLineAndAMatchAcrossThemIsFound()
    {
        var text = new StringBuilder(new string('x', LineDecoder.MaxPart - 3)).Append("needle").Append('y', 200_000).Append("needle\nnext needle\n");
        await StoreAsync(text.ToString(), 50_000);
        var page = await FindAsync("needle");
        Assert.Equal((2, 3), (page.Lines, page.Matches));
        Assert.Equal([1, 2], page.Hits.Select(h => h.Line));
        var hit = page.Hits[0];
        Assert.Equal([new LogRange(LineDecoder.MaxPart - 3, 6), new LogRange(LineDecoder.MaxPart + 200_003, 6)], hit.Ranges);
        Assert.Equal("needle", hit.Text.Substring(hit.Ranges[0].Start - hit.TextStart, 6));
        Assert.True(hit.TextCut);
    }

    [Fact]
    public async Task SearchAsync_TheNextPage_ReadsOnlyWhatItNeeds()
    {
        await StoreAsync(string.Concat(Enumerable.Range(1, 100_000).Select(i => i % 1000 == 0 ? "needle\n" : string.Create(CultureInfo.InvariantCulture, $"line {i} of many\n"))), 60_000);
        _ = await FindAsync("needle", limit: 1);
        var reads = _lab.Store.Reads;
        var page = await FindAsync("needle", from: 70_001, limit: 1);
        Assert.Equal([71_000], page.Hits.Select(h => h.Line));
        Assert.Equal((71, 100), (page.Index, page.Lines));
        Assert.InRange(_lab.Store.Reads - reads, 1, 3);
    }

    [Fact]
    public async Task SearchAsync_AMillionLines_TakesSeconds()
    {
        var line = "2026-03-02T12:00:00Z [info] compiled module src/engine/part.cs in 12 ms\n";
        await StoreAsync(string.Concat(Enumerable.Repeat(line, 1_000_000)), 64 * 1024);
        var begun = TimeProvider.System.GetTimestamp();
        var page = await FindAsync("needle");
        var took = TimeProvider.System.GetElapsedTime(begun);
        TestContext.Current.TestOutputHelper?.WriteLine($"a million lines in {took.TotalMilliseconds:F0} ms");
        Assert.Equal((0, 1_000_000), (page.Lines, page.SearchedLines));
        Assert.InRange(took.TotalSeconds, 0, 20);
    }

    private Task StoreAsync(string text, int cut = 40_000, bool complete = true) => _lab.Store.StoreAsync(Encoding.UTF8.GetBytes(text), [cut], complete);

    private async Task<LogSearchPage> FindAsync(string text, bool isRegex = false, bool matchCase = false, long from = 1, long? before = null, int limit = 50)
    {
        var pattern = LogPattern.Create(text, isRegex, matchCase).Pattern!;
        var (page, fault) = await _search.SearchAsync(LogLab.Attempt, LogStream.Stdout, new LogSearchRequest(pattern, from, before, limit), TestContext.Current.CancellationToken);
        Assert.Null(fault);
        return page!;
    }
}
