using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Signalbox.Engine.Logs;
using Signalbox.Unit.Dashboard.Hosting;

namespace Signalbox.Unit.Dashboard.Api;

public sealed class ResourceApiTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Log_GivesThePageAskedFor()
    {
        await using var server = await TestServer.StartAsync();
        var attempt = server.Engine.AddRun("DOC-1").Attempts[0].Id;
        server.Engine.Logs.Set(attempt, LogStream.Stderr, "one", "two", "three");
        using var client = server.Client();
        var page = await client.GetFromJsonAsync<JsonElement>($"/api/v1/attempts/{attempt}/log?stream=stderr&from=2&count=1", Token);
        var line = Assert.Single(page.GetProperty("lines").EnumerateArray());
        Assert.Equal("two", line.GetProperty("text").GetString());
        Assert.Equal("stderr", line.GetProperty("stream").GetString());
        Assert.False(page.GetProperty("complete").GetBoolean());
    }

    [Fact]
    public async Task RawLog_IsATextAttachment()
    {
        await using var server = await TestServer.StartAsync();
        var attempt = server.Engine.AddRun("DOC-1").Attempts[0].Id;
        server.Engine.Logs.Set(attempt, LogStream.Stdout, "<b>one</b>");
        using var client = server.Client();
        using var response = await client.GetAsync($"/api/v1/attempts/{attempt}/log/raw?stream=stdout", Token);
        Assert.Equal("text/plain", response.Content.Headers.ContentType?.MediaType);
        Assert.Equal("attachment", response.Content.Headers.ContentDisposition?.DispositionType);
        Assert.Equal("<b>one</b>\n", await response.Content.ReadAsStringAsync(Token));
    }

    [Theory]
    [InlineData("at_none/log", HttpStatusCode.NotFound)]
    [InlineData("at_000000000000/log", HttpStatusCode.NotFound)]
    [InlineData("at_000000000000/log?stream=both", HttpStatusCode.BadRequest)]
    [InlineData("at_000000000000/log?from=x", HttpStatusCode.BadRequest)]
    public async Task Log_OfWhatIsNotThere_IsAProblem(string path, HttpStatusCode expected)
    {
        await using var server = await TestServer.StartAsync();
        using var client = server.Client();
        using var response = await client.GetAsync("/api/v1/attempts/" + path, Token);
        Assert.Equal(expected, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
    }

    [Fact]
    [Trait("Spec3", "Global mode uses `repositories` table to scope workflows")]
    public async Task Workflow_InTwoRepositories_NeedsItsRepository()
    {
        await using var server = await TestServer.StartAsync();
        server.Engine.Workflows.Add(FakeRuns.Workflow("hello", "web"));
        server.Engine.Workflows.Add(FakeRuns.Workflow("hello", "api"));
        using var client = server.Client();
        using var bare = await client.GetAsync("/api/v1/workflows/hello", Token);
        Assert.Equal(HttpStatusCode.Conflict, bare.StatusCode);
        Assert.Contains("web/hello or api/hello", await bare.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
        var one = await client.GetFromJsonAsync<JsonElement>("/api/v1/workflows/api/hello", Token);
        Assert.Equal("name: hello", one.GetProperty("yaml").GetString());
        Assert.Equal("name count", string.Join(' ', one.GetProperty("inputs").EnumerateArray().Select(i => i.GetProperty("name").GetString())));
    }

    [Fact]
    public async Task Validate_OfABrokenWorkflow_ListsEveryFaultWithItsPlace()
    {
        await using var server = await TestServer.StartAsync();
        using var client = server.Client();
        using var response = await client.PostAsJsonAsync("/api/v1/workflows/validate", new { file = "x.yaml", yaml = "version: \"1.0\"\nname: Bad Name\nsteps: []\n" }, Token);
        var result = await response.Content.ReadFromJsonAsync<JsonElement>(Token);
        Assert.False(result.GetProperty("valid").GetBoolean());
        Assert.True(result.GetProperty("diagnostics").GetArrayLength() >= 2);
        Assert.All(result.GetProperty("diagnostics").EnumerateArray(), d => Assert.Equal("x.yaml", d.GetProperty("file").GetString()));
        Assert.Contains(result.GetProperty("diagnostics").EnumerateArray(), d => d.GetProperty("line").GetInt32() == 2);
    }

    [Fact]
    public async Task Validate_OfTwoMegabytes_IsOneClearFault()
    {
        await using var server = await TestServer.StartAsync();
        using var client = server.Client();
        using var response = await client.PostAsJsonAsync("/api/v1/workflows/validate", new { yaml = "name: x\n#" + new string('x', 2 * 1024 * 1024) }, Token);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var result = await response.Content.ReadFromJsonAsync<JsonElement>(Token);
        Assert.Single(result.GetProperty("diagnostics").EnumerateArray());
    }

    [Theory]
    [InlineData("relative")]
    [InlineData(null)]
    [InlineData("/nowhere/at/all")]
    public async Task AddRepository_ThatIsNone_NamesTheField(string? path)
    {
        await using var server = await TestServer.StartAsync();
        using var client = server.Client();
        using var response = await client.PostAsJsonAsync("/api/v1/repositories", new { path }, Token);
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        var problem = await response.Content.ReadFromJsonAsync<JsonElement>(Token);
        Assert.Equal("path", problem.GetProperty("errors")[0].GetProperty("field").GetString());
    }

    [Fact]
    public async Task LoginLink_OfTheToken_SignsIn()
    {
        await using var server = await TestServer.StartAsync();
        using var client = server.Client();
        using var response = await client.PostAsync("/api/v1/login-links", null, Token);
        var link = await response.Content.ReadFromJsonAsync<JsonElement>(Token);
        using var anonymous = server.Anonymous();
        Assert.Contains("<button", await anonymous.GetStringAsync(link.GetProperty("url").GetString(), Token), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/healthz")]
    [InlineData("/readyz")]
    [InlineData("/version")]
    public async Task Monitors_NeedNoSignIn(string path)
    {
        await using var server = await TestServer.StartAsync();
        using var client = server.Anonymous();
        using var response = await client.GetAsync(path, Token);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Fact]
    public async Task OpenApi_NamesTheRoutes()
    {
        await using var server = await TestServer.StartAsync();
        using var client = server.Client();
        var document = await client.GetFromJsonAsync<JsonElement>("/openapi/v1.json", Token);
        var paths = document.GetProperty("paths");
        Assert.True(paths.TryGetProperty("/api/v1/runs/{run}/cancel", out _));
        Assert.True(paths.TryGetProperty("/api/v1/attempts/{id}/log", out _));
    }
}
