using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Signalbox.Engine.Audit;
using Signalbox.Unit.Dashboard.Hosting;
using Signalbox.Unit.Engine.Governance.Configuration;

namespace Signalbox.Unit.Dashboard.Api;

public sealed class ConfigurationApiTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Apply_Compare_RollBack_AndWhoDidIt()
    {
        await using var server = await TestServer.StartAsync();
        using var client = server.Client();
        Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync("/api/v1/config", Stop)).StatusCode);
        server.Engine.Configurations.RestartNeeded = ["deployment.urls"];

        var first = await PutAsync(client, ConfigurationTexts.Whole);
        Assert.Equal("1.2.0", first.GetProperty("version").GetProperty("version").GetString());
        Assert.Equal("deployment.urls", first.GetProperty("restartNeeded")[0].GetString());
        var second = await PutAsync(client, ConfigurationTexts.Of("1.3.0"));
        Assert.False(second.GetProperty("wasApplied").GetBoolean());
        Assert.True((await PutAsync(client, ConfigurationTexts.Of("1.3.0"))).GetProperty("wasApplied").GetBoolean());

        var diff = await client.GetFromJsonAsync<JsonElement>("/api/v1/config/diff?from=1.2.0&to=1.3.0", Stop);
        Assert.StartsWith("--- configuration 1.2.0\n+++ configuration 1.3.0\n", diff.GetProperty("diff").GetString(), StringComparison.Ordinal);
        using var back = await client.PostAsJsonAsync("/api/v1/config/rollback", new { version = "1.2.0" }, Stop);
        var rolled = (await back.Content.ReadFromJsonAsync<JsonElement>(Stop)).GetProperty("version");
        Assert.Equal(("1.3.1", "1.2.0"), (rolled.GetProperty("version").GetString(), rolled.GetProperty("rolledBackFrom").GetString()));

        var current = await client.GetFromJsonAsync<JsonElement>("/api/v1/config", Stop);
        Assert.Equal(["local", "house", "builder", "old", "codex"], current.GetProperty("agents").EnumerateArray().Select(a => a.GetProperty("id").GetString()));
        Assert.Equal([true, false], current.GetProperty("workflows").EnumerateArray().Select(a => a.GetProperty("enabled").GetBoolean()));
        using var page = await client.GetAsync("/api/v1/config/versions?limit=2", Stop);
        Assert.Contains("before=2", Assert.Single(page.Headers.GetValues("Link")), StringComparison.Ordinal);
        Assert.Equal(["1.3.1", "1.3.0"], (await page.Content.ReadFromJsonAsync<JsonElement>(Stop)).EnumerateArray().Select(v => v.GetProperty("version").GetString()));

        var audit = await client.GetFromJsonAsync<JsonElement>("/api/v1/audit", Stop);
        Assert.Equal(["configuration.rollback", "configuration.apply", "configuration.apply"], audit.EnumerateArray().Select(e => e.GetProperty("action").GetString()));
        Assert.All(audit.EnumerateArray(), e => Assert.Equal(("admin", "Api", "127.0.0.1"), (e.GetProperty("who").GetString(), e.GetProperty("via").GetString(), e.GetProperty("address").GetString())));
        var lines = await client.GetStringAsync("/api/v1/audit/export", Stop);
        Assert.Equal(3, lines.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => JsonDocument.Parse(l).RootElement.GetProperty("id").GetString()).Distinct().Count());
    }

    [Fact]
    public async Task Apply_WithFaults_NamesEachWithItsPlace()
    {
        await using var server = await TestServer.StartAsync();
        using var client = server.Client();
        using var answer = await client.PutAsJsonAsync("/api/v1/config", new { text = "version: 1\nglobal: {limits: {max_concurrent_runs: 0}}\n", file = "mine.yaml" }, Stop);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        var errors = (await answer.Content.ReadFromJsonAsync<JsonElement>(Stop)).GetProperty("errors").EnumerateArray().Select(e => (e.GetProperty("file").GetString(), e.GetProperty("line").GetInt32(), e.GetProperty("code").GetString()));
        Assert.Equal([("mine.yaml", 1, "bad-version"), ("mine.yaml", 2, "out-of-range")], errors);
        Assert.Empty(server.Engine.Configurations.Taken);

        using var check = await client.PostAsJsonAsync("/api/v1/config/validate", new { text = ConfigurationTexts.Whole }, Stop);
        Assert.True((await check.Content.ReadFromJsonAsync<JsonElement>(Stop)).GetProperty("valid").GetBoolean());
        using var nothing = await client.PostAsJsonAsync("/api/v1/config/validate", new { }, Stop);
        Assert.Equal(HttpStatusCode.BadRequest, nothing.StatusCode);
    }

    [Fact]
    public async Task Apply_OfAnOlderVersion_IsAConflict_AndAnUnknownOneIsNotFound()
    {
        await using var server = await TestServer.StartAsync();
        using var client = server.Client();
        await PutAsync(client, ConfigurationTexts.Of("2.0.0"));
        using var older = await client.PutAsJsonAsync("/api/v1/config", new { text = ConfigurationTexts.Of("1.0.0") }, Stop);
        Assert.Equal(HttpStatusCode.Conflict, older.StatusCode);
        using var unknown = await client.PostAsJsonAsync("/api/v1/config/rollback", new { version = "0.1.0" }, Stop);
        Assert.Equal(HttpStatusCode.NotFound, unknown.StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync("/api/v1/config/versions/0.1.0", Stop)).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await client.GetAsync("/api/v1/audit?before=nonsense", Stop)).StatusCode);
    }

    [Fact]
    public async Task Request_OfTheCommandLine_IsSaidToComeFromThere()
    {
        await using var server = await TestServer.StartAsync();
        using var client = server.Client();
        client.DefaultRequestHeaders.UserAgent.ParseAdd("signalbox-cli/1.0");
        await PutAsync(client, ConfigurationTexts.Of("1.0.0"));
        Assert.Equal(AuditDoor.CommandLine, Assert.Single(server.Engine.Configurations.Audit.Entries).Via);
    }

    private static async Task<JsonElement> PutAsync(HttpClient client, string text)
    {
        using var answer = await client.PutAsJsonAsync("/api/v1/config", new { text }, Stop);
        var body = await answer.Content.ReadFromJsonAsync<JsonElement>(Stop);
        Assert.True(answer.IsSuccessStatusCode, body.ToString());
        return body;
    }
}
