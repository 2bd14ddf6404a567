using System.Text;
using Signalbox.Engine.Identity;
using Signalbox.Engine.Logs;

namespace Signalbox.Unit.Persistence;

public abstract class LogStoreTests(TestDatabase database) : ConformanceTests(database)
{
    private static readonly LogPosition Nothing = new(0, 0, Complete: false);

    [Fact]
    public async Task Append_ChunksThenMore_ReachTheirPosition()
    {
        var scenario = await Scenario.CreateAsync(Database);
        var (state, attempt) = await scenario.AttemptingAsync();
        Assert.Equal(Nothing, await PositionAsync(attempt.Id));

        Assert.True(await Database.Logs.AppendAsync(scenario.Append(state, attempt.Id, Nothing, "one\ntw", "o\n"), Ct));
        Assert.Equal(new LogPosition(8, 2, Complete: false), await PositionAsync(attempt.Id));
        Assert.True(await Database.Logs.AppendAsync(scenario.Append(state, attempt.Id, new(8, 2, false), "three") with { Complete = true }, Ct));

        Assert.Equal(new LogPosition(13, 2, Complete: true), await PositionAsync(attempt.Id));
        Assert.Equal(Nothing, await Database.Logs.GetPositionAsync(attempt.Id, LogStream.Stderr, Ct));
        Assert.Equal(["one\ntw", "o\n", "three"], Texts(await Database.Logs.ReadFromOffsetAsync(attempt.Id, LogStream.Stdout, 0, 10, Ct)), StringComparer.Ordinal);
        Assert.Equal(13, (await Database.Runs.LoadAsync(state.Run.Id, Ct))!.Run.LogBytes);
    }

    [Fact]
    public async Task Append_NoChunks_MarksTheEndOnly()
    {
        var scenario = await Scenario.CreateAsync(Database);
        var (state, attempt) = await scenario.AttemptingAsync();

        Assert.True(await Database.Logs.AppendAsync(scenario.Append(state, attempt.Id, Nothing) with { Complete = true }, Ct));

        Assert.Equal(new LogPosition(0, 0, Complete: true), await PositionAsync(attempt.Id));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(5)]
    public async Task Append_OffsetIsNotTheExpectedOne_WritesNothing(long offset)
    {
        var scenario = await Scenario.CreateAsync(Database);
        var (state, attempt) = await scenario.AttemptingAsync();
        await Database.Logs.AppendAsync(scenario.Append(state, attempt.Id, Nothing, "one\n"), Ct);

        Assert.False(await Database.Logs.AppendAsync(scenario.Append(state, attempt.Id, new(offset, 0, false), "again\n"), Ct));

        Assert.Equal(["one\n"], Texts(await Database.Logs.ReadFromOffsetAsync(attempt.Id, LogStream.Stdout, 0, 10, Ct)), StringComparer.Ordinal);
        Assert.Equal(4, (await Database.Runs.LoadAsync(state.Run.Id, Ct))!.Run.LogBytes);
    }

    [Fact]
    public async Task Append_FirstOffsetIsNotZero_WritesNothing()
    {
        var scenario = await Scenario.CreateAsync(Database);
        var (state, attempt) = await scenario.AttemptingAsync();

        Assert.False(await Database.Logs.AppendAsync(scenario.Append(state, attempt.Id, new(4, 0, false), "x"), Ct));
        Assert.Equal(Nothing, await PositionAsync(attempt.Id));
    }

