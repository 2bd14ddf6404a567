using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Signalbox.Engine.Identity;
using Signalbox.Engine.Workspaces;
using Signalbox.Unit.Dashboard.Hosting;
using Signalbox.Unit.Engine.Features;

namespace Signalbox.Unit.Dashboard.Api;

/// <summary><c>/specs</c> as programs see it.</summary>
public sealed class SpecApiTests : IDisposable
{
    private const string Specs = "/api/v1/specs";
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task List_PageByPage_IsReachedByTheLink()
    {
        await using var server = await StartAsync("web", "shop");
        using var client = server.Client();
        foreach (var id in (string[])["a", "b", "c"])
        {
            await ImportAsync(client, "web", id);
        }

        await ImportAsync(client, "shop", "d");

        List<string> read = [];
        for (var next = $"{Specs}?repository=web&limit=2"; next is not null;)
        {
            using var answer = await client.GetAsync(next, Token);
            read.AddRange((await answer.Content.ReadFromJsonAsync<JsonElement>(Token)).EnumerateArray().Select(f => Text(f, "feature")!));
            next = answer.Headers.TryGetValues("Link", out var links) ? links.Single().Split('>')[0][1..] : null;
        }

        Assert.Equal(["a", "b", "c"], read.Order(StringComparer.Ordinal));
        foreach (var (query, field) in (IReadOnlyList<(string, string)>)[("before=x", "before"), ("before=ft_000000000000", "before"), ("limit=0", "limit"), ("repository=none", "repository")])
        {
            Assert.Equal((HttpStatusCode.BadRequest, field), await FaultAsync(await client.GetAsync($"{Specs}?{query}", Token)));
        }
    }

    [Fact]
    public async Task List_OfAStartedFeature_HasItsRunAndLeavesTheSpecToTheOne()
    {
        await using var server = await StartAsync("web");
        using var client = server.Client();
        await ImportAsync(client, "web", "notes");
        server.Engine.Agents = [server.Engine.Agents[0] with { Id = "claude" }];
        var started = await ReadAsync(await PostAsync(client, "notes/start", new { }));

        var listed = Assert.Single((await ReadAsync(await client.GetAsync(Specs, Token))).EnumerateArray());
        Assert.Equal((Text(started, "run"), 2, 0, 0), (Text(listed, "run"), listed.GetProperty("tasks").GetArrayLength(), listed.GetProperty("checklist").GetArrayLength(), listed.GetProperty("requirements").GetArrayLength()));
        Assert.Equal(("T-1", 6, "FR-001"), (Text(started, "run"), started.GetProperty("checklist").GetArrayLength(), Text(started.GetProperty("requirements")[0], "id")));
    }

    [Fact]
    public async Task Feature_IsChangedOnlyAsItMayBe()
    {
        await using var server = await StartAsync("web");
        using var client = server.Client();
        await ImportAsync(client, "web", "notes");

        Assert.Equal((HttpStatusCode.BadRequest, "reason"), await FaultAsync(await PostAsync(client, "notes/block", new { reason = " " })));
        Assert.Equal("waits for a contract", Text(await ReadAsync(await PostAsync(client, "notes/block", new { reason = "waits for a contract" })), "statusReason"));
        Assert.Equal("Notes is blocked (waits for a contract): unblock it first.", await RefusalAsync(await PostAsync(client, "notes/start", new { })));
        Assert.Equal("Planning", Text(await ReadAsync(await PostAsync(client, "notes/unblock", new { })), "status"));
        Assert.Equal("Notes is planning: only what is in review can be completed.", await RefusalAsync(await PostAsync(client, "notes/complete", new { })));
        Assert.Equal("Notes has no line 'x' in its checklist.", await RefusalAsync(await PostAsync(client, "notes/checklist/x", new { holds = true })));
        Assert.Equal("The id of notes stays: import 'other' as a feature of its own.", await RefusalAsync(await client.PutAsJsonAsync($"{Specs}/notes", new { text = Spec("other") }, Token)));

        var edited = await ReadAsync(await client.PutAsJsonAsync($"{Specs}/notes", new { text = Spec("notes").Replace("name: Notes", "name: All notes", StringComparison.Ordinal) }, Token));
        Assert.Equal(("All notes", 4), (Text(edited, "name"), edited.GetProperty("revision").GetInt32()));
    }

