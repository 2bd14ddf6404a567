using Signalbox.Engine.Runs;

namespace Signalbox.Unit.Persistence;

public abstract class ResponseCacheTests(TestDatabase database) : ConformanceTests(database)
{
    [Fact]
    public async Task Add_Twice_TheFirstStays()
    {
        var key = Guid.NewGuid().ToString("n");
        var structured = new Dictionary<string, object?>(StringComparer.Ordinal) { ["a"] = 1L };
        await Database.ResponseCache.AddAsync(new CachedResponse(key, "openai", "model", "last \0 word", "output", structured, Database.Clock.Now), Ct);
        await Database.ResponseCache.AddAsync(new CachedResponse(key, "openai", null, "other", null, null, Database.Clock.Now), Ct);

        var found = (await Database.ResponseCache.FindAsync(key, Ct))!;

        Assert.Equal(("openai", "model", "last \ufffd word", "output", Database.Clock.Now), (found.Agent, found.Model, found.FinalText, found.OutputText, found.CreatedAt));
        Assert.Equal(structured, found.Structured);
        Assert.Null(await Database.ResponseCache.FindAsync("none", Ct));
    }

    [Fact]
    public async Task Add_WithoutObject_ReadsItAsNull()
    {
        var key = Guid.NewGuid().ToString("n");
        await Database.ResponseCache.AddAsync(new CachedResponse(key, "openai", null, null, null, null, Database.Clock.Now), Ct);

        Assert.Null((await Database.ResponseCache.FindAsync(key, Ct))!.Structured);
    }
}
