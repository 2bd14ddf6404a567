using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Signalbox.Engine.Logs;
using Signalbox.Unit.Dashboard.Hosting;

namespace Signalbox.Unit.Dashboard.Api;

public sealed class LogSearchApiTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task LogSearch_Text_GivesCountsAndTheLinesAskedFor()
    {
        await using var server = await TestServer.StartAsync();
        var attempt = server.Engine.AddRun("DOC-1").Attempts[0].Id;
        server.Engine.Logs.Set(attempt, LogStream.Stderr, "a fault", "fine", "Fault and fault", "fault");
        using var client = server.Client();
        var page = await client.GetFromJsonAsync<JsonElement>($"/api/v1/attempts/{attempt}/log/search?stream=stderr&q=fault&from=2&limit=1", Token);
        Assert.Equal((3, 4, 2), (page.GetProperty("lines").GetInt32(), page.GetProperty("matches").GetInt32(), page.GetProperty("index").GetInt32()));
        var hit = Assert.Single(page.GetProperty("hits").EnumerateArray());
        Assert.Equal((3, "Fault and fault"), (hit.GetProperty("line").GetInt32(), hit.GetProperty("text").GetString()));
        Assert.Equal("[[0,5],[10,5]]", hit.GetProperty("ranges").GetRawText());
        var before = await client.GetFromJsonAsync<JsonElement>($"/api/v1/attempts/{attempt}/log/search?stream=stderr&q=F..LT&regex=true&case=false&before=3", Token);
        Assert.Equal(1, Assert.Single(before.GetProperty("hits").EnumerateArray()).GetProperty("line").GetInt32());
        var none = await client.GetFromJsonAsync<JsonElement>($"/api/v1/attempts/{attempt}/log/search?stream=stderr&q=FAULT&case=true", Token);
        Assert.Equal((0, JsonValueKind.Null), (none.GetProperty("lines").GetInt32(), none.GetProperty("index").ValueKind));
    }

    [Theory]
    [InlineData("?q=", HttpStatusCode.BadRequest, "there is nothing to search for")]
    [InlineData("?q=(x&regex=true", HttpStatusCode.BadRequest, "is not a regular expression")]
    [InlineData("?q=x&limit=0", HttpStatusCode.BadRequest, "a whole number from 1 to 1000")]
    [InlineData("?q=x&before=0", HttpStatusCode.BadRequest, "a whole number from 1 on")]
    public async Task LogSearch_BadQuery_IsAProblemOfOneSentence(string query, HttpStatusCode expected, string sentence)
    {
        await using var server = await TestServer.StartAsync();
        var attempt = server.Engine.AddRun("DOC-1").Attempts[0].Id;
        using var client = server.Client();
        using var response = await client.GetAsync($"/api/v1/attempts/{attempt}/log/search{query}", Token);
        Assert.Equal(expected, response.StatusCode);
        Assert.Contains(sentence, (await response.Content.ReadFromJsonAsync<JsonElement>(Token)).GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task LogSearch_OfAnUnknownAttempt_Is404_AndItIsInTheDescription()
    {
        await using var server = await TestServer.StartAsync();
        using var client = server.Client();
        using var response = await client.GetAsync("/api/v1/attempts/at_000000000000/log/search?q=x", Token);
        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        var description = await client.GetFromJsonAsync<JsonElement>("/openapi/v1.json", Token);
        Assert.Equal(
            ["before", "case", "from", "id", "limit", "q", "regex", "stream"],
            description.GetProperty("paths").GetProperty("/api/v1/attempts/{id}/log/search").GetProperty("get").GetProperty("parameters").EnumerateArray()
                .Select(p => p.GetProperty("name").GetString()!).Order(StringComparer.Ordinal));
    }
}