    [Fact]
    public async Task Feature_OfTwoRepositories_IsNamedWithItsRepository()
    {
        await using var server = await StartAsync("web", "shop");
        using var client = server.Client();
        await ImportAsync(client, "web", "notes");
        await ImportAsync(client, "shop", "notes");

        Assert.Equal("Several repositories have a feature 'notes': name it as repository/notes.", await RefusalAsync(await client.GetAsync($"{Specs}/notes", Token)));
        Assert.Equal("shop", Text(await ReadAsync(await client.GetAsync($"{Specs}/shop%2Fnotes", Token)), "repository"));

        using (var removed = await client.DeleteAsync($"{Specs}/shop%2Fnotes", Token))
        {
            Assert.Equal(HttpStatusCode.NoContent, removed.StatusCode);
        }

        var left = await ReadAsync(await client.GetAsync($"{Specs}/notes", Token));
        Assert.Equal("web", Text(left, "repository"));
        Assert.Equal("web", Text(await ReadAsync(await client.GetAsync($"{Specs}/{Text(left, "id")}", Token)), "repository"));
        using var gone = await client.GetAsync($"{Specs}/shop%2Fnotes", Token);
        Assert.Equal(HttpStatusCode.NotFound, gone.StatusCode);
    }

    [Fact]
    public async Task Export_SaysWhichFilesItWrote()
    {
        await using var server = await StartAsync("web");
        using var client = server.Client();
        await ImportAsync(client, "web", "notes");

        var written = await ReadAsync(await PostAsync(client, "notes/export", new { }));

        Assert.Equal(3, written.GetProperty("files").GetArrayLength());
        Assert.All(written.GetProperty("files").EnumerateArray(), f => Assert.True(File.Exists(_folder.In("web", f.GetString()!))));
        using var none = await PostAsync(client, "none/export", new { });
        Assert.Equal(HttpStatusCode.NotFound, none.StatusCode);
    }

    public void Dispose() => _folder.Dispose();

    private static string Spec(string id) => FeatureScene.Spec.Replace("id: notes", $"id: {id}", StringComparison.Ordinal);

    private async Task<TestServer> StartAsync(params string[] repositories)
    {
        var server = await TestServer.StartAsync();
        foreach (var name in repositories)
        {
            server.Engine.Known.Add(new Repository { Id = EntityId.New<RepositoryId>(), Name = name, Path = Directory.CreateDirectory(_folder.In(name)).FullName, CreatedAt = FakeRuns.Now });
        }

        return server;
    }

    private static async Task ImportAsync(HttpClient client, string repository, string id)
    {
        using var answer = await client.PostAsJsonAsync(Specs, new { file = "spec.yaml", text = Spec(id), repository }, Token);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    private static Task<HttpResponseMessage> PostAsync(HttpClient client, string path, object body) => client.PostAsJsonAsync($"{Specs}/{path}", body, Token);

    private static async Task<JsonElement> ReadAsync(HttpResponseMessage answer)
    {
        using (answer)
        {
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            return await answer.Content.ReadFromJsonAsync<JsonElement>(Token);
        }
    }

    private static async Task<string?> RefusalAsync(HttpResponseMessage answer)
    {
        using (answer)
        {
            Assert.Equal(HttpStatusCode.Conflict, answer.StatusCode);
            return Text(await answer.Content.ReadFromJsonAsync<JsonElement>(Token), "detail");
        }
    }

    private static async Task<(HttpStatusCode Status, string? Field)> FaultAsync(HttpResponseMessage answer)
    {
        using (answer)
        {
            var problem = await answer.Content.ReadFromJsonAsync<JsonElement>(Token);
            return (answer.StatusCode, Text(problem.GetProperty("errors")[0], "field"));
        }
    }

    private static string? Text(JsonElement element, string name) => element.GetProperty(name).GetString();
}
