using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Signalbox.Unit.Dashboard.Hosting;

namespace Signalbox.Unit.Dashboard.Api;

/// <summary>A request that is not as it must be is told what is.</summary>
public sealed class RequestFaultTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("DELETE", "/api/v1/runs", "GET, HEAD, POST")]
    [InlineData("POST", "/api/v1/runs/DOC-1", "GET, HEAD")]
    [InlineData("GET", "/api/v1/runs/DOC-1/cancel", "POST")]
    [InlineData("HEAD", "/api/v1/runs/DOC-1/cancel", "POST")]
    [InlineData("PUT", "/api/v1/workflows/web/hello", "GET, HEAD")]
    [InlineData("PATCH", "/api/v1/workflows/validate", "GET, HEAD, POST")]
    [InlineData("PUT", "/api/v1/agents/anna/claim", "POST")]
    [InlineData("PATCH", "/api/v1/agents/anna", "DELETE, GET, HEAD, PUT")]
    public async Task Request_WithAMethodThatAKnownPathDoesNotTake_Is405WithThoseItTakes(string method, string path, string allowed)
    {
        await using var server = await TestServer.StartAsync();
        server.Engine.AddRun("DOC-1");
        using var client = server.Client();
        using var response = await client.SendAsync(new HttpRequestMessage(new HttpMethod(method), path), Token);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, response.StatusCode);
        Assert.Equal(allowed, string.Join(", ", response.Content.Headers.Allow.Order(StringComparer.Ordinal)));
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
    }

    [Theory]
    [InlineData("GET", "/api/v1/nothing")]
    [InlineData("POST", "/api/v2/runs")]
    [InlineData("GET", "/api")]
    [InlineData("DELETE", "/api/v1/runs/DOC-1/nothing/at/all")]
    public async Task Request_ToAnUnknownPath_Is404(string method, string path)
    {
        await using var server = await TestServer.StartAsync();
        using var client = server.Client();
        using var response = await client.SendAsync(new HttpRequestMessage(new HttpMethod(method), path), Token);
        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData(null)]
    public async Task Post_OfWhatIsNotJson_Is415(string? type)
    {
        await using var server = await TestServer.StartAsync();
        using var client = server.Client();
        var content = new ByteArrayContent("workflow=hello"u8.ToArray());
        content.Headers.ContentType = type is null ? null : new(type);
        using var response = await client.PostAsync("/api/v1/runs", content, Token);
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, response.StatusCode);
        var error = Assert.Single(await ErrorsAsync(response));
        Assert.Equal(("Content-Type", type, "application/json"), error);
    }

    [Theory]
    [InlineData("/api/v1/runs/DOC-1/resume")]
    [InlineData("/api/v1/runs/DOC-1/pin")]
    [InlineData("/api/v1/agents/anna/heartbeat")]
    public async Task Post_WithoutAnOptionalBody_NeedsNoContentType(string path)
    {
        await using var server = await TestServer.StartAsync();
        server.Engine.AddRun("DOC-1");
        using var client = server.Client();
        using var registered = await client.PostAsJsonAsync("/api/v1/agents", new { id = "anna", capabilities = (string[])["plan"] }, Token);
        using var response = await client.PostAsync(path, null, Token);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Theory]
    [InlineData("approve")]
    [InlineData("reject")]
    [InlineData("request-changes")]
    public async Task Answer_WithoutABody_ReachesTheApproval(string answer)
    {
        await using var server = await TestServer.StartAsync();
        using var client = server.Client();
        using var response = await client.PostAsync($"/api/v1/approvals/ap_000000000000/{answer}", null, Token);
        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Contains("ap_000000000000", await response.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/api/v1/runs", HttpStatusCode.BadRequest)]
    [InlineData("/api/v1/runs/DOC-1/rerun", HttpStatusCode.BadRequest)]
    [InlineData("/api/v1/runs/import", HttpStatusCode.UnsupportedMediaType)]
    public async Task Post_WithoutABodyThatIsNeeded_IsAProblem(string path, HttpStatusCode expected)
    {
        await using var server = await TestServer.StartAsync();
        server.Engine.AddRun("DOC-1");
        using var client = server.Client();
        using var response = await client.PostAsync(path, null, Token);
        Assert.Equal(expected, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        if (expected == HttpStatusCode.UnsupportedMediaType)
        {
            Assert.Equal([("Content-Type", null, "application/x-tar")], await ErrorsAsync(response));
        }
    }

    [Theory]
    [InlineData("/api/v1/runs?limit=abc", "limit", "abc")]
    [InlineData("/api/v1/runs?limit=-5", "limit", "-5")]
    [InlineData("/api/v1/runs?limit=201", "limit", "201")]
    [InlineData("/api/v1/runs?limit=", "limit", "")]
    [InlineData("/api/v1/runs/DOC-1/events?after=x&limit=0.5", "after limit", "x 0.5")]
    [InlineData("/api/v1/runs/DOC-1/events?after=-1&limit=0", "after limit", "-1 0")]
    [InlineData("/api/v1/runs/DOC-1/stream?after=soon", "after", "soon")]
    [InlineData("/api/v1/attempts/at_000000000000/log?count=many&follow=perhaps", "count follow", "many perhaps")]
    public async Task Query_ThatCannotBeRead_IsAProblemThatNamesEach(string path, string fields, string found)
    {
        await using var server = await TestServer.StartAsync();
        server.Engine.AddRun("DOC-1");
        using var client = server.Client();
        using var response = await client.GetAsync(path, Token);
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        var errors = await ErrorsAsync(response);
        Assert.Equal(fields, string.Join(' ', errors.Select(e => e.Field)));
        Assert.Equal(found, string.Join(' ', errors.Select(e => e.Found)));
        Assert.All(errors, e => Assert.NotNull(e.Allowed));
    }

    [Theory]
    [InlineData("/api/v1/runs")]
    [InlineData("/api/v1/runs/DOC-1")]
    [InlineData("/api/v1/runs/DOC-1/stream")]
    [InlineData("/api/v1/workflows")]
    public async Task Head_WhereThereIsGet_AnswersTheSameWithoutABody(string path)
    {
        await using var server = await TestServer.StartAsync();
        server.Engine.AddRun("DOC-1");
        using var client = server.Client();
        using var response = await client.SendAsync(new HttpRequestMessage(HttpMethod.Head, path), Token);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.NotNull(response.Content.Headers.ContentType);
        Assert.Empty(await response.Content.ReadAsStringAsync(Token));
    }

    [Fact]
    public async Task Unauthorised_LearnsNothingAboutMethods()
    {
        await using var server = await TestServer.StartAsync();
        using var client = server.Anonymous();
        using var response = await client.SendAsync(new HttpRequestMessage(HttpMethod.Delete, "/api/v1/runs"), Token);
        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        Assert.Empty(response.Content.Headers.Allow);
    }

    private static async Task<IReadOnlyList<(string? Field, string? Found, string? Allowed)>> ErrorsAsync(HttpResponseMessage response)
    {
        using var problem = JsonDocument.Parse(await response.Content.ReadAsStringAsync(Token));
        return [.. problem.RootElement.GetProperty("errors").EnumerateArray().Select(e => (e.GetProperty("field").GetString(), e.GetProperty("found").GetString(), e.GetProperty("allowed").GetString()))];
    }
}
