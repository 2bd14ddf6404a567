using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Signalbox.Engine.Coordination;
using Signalbox.Engine.Identity;
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
    [Trait("Spec2", "Agent, Fields: id, name, provider, model, capabilities, config, status, last_health_check, created_at, updated_at")]
    public async Task Show_Agent_HasEveryFieldOfTheSpecs()
    {
        await using var server = await TestServer.StartAsync();
        using var client = server.Client();
        using var created = await client.PostAsJsonAsync(
            "/api/v1/agents", new { id = "anna", name = "Anna", provider = "external", model = "own-1", capabilities = Plan, role = "coordinator", capacity = 2, config = new { region = "north" } }, Token);

        using var beat = await client.PostAsync("/api/v1/agents/anna/heartbeat", null, Token);
        var shown = await client.GetFromJsonAsync<JsonElement>("/api/v1/agents/anna", Token);

        Assert.Equal(
            ("anna", "Anna", "external", "own-1", "coordinator", "Active"),
            (Text("id"), Text("name"), Text("provider"), Text("model"), Text("role"), Text("status")));
        Assert.Equal(["plan"], shown.GetProperty("capabilities").EnumerateArray().Select(c => c.GetString()));
        Assert.Equal("north", shown.GetProperty("config").GetProperty("region").GetString());
        Assert.Equal(2, shown.GetProperty("capacity").GetInt32());
        Assert.Empty(shown.GetProperty("currentSteps").EnumerateArray());
        var times = ((string[])["createdAt", "updatedAt", "lastHeartbeat", "lastHealthCheck"]).Select(name => shown.GetProperty(name).GetDateTimeOffset()).ToList();
        Assert.All(times, time => Assert.Equal(TimeSpan.Zero, time.Offset));
        Assert.True(times[0] <= times[2], "its heartbeat came after it was made");

        string? Text(string name) => shown.GetProperty(name).GetString();
    }

    [Fact]
    public async Task List_AgentAtWork_NamesItsStepAndWhatItCost()
    {
        await using var server = await TestServer.StartAsync();
        using var client = server.Client();
        using var created = await client.PostAsJsonAsync("/api/v1/agents", new { id = "anna", capabilities = Plan }, Token);
        using var other = await client.PostAsJsonAsync("/api/v1/agents", new { id = "bert", capabilities = Plan }, Token);
        var step = new AgentStep
        {
            Agent = "anna",
            RunId = EntityId.New<RunId>(),
            RunKey = "DOC-7",
            StepRunId = EntityId.New<StepRunId>(),
            StepId = "plan",
            AttemptId = EntityId.New<AttemptId>(),
            Attempt = 2,
            StartedAt = FakeRuns.Now,
        };
        server.Engine.Coordination.Steps.Add(step);
        server.Engine.Coordination.Costs["anna"] = new AgentCost(3, 1, 0.25m, IsEstimated: true);

        var listed = (await client.GetFromJsonAsync<JsonElement>("/api/v1/agents", Token)).EnumerateArray().ToDictionary(a => a.GetProperty("id").GetString()!, StringComparer.Ordinal);
        var shown = await client.GetFromJsonAsync<JsonElement>("/api/v1/agents/anna", Token);

        foreach (var anna in (JsonElement[])[listed["anna"], shown])
        {
            var current = Assert.Single(anna.GetProperty("currentSteps").EnumerateArray());
            Assert.Equal("DOC-7 plan", $"{current.GetProperty("runKey")} {current.GetProperty("stepId")}");
            Assert.Equal((step.AttemptId.Value, 2, FakeRuns.Now), (current.GetProperty("attempt").GetString(), current.GetProperty("attemptNumber").GetInt32(), current.GetProperty("since").GetDateTimeOffset()));
            var cost = anna.GetProperty("cost");
            Assert.Equal((7, 3, 1, 0.25m, true), (Number(cost, "days"), Number(cost, "attempts"), Number(cost, "unknown"), cost.GetProperty("usd").GetDecimal(), cost.GetProperty("estimated").GetBoolean()));
        }

        Assert.Empty(listed["bert"].GetProperty("currentSteps").EnumerateArray());

        static int Number(JsonElement of, string name) => of.GetProperty(name).GetInt32();
    }

    [Fact]
    [Trait("Spec3", "Messaging: Agents communicate via persistent message queues (inbox pattern)")]
    public async Task Messages_TypePriorityThreadAndExpiry_AreToldAsTheyWereAskedFor()
    {
        await using var server = await TestServer.StartAsync();
        using var client = server.Client();
        using var registered = await client.PostAsJsonAsync("/api/v1/agents", new { id = "anna", capabilities = Plan }, Token);

        var question = await PostAsync(client, new { from = "anna", to = "people", body = "Which way?", type = "question", priority = 7, expiresInMinutes = 60 });
        var answer = await PostAsync(client, new { to = "anna", body = "Left.", replyTo = question.GetProperty("id").GetString() });
        var thread = await client.GetFromJsonAsync<JsonElement>($"/api/v1/messages?thread={question.GetProperty("id").GetString()}", Token);
        var role = await PostAsync(client, new { to = "role:reviewer", body = "Look." });

        Assert.Equal(("anna", "people", "question", 7), (question.GetProperty("from").GetString(), question.GetProperty("to").GetString(), question.GetProperty("type").GetString(), question.GetProperty("priority").GetInt32()));
        Assert.Equal(TimeSpan.FromMinutes(60), question.GetProperty("expiresAt").GetDateTimeOffset() - question.GetProperty("createdAt").GetDateTimeOffset());
        Assert.Equal(("answer", 0), (answer.GetProperty("type").GetString(), answer.GetProperty("priority").GetInt32()));
        Assert.Equal(["Which way?", "Left."], thread.EnumerateArray().Select(m => m.GetProperty("body").GetString()));
        var inbox = await client.GetFromJsonAsync<JsonElement>("/api/v1/agents/role:reviewer/messages", Token);
        using var nobodys = await client.GetAsync("/api/v1/agents/role:No%20Role/messages", Token);

        Assert.Equal("role:reviewer", role.GetProperty("to").GetString());
        Assert.Equal("Look.", Assert.Single(inbox.EnumerateArray()).GetProperty("body").GetString());
        Assert.Equal(HttpStatusCode.NotFound, nobodys.StatusCode);
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
    [Trait("Spec3", "Heartbeat: Agents send periodic heartbeats")]
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

    /// <summary>The answers may hold secrets: none is kept for a repetition, so that each request is answered for itself.</summary>
    [Theory]
    [InlineData("agents/nobody/claim", HttpStatusCode.NotFound)]
    [InlineData("login-links", HttpStatusCode.OK)]
    public async Task Post_WhoseAnswerMayHoldSecrets_KeepsNoneForAnIdempotencyKey(string path, HttpStatusCode expected)
    {
        await using var server = await TestServer.StartAsync();
        using var client = server.Client();
        client.DefaultRequestHeaders.Add("Idempotency-Key", "one");

        using var first = await client.PostAsJsonAsync($"/api/v1/{path}", new { waitSeconds = 0 }, Token);
        using var same = await client.PostAsJsonAsync($"/api/v1/{path}", new { waitSeconds = 0 }, Token);
        using var other = await client.PostAsJsonAsync($"/api/v1/{path}", new { }, Token);

        Assert.All((HttpResponseMessage[])[first, same, other], answer =>
        {
            Assert.Equal(expected, answer.StatusCode);
            Assert.False(answer.Headers.Contains("Idempotency-Replayed"));
        });
        Assert.Empty(server.Engine.Idempotency.Kept);
    }

    [Fact]
    public async Task Fail_WithFaultsInWhatItUsed_NamesAllOfThem()
    {
        await using var server = await TestServer.StartAsync();
        using var client = server.Client();

        using var refused = await client.PostAsJsonAsync("/api/v1/steps/tk_000000000000/fail", new { agent = "anna", epoch = 1, inputTokens = -1, costUsd = -0.5, retryAt = "2026-01-01T00:00:00Z" }, Token);
        using var unread = await client.PostAsJsonAsync("/api/v1/steps/tk_000000000000/complete", new { agent = "anna", epoch = 1, cacheReadTokens = -1 }, Token);

        Assert.Equal(["message", "inputTokens", "costUsd"], await FieldsAsync(refused));
        Assert.Equal(["cacheReadTokens"], await FieldsAsync(unread));
        using var before = await client.PostAsJsonAsync("/api/v1/steps/tk_000000000000/log", new { agent = "anna", epoch = 1, lines = Plan, after = -1 }, Token);
        Assert.Equal(["after"], await FieldsAsync(before));

        static async Task<IEnumerable<string?>> FieldsAsync(HttpResponseMessage answer) =>
            [.. (await answer.Content.ReadFromJsonAsync<JsonElement>(Token)).GetProperty("errors").EnumerateArray().Select(e => e.GetProperty("field").GetString())];
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

    /// <summary>"Lists are keyset-paged": what is older is reached by the header, and the body stays an array.</summary>
    [Theory]
    [InlineData("messages?limit=2", "c b|a")]
    [InlineData("agents/anna/messages?status=unread&limit=2", "c b|a")]
    public async Task Messages_MoreThanTheLimit_AreReachedByTheLink(string list, string expected)
    {
        await using var server = await TestServer.StartAsync();
        using var client = server.Client();
        using var registered = await client.PostAsJsonAsync("/api/v1/agents", new { id = "anna", capabilities = Plan }, Token);
        foreach (var body in (string[])["a", "b", "c"])
        {
            await PostAsync(client, new { to = "anna", body });
        }

        List<string> pages = [];
        for (string? next = $"/api/v1/{list}"; next is not null;)
        {
            using var answer = await client.GetAsync(next, Token);
            var page = await answer.Content.ReadFromJsonAsync<JsonElement>(Token);
            pages.Add(string.Join(' ', page.EnumerateArray().Select(m => m.GetProperty("body").GetString())));
            next = answer.Headers.TryGetValues("Link", out var links) ? links.Single().Split('>')[0][1..] : null;
            Assert.True(next is null || next.Contains("limit=2&before=msg_", StringComparison.Ordinal), next);
        }

        using var unknown = await client.GetAsync($"/api/v1/{list}&before=msg_000000000000", Token);
        Assert.Equal(expected, string.Join('|', pages));
        Assert.Equal(HttpStatusCode.BadRequest, unknown.StatusCode);
    }

    private static async Task<JsonElement> PostAsync(HttpClient client, object message)
    {
        using var sent = await client.PostAsJsonAsync("/api/v1/messages", message, Token);
        Assert.Equal(HttpStatusCode.Created, sent.StatusCode);
        return await sent.Content.ReadFromJsonAsync<JsonElement>(Token);
    }
}