    [Fact]
    public async Task Append_SameOffsetAtOnce_OneWins()
    {
        var scenario = await Scenario.CreateAsync(Database);
        var (state, attempt) = await scenario.AttemptingAsync();

        var appended = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Run(() => Database.Logs.AppendAsync(scenario.Append(state, attempt.Id, Nothing, $"{i}\n"), Ct), Ct)));

        Assert.Single(appended, a => a);
        Assert.Equal(new LogPosition(2, 1, Complete: false), await PositionAsync(attempt.Id));
        Assert.Single(await Database.Logs.ReadFromOffsetAsync(attempt.Id, LogStream.Stdout, 0, 10, Ct));
    }

    [Fact]
    public async Task Append_WithAnOldEpoch_WritesNothing()
    {
        var scenario = await Scenario.CreateAsync(Database);
        var (state, attempt) = await scenario.AttemptingAsync();
        await Database.Runs.ClaimAsync(state.Run.Id, "next", [], Ct);

        Assert.False(await Database.Logs.AppendAsync(scenario.Append(state, attempt.Id, Nothing, "late\n"), Ct));
        Assert.Equal(Nothing, await PositionAsync(attempt.Id));
    }

    [Fact]
    public async Task Append_AttemptOfAnotherRun_WritesNothing()
    {
        var scenario = await Scenario.CreateAsync(Database);
        var (state, _) = await scenario.AttemptingAsync();
        var (_, foreign) = await scenario.AttemptingAsync();

        Assert.False(await Database.Logs.AppendAsync(scenario.Append(state, foreign.Id, Nothing, "x\n"), Ct));
        Assert.False(await Database.Logs.AppendAsync(scenario.Append(state, EntityId.New<AttemptId>(), Nothing, "x\n"), Ct));
    }

    [Fact]
    public async Task Append_ChunksWithAGap_Throws()
    {
        var scenario = await Scenario.CreateAsync(Database);
        var (state, attempt) = await scenario.AttemptingAsync();
        var append = scenario.Append(state, attempt.Id, Nothing, "a\n", "b\n", "c\n");

        await Assert.ThrowsAsync<ArgumentException>(() => Database.Logs.AppendAsync(append with { Chunks = [append.Chunks[0], append.Chunks[2]] }, Ct));
    }

    [Fact]
    public async Task Append_PastTheLimitOfTheRun_KeepsRowsWithoutText()
    {
        var scenario = await Scenario.CreateAsync(Database);
        var (state, attempt) = await scenario.AttemptingAsync();
        var line = new string('x', 39) + "\n";

        Assert.True(await Database.Logs.AppendAsync(scenario.Append(state, attempt.Id, Nothing, line, line, line, line), Ct));
        Assert.True(await Database.Logs.AppendAsync(scenario.Append(state, attempt.Id, new(160, 4, false), line), Ct));

        var chunks = await Database.Logs.ReadFromOffsetAsync(attempt.Id, LogStream.Stdout, 0, 10, Ct);
        Assert.Equal([false, false, true, true, true], chunks.Select(c => c.Text is null));
        Assert.Equal([1, 2, 3, 4, 5], chunks.Select(c => c.FirstLine));
        Assert.All(chunks, c => Assert.Equal((40, 1), (c.Length, c.LineCount)));
        Assert.Equal(new LogPosition(200, 5, Complete: false), await PositionAsync(attempt.Id));
        Assert.Equal(80, (await Database.Runs.LoadAsync(state.Run.Id, Ct))!.Run.LogBytes);
    }

    [Fact]
    public async Task Append_AnyBytes_AreReadBackAsTheyWere()
    {
        var scenario = await Scenario.CreateAsync(Database);
        var (state, attempt) = await scenario.AttemptingAsync();
        var append = scenario.Append(state, attempt.Id, Nothing, "abcd");
        byte[] bytes = [0, 0xff, 0xc3, 10];
        var chunk = new LogChunk
        {
            AttemptId = attempt.Id,
            Stream = LogStream.Stdout,
            Offset = 0,
            Length = 4,
            FirstLine = 1,
            LineCount = 1,
            Time = Database.Clock.Now,
            Text = bytes,
        };

        await Database.Logs.AppendAsync(append with { Chunks = [chunk] }, Ct);

        var stored = (await Database.Logs.ReadFromOffsetAsync(attempt.Id, LogStream.Stdout, 0, 1, Ct)).Single();
        Assert.Equal(bytes, stored.Text);
        Assert.Equal(Database.Clock.Now, stored.Time);
    }

    /// <summary>Offsets 0, 4, 8, 11, 14, 17: line 3 is spread over three chunks, line 4 begins inside the third of them.</summary>
    [Theory]
    [InlineData(1, new[] { "a\nb\n", "33" })] // the first chunk
    [InlineData(2, new[] { "a\nb\n", "33" })] // begins inside the first chunk
    [InlineData(3, new[] { "a\nb\n", "33" })] // begins exactly where the second chunk does: the line feed before it is in the first
    [InlineData(4, new[] { "3\n4", "4\n" })] // begins inside the chunk that ends the long line
    [InlineData(5, new[] { "4\n", "5" })]
    [InlineData(6, new string[0])] // its line feed is not there yet
    [InlineData(7, new string[0])]
    [InlineData(1000, new string[0])]
    public async Task ReadFromLine_BeginsWithTheChunkThatHoldsTheLineFeedBefore(long line, string[] expected)
    {
        var scenario = await Scenario.CreateAsync(Database);
        var (state, attempt) = await scenario.AttemptingAsync();
        await Database.Logs.AppendAsync(scenario.Append(state, attempt.Id, Nothing, "a\nb\n", "33", "33", "3\n4", "4\n", "5"), Ct);

        Assert.Equal(expected, Texts(await Database.Logs.ReadFromLineAsync(attempt.Id, LogStream.Stdout, line, 2, Ct)), StringComparer.Ordinal);
    }

    [Fact]
    public async Task ReadFromLine_NothingStored_IsEmpty()
    {
        var (_, attempt) = await (await Scenario.CreateAsync(Database)).AttemptingAsync();

        Assert.Empty(await Database.Logs.ReadFromLineAsync(attempt.Id, LogStream.Stdout, 1, 5, Ct));
        Assert.Empty(await Database.Logs.ReadFromLineAsync(attempt.Id, LogStream.Stdout, 2, 5, Ct));
    }

    [Fact]
    public async Task ReadFromOffset_BeginsAtThatOffsetOrNotAtAll()
    {
        var scenario = await Scenario.CreateAsync(Database);
        var (state, attempt) = await scenario.AttemptingAsync();
        await Database.Logs.AppendAsync(scenario.Append(state, attempt.Id, Nothing, "one\n", "two\n"), Ct);

        Assert.Equal(["two\n"], Texts(await Database.Logs.ReadFromOffsetAsync(attempt.Id, LogStream.Stdout, 4, 5, Ct)), StringComparer.Ordinal);
        Assert.Empty(await Database.Logs.ReadFromOffsetAsync(attempt.Id, LogStream.Stdout, 2, 5, Ct));
        Assert.Empty(await Database.Logs.ReadFromOffsetAsync(attempt.Id, LogStream.Stdout, 8, 5, Ct));
    }

    [Fact]
    public async Task GetRawFile_IsInTheAttemptsFolder()
    {
        var (_, attempt) = await (await Scenario.CreateAsync(Database)).AttemptingAsync();

        Assert.Equal($"{attempt.Directory}/stdout.log", await Database.Logs.GetRawFileAsync(attempt.Id, LogStream.Stdout, Ct));
        Assert.Equal($"{attempt.Directory}/stderr.log", await Database.Logs.GetRawFileAsync(attempt.Id, LogStream.Stderr, Ct));
        Assert.Null(await Database.Logs.GetRawFileAsync(EntityId.New<AttemptId>(), LogStream.Stdout, Ct));
    }

    private static IEnumerable<string> Texts(IEnumerable<LogChunk> chunks) => chunks.Select(c => Encoding.UTF8.GetString(c.Text!));

    private Task<LogPosition> PositionAsync(AttemptId attempt) => Database.Logs.GetPositionAsync(attempt, LogStream.Stdout, Ct);
}
