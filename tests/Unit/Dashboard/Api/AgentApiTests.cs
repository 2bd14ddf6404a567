using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Signalbox.Unit.Dashboard.Hosting;

namespace Signalbox.Unit.Dashboard.Api;

/// <summary><c>/agents</c>, <c>/steps</c> and <c>/messages</c> as programs see them (design/contract.md, REST).</summary>
public sealed class AgentApiTests
{
    private static readonly string[] Plan = ["plan"];
    private static readonly string[] Shown = ["kind", "source", "status", "role"];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Register_Worker_IsCreatedShownAndForgotten()
    {
        await using var server = await TestServer.StartAsync();
        using var client = server.Client();

        using var created = await client.PostAsJsonAsync("/api/v1/agents", new { id = "anna", capabilities = Plan, role = "reviewer" }, Token);
        var shown = await client.GetFromJsonAsync<JsonElement>("/api/v1/agents/anna", Token);
        using var again = await client.PostAsJsonAsync("/api/v1/agents", new { id = "anna", capabilities = Plan }, Token);
        using var removed = await client.DeleteAsync("/api/v1/agents/anna", Token);
        using var gone = await client.GetAsync("/api/v1/agents/anna", Token);

        Assert.Equal((HttpStatusCode.Created, "/api/v1/agents/anna"), (created.StatusCode, created.Headers.Location?.ToString()));
        Assert.Equal("Worker Registered Active reviewer", string.Join(' ', Shown.Select(n => shown.GetProperty(n).GetString())));
        Assert.Equal(HttpStatusCode.Conflict, again.StatusCode);
        Assert.Equal(HttpStatusCode.NoContent, removed.StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, gone.StatusCode);
    }

    [Fact]
    public async Task Register_WithFaults_NamesAllOfThem()
    {
        await using var server = await TestServer.StartAsync();
        using var client = server.Client();

        using var refused = await client.PostAsJsonAsync("/api/v1/agents", new { id = "No Id", provider = "nobody", capabilities = Array.Empty<string>() }, Token);

        var problem = await refused.Content.ReadFromJsonAsync<JsonElement>(Token);
        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        Assert.Equal(["id", "provider", "capabilities"], problem.GetProperty("errors").EnumerateArray().Select(e => e.GetProperty("field").GetString()));
    }

    [Fact]
    public async Task Heartbeat_LeavingAndBack_ChangesTheStatusAndIsInTheHistory()
    {
        await using var server = await TestServer.StartAsync();
        using var client = server.Client();
        using var created = await client.PostAsJsonAsync("/api/v1/agents", new { id = "anna", capabilities = Plan }, Token);

        using var left = await client.PostAsJsonAsync("/api/v1/agents/anna/heartbeat", new { leaving = true }, Token);
        var offline = await left.Content.ReadFromJsonAsync<JsonElement>(Token);
        using var back = await client.PostAsync("/api/v1/agents/anna/heartbeat", null, Token);
        var changes = await client.GetFromJsonAsync<JsonElement>("/api/v1/agents/anna/changes", Token);

        Assert.Equal("Offline", offline.GetProperty("status").GetString());
        Assert.Equal(HttpStatusCode.OK, back.StatusCode);
        Assert.Equal(["Active", "Offline", "Active", "Registering"], changes.EnumerateArray().Select(c => c.GetProperty("to").GetString()));
    }

    [Theory]
    [InlineData("/api/v1/agents/nobody/heartbeat", HttpStatusCode.NotFound)]
    [InlineData("/api/v1/agents/nobody/claim", HttpStatusCode.NotFound)]
    [InlineData("/api/v1/agents/nobody/check", HttpStatusCode.NotFound)]
    [InlineData("/api/v1/steps/tk_000000000000/complete", HttpStatusCode.NotFound)]
    [InlineData("/api/v1/steps/none/complete", HttpStatusCode.NotFound)]
    [InlineData("/api/v1/steps/tk_000000000000/release", HttpStatusCode.NotFound)]
    [InlineData("/api/v1/steps/tk_000000000000/log", HttpStatusCode.BadRequest)]
    [InlineData("/api/v1/steps/tk_000000000000/fail", HttpStatusCode.BadRequest)]
    [InlineData("/api/v1/messages/msg_000000000000/mark", HttpStatusCode.BadRequest)]
    public async Task Post_ThatNamesNothingThere_IsAProblem(string path, HttpStatusCode expected)
    {
        await using var server = await TestServer.StartAsync();
        using var client = server.Client();

        using var answer = await client.PostAsJsonAsync(path, new { agent = "anna", epoch = 1 }, Token);

        Assert.Equal(expected, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
    }

    [Fact]
    public async Task Messages_SentReadAndMarked()
    {
        await using var server = await TestServer.StartAsync();
        using var client = server.Client();
        using var registered = await client.PostAsJsonAsync("/api/v1/agents", new { id = "anna", capabilities = Plan }, Token);

        using var sent = await client.PostAsJsonAsync("/api/v1/messages", new { to = "anna", body = "hello", type = "question" }, Token);
        var message = await sent.Content.ReadFromJsonAsync<JsonElement>(Token);
        var id = message.GetProperty("id").GetString();
        var inbox = await client.GetFromJsonAsync<JsonElement>("/api/v1/agents/anna/messages?status=unread", Token);
        using var marked = await client.PostAsJsonAsync($"/api/v1/messages/{id}/mark", new { inbox = "anna", status = "read" }, Token);
        var unread = await client.GetFromJsonAsync<JsonElement>("/api/v1/agents/anna/messages?status=unread", Token);
        using var wrong = await client.PostAsJsonAsync("/api/v1/messages", new { to = "nobody" }, Token);
        var problem = await wrong.Content.ReadFromJsonAsync<JsonElement>(Token);

        Assert.Equal((HttpStatusCode.Created, "admin", "anna"), (sent.StatusCode, message.GetProperty("from").GetString(), message.GetProperty("to").GetString()));
        Assert.Equal("hello", Assert.Single(inbox.EnumerateArray()).GetProperty("body").GetString());
        Assert.Equal(HttpStatusCode.OK, marked.StatusCode);
        Assert.Empty(unread.EnumerateArray());
        Assert.Equal(["to", "body"], problem.GetProperty("errors").EnumerateArray().Select(e => e.GetProperty("field").GetString()));
    }
}
