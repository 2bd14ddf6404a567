using Signalbox.Engine.Runs;

namespace Signalbox.Unit.Persistence;

public abstract class ResponseCacheTests(TestDatabase database) : ConformanceTests(database)
{
    [Fact]
    public async Task Add_TwiceAtTheSameTime_TheFirstStays()
    {
        var key = Guid.NewGuid().ToString("n");
        var structured = new Dictionary<string, object?>(StringComparer.Ordinal) { ["a"] = 1L };
        await Database.ResponseCache.AddAsync(new CachedResponse(key, "openai", "model", "last \0 word", "output", structured, Database.Clock.Now), Ct);
        await Database.ResponseCache.AddAsync(new CachedResponse(key, "openai", null, "other", null, null, Database.Clock.Now), Ct);

        var found = (await FindAsync(key))!;

        Assert.Equal(("openai", "model", "last \ufffd word", "output", Database.Clock.Now), (found.Agent, found.Model, found.FinalText, found.OutputText, found.CreatedAt));
        Assert.Equal(structured, found.Structured);
        Assert.Null(await FindAsync("none"));
    }

    [Fact]
    public async Task Add_WithoutObject_ReadsItAsNull()
    {
        var key = Guid.NewGuid().ToString("n");
        await Database.ResponseCache.AddAsync(new CachedResponse(key, "openai", null, null, null, null, Database.Clock.Now), Ct);

        Assert.Null((await FindAsync(key))!.Structured);
    }

    [Fact]
    public async Task Find_OlderThanAllowed_IsNotGivenAndANewAnswerTakesItsPlace()
    {
        var key = Guid.NewGuid().ToString("n");
        var now = Database.Clock.Now;
        await Database.ResponseCache.AddAsync(Answer(key, now.AddDays(-2), 3), Ct);

        Assert.Null(await Database.ResponseCache.FindAsync(key, now.AddDays(-1), Ct));
        Assert.NotNull(await Database.ResponseCache.FindAsync(key, now.AddDays(-2), Ct));

        await Database.ResponseCache.AddAsync(Answer(key, now, 5), Ct);
        Assert.Equal(5, (await Database.ResponseCache.FindAsync(key, now.AddDays(-1), Ct))!.Bytes);
    }

    [Fact]
    public async Task Trim_ByAgeCountAndBytes_KeepsTheNewest()
    {
        await Database.QueryAsync("DELETE FROM response_cache");
        var now = Database.Clock.Now;
        for (var i = 0; i < 6; i++)
        {
            await Database.ResponseCache.AddAsync(Answer($"trim-{i}", now.AddHours(-i), 10), Ct);
        }

        Assert.Equal(0, await TrimAsync(TimeSpan.FromDays(1), 6, 60));
        Assert.Equal(1, await TrimAsync(TimeSpan.FromHours(4.5), 6, 60));
        Assert.Equal(1, await TrimAsync(TimeSpan.FromHours(4.5), 4, 60));
        Assert.Equal(2, await TrimAsync(TimeSpan.FromHours(4.5), 4, 29));
        Assert.Equal(["trim-0", "trim-1"], (await Database.QueryAsync("SELECT key FROM response_cache ORDER BY key")).ToArray());
        Assert.Equal(2, await TrimAsync(TimeSpan.FromHours(4.5), 4, 9));

        Task<int> TrimAsync(TimeSpan age, int entries, long bytes) => Database.ResponseCache.TrimAsync(new ResponseCacheLimits(age, entries, bytes), now, Ct);
    }

    private static CachedResponse Answer(string key, DateTimeOffset at, int length) => new(key, "openai", null, new string('x', length), null, null, at);

    private Task<CachedResponse?> FindAsync(string key) => Database.ResponseCache.FindAsync(key, DateTimeOffset.MinValue, Ct);
}
