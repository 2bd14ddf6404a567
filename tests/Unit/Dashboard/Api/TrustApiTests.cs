using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Signalbox.Engine.Identity;
using Signalbox.Engine.Workspaces;
using Signalbox.Unit.Dashboard.Hosting;
using Signalbox.Unit.Engine.Trust;

namespace Signalbox.Unit.Dashboard.Api;

/// <summary><c>/trust</c> as programs see it.</summary>
public sealed class TrustApiTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Put_Model_IsTheNextVersionAndTheSameTextIsNone()
    {
        await using var server = await TestServer.StartAsync();
        using var client = server.Client();
        Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync("/api/v1/trust/current", Token)).StatusCode);

        var first = await PutAsync(client, TrustSamples.Model);
        Assert.Equal((1, "admin", 0), (first.GetProperty("number").GetInt32(), first.GetProperty("createdBy").GetString(), first.GetProperty("warnings").GetArrayLength()));
        Assert.Equal(1, (await PutAsync(client, TrustSamples.Model)).GetProperty("number").GetInt32());
        Assert.Equal(2, (await PutAsync(client, TrustSamples.Model + "\n# more\n")).GetProperty("number").GetInt32());

        var current = await client.GetFromJsonAsync<JsonElement>("/api/v1/trust/current", Token);
        Assert.Equal((2, TrustSamples.Model + "\n# more\n"), (current.GetProperty("number").GetInt32(), current.GetProperty("text").GetString()));
        var listed = await client.GetFromJsonAsync<JsonElement>("/api/v1/trust", Token);
        Assert.Equal([2, 1], listed.EnumerateArray().Select(v => v.GetProperty("number").GetInt32()));
        Assert.Equal(JsonValueKind.Null, listed[0].GetProperty("text").ValueKind);
        using var page = await client.GetAsync("/api/v1/trust?limit=1", Token);
        var next = Assert.Single(page.Headers.GetValues("Link")).Split('<', '>')[1];
        Assert.Equal([1], (await client.GetFromJsonAsync<JsonElement>(next, Token)).EnumerateArray().Select(v => v.GetProperty("number").GetInt32()));
        using var nowhere = await client.GetAsync("/api/v1/trust?before=tm_000000000000", Token);
        Assert.Equal(HttpStatusCode.BadRequest, nowhere.StatusCode);
        var old = await client.GetFromJsonAsync<JsonElement>($"/api/v1/trust/versions/{first.GetProperty("id").GetString()}", Token);
        Assert.Equal(TrustSamples.Model, old.GetProperty("text").GetString());

        Assert.Equal(HttpStatusCode.OK, (await client.DeleteAsync("/api/v1/trust", Token)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync("/api/v1/trust/current", Token)).StatusCode);
        Assert.Equal(3, (await client.GetFromJsonAsync<JsonElement>("/api/v1/trust", Token)).GetArrayLength());
    }

    [Fact]
    public async Task Put_ModelWithFaults_SaysEachWithItsLineAndChangesNothing()
    {
        await using var server = await TestServer.StartAsync();
        using var client = server.Client();
        await PutAsync(client, TrustSamples.Model);

        var broken = TrustSamples.Model.Replace("\"minimal\"", "\"lax\"", StringComparison.Ordinal).Replace("escalation: true", "escalation: 1", StringComparison.Ordinal);
        using var response = await client.PutAsJsonAsync("/api/v1/trust", new { text = broken, file = "t.yaml" }, Token);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        var errors = (await response.Content.ReadFromJsonAsync<JsonElement>(Token)).GetProperty("errors").EnumerateArray().ToList();
        Assert.Equal([("t.yaml", 8, "not-allowed"), ("t.yaml", 31, "wrong-type")], errors.Select(e => (e.GetProperty("file").GetString()!, e.GetProperty("line").GetInt32(), e.GetProperty("code").GetString()!)));
        Assert.Single(server.Engine.Trust.Versions);
        using var checkedToo = await client.PostAsJsonAsync("/api/v1/trust/validate", new { text = broken }, Token);
        var validation = await checkedToo.Content.ReadFromJsonAsync<JsonElement>(Token);
        Assert.Equal((false, 2), (validation.GetProperty("valid").GetBoolean(), validation.GetProperty("diagnostics").GetArrayLength()));
    }

    [Fact]
    public async Task Evaluate_FilesAndType_HasTheShapeOfTheContract()
    {
        await using var server = await TestServer.StartAsync();
        using var client = server.Client();
        await PutAsync(client, TrustSamples.Model);

        var low = await client.GetFromJsonAsync<JsonElement>("/api/v1/trust/evaluate?path=README.md&path=src%2Fauth%2Flogin.ts", Token);
        Assert.Equal(("low", false, "pair_programming", "pattern **/auth/**"), (Text(low, "level"), low.GetProperty("autoApprove").GetBoolean(), Text(low, "supervision"), Text(low, "matchedBy")));
        Assert.Equal(["high", "low"], low.GetProperty("paths").EnumerateArray().Select(p => Text(p, "level")));
        Assert.True(low.GetProperty("escalation").GetBoolean());
        var high = await client.GetFromJsonAsync<JsonElement>("/api/v1/trust/evaluate?taskType=documentation", Token);
        Assert.Equal(("high", true, "minimal", "task_type documentation"), (Text(high, "level"), high.GetProperty("autoApprove").GetBoolean(), Text(high, "supervision"), Text(high, "matchedBy")));
        Assert.Equal(HttpStatusCode.BadRequest, (await client.GetAsync("/api/v1/trust/evaluate", Token)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync("/api/v1/trust/evaluate?path=a&repository=nowhere", Token)).StatusCode);
    }

    [Fact]
    public async Task Model_OfARepository_StandsBeforeTheGlobalOne()
    {
        await using var server = await TestServer.StartAsync();
        using var client = server.Client();
        server.Engine.Known.Add(new Repository { Id = EntityId.New<RepositoryId>(), Name = "shop", Path = "/nowhere/shop", DefaultBranch = "main", CreatedAt = FakeRuns.Now });
        await PutAsync(client, TrustSamples.Model);
        await PutAsync(client, TrustSamples.Model.Replace("default_level: medium", "default_level: low", StringComparison.Ordinal), "shop");

        Assert.Equal("low", Text(await client.GetFromJsonAsync<JsonElement>("/api/v1/trust/evaluate?path=Makefile&repository=shop", Token), "level"));
        Assert.Equal("medium", Text(await client.GetFromJsonAsync<JsonElement>("/api/v1/trust/evaluate?path=Makefile", Token), "level"));
        await client.DeleteAsync("/api/v1/trust?repository=shop", Token);
        Assert.Equal("medium", Text(await client.GetFromJsonAsync<JsonElement>("/api/v1/trust/evaluate?path=Makefile&repository=shop", Token), "level"));
    }

    private static string? Text(JsonElement element, string name) => element.GetProperty(name).GetString();

    private static async Task<JsonElement> PutAsync(HttpClient client, string text, string? repository = null)
    {
        using var response = await client.PutAsJsonAsync("/api/v1/trust", new { text, repository }, Token);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return await response.Content.ReadFromJsonAsync<JsonElement>(Token);
    }
}
