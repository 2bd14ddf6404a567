using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Signalbox.Dashboard.Api;
using Signalbox.Engine.Runs;
using Signalbox.Engine.Workflows;
using Signalbox.Unit.Dashboard.Hosting;

namespace Signalbox.Unit.Dashboard.Api;

public sealed class RunApiTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Start_Answers201WithLocationAndTheRun()
    {
        await using var server = await TestServer.StartAsync();
        using var client = server.Client();
        using var response = await PostAsync(client, "/api/v1/runs", """{"workflow":"hello","inputs":{"name":"Ada","count":3,"dry":true},"prompt":"do it"}""");
        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        using var run = await ReadAsync(response);
        Assert.Equal($"/api/v1/runs/{run.RootElement.GetProperty("id").GetString()}", response.Headers.Location?.OriginalString);
        Assert.Equal("T-1", run.RootElement.GetProperty("key").GetString());
        Assert.Equal($"{server.App.Url}/runs/T-1", run.RootElement.GetProperty("url").GetString());
        Assert.Equal(JsonValueKind.Null, run.RootElement.GetProperty("costUsd").ValueKind);
        var request = Assert.Single(server.Engine.Started);
        Assert.Equal("Ada", request.Inputs["name"]);
        Assert.Equal(3L, request.Inputs["count"]);
        Assert.Equal(true, request.Inputs["dry"]);
        Assert.Equal(RunTrigger.Api, request.Trigger);
    }

    [Fact]
    public async Task Start_WithInputFaults_ListsEachWithFieldFoundAllowed()
    {
        await using var server = await TestServer.StartAsync();
        server.Engine.OnStart = _ => new StartRunResult { Invalid = [new InputFault("name", null, "text", "name is missing."), new InputFault("count", "x", "a whole number", "count is no number.")] };
        using var client = server.Client();
        using var response = await PostAsync(client, "/api/v1/runs", """{"workflow":"hello"}""");
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        using var problem = await ReadAsync(response);
        var errors = problem.RootElement.GetProperty("errors");
        Assert.Equal(2, errors.GetArrayLength());
        Assert.Equal("count", errors[1].GetProperty("field").GetString());
        Assert.Equal("x", errors[1].GetProperty("found").GetString());
        Assert.Equal("a whole number", errors[1].GetProperty("allowed").GetString());
    }

    [Fact]
    public async Task Start_OfABrokenWorkflow_ListsEveryFaultWithItsPlace()
    {
        await using var server = await TestServer.StartAsync();
        server.Engine.OnStart = _ => new StartRunResult
        {
            Broken = [new Diagnostic("w.yaml", 5, 5, DiagnosticSeverity.Error, "unknown-key", "There is no key 'rnu'."), new Diagnostic("w.yaml", 8, 13, DiagnosticSeverity.Error, "unknown-step", "There is no step 'nothing'.")],
        };
        using var client = server.Client();
        using var response = await PostAsync(client, "/api/v1/runs", """{"workflow":"hello"}""");
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        using var problem = await ReadAsync(response);
        var errors = problem.RootElement.GetProperty("errors");
        Assert.Equal(2, errors.GetArrayLength());
        Assert.Equal("w.yaml:8:13", errors[1].GetProperty("field").GetString());
        Assert.Equal("w.yaml", errors[1].GetProperty("file").GetString());
        Assert.Equal(8, errors[1].GetProperty("line").GetInt32());
        Assert.Equal(13, errors[1].GetProperty("column").GetInt32());
        Assert.Equal("unknown-step", errors[1].GetProperty("code").GetString());
        Assert.Equal("There is no step 'nothing'.", errors[1].GetProperty("message").GetString());
    }

    [Theory]
    [InlineData("{", 400)]
    [InlineData("""{"workflow": 3}""", 400)]
    [InlineData("""{"workflow": " "}""", 400)]
    [InlineData("", 400)]
    public async Task Start_WithABrokenBody_IsAProblemWithoutStack(string body, int status)
    {
        await using var server = await TestServer.StartAsync();
        using var client = server.Client();
        using var response = await PostAsync(client, "/api/v1/runs", body);
        Assert.Equal(status, (int)response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        Assert.DoesNotContain("   at ", await response.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("not there", null, HttpStatusCode.NotFound)]
    [InlineData(null, "key taken", HttpStatusCode.Conflict)]
    public async Task Start_Refused_SaysWhy(string? notFound, string? refused, HttpStatusCode expected)
    {
        await using var server = await TestServer.StartAsync();
        server.Engine.OnStart = _ => new StartRunResult { NotFound = notFound, Refused = refused };
        using var client = server.Client();
        using var response = await PostAsync(client, "/api/v1/runs", """{"workflow":"hello"}""");
        Assert.Equal(expected, response.StatusCode);
        using var problem = await ReadAsync(response);
        Assert.Equal(Sentences.Of(notFound ?? refused!), problem.RootElement.GetProperty("detail").GetString());
    }

    [Fact]
    public async Task Start_RepeatedWithTheSameKey_GivesTheFirstAnswerAndStartsOnce()
    {
        await using var server = await TestServer.StartAsync();
        using var client = server.Client();
        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => PostAsync(client, "/api/v1/runs", """{"workflow":"hello"}""", "k1")));
        var bodies = await Task.WhenAll(answers.Select(a => a.Content.ReadAsStringAsync(Token)));
        Assert.Single(bodies.Distinct(StringComparer.Ordinal));
        Assert.All(answers, a => Assert.Equal(HttpStatusCode.Created, a.StatusCode));
        Assert.All(answers, a => Assert.NotNull(a.Headers.Location));
        Assert.Single(server.Engine.Started);
        using var other = await PostAsync(client, "/api/v1/runs", """{"workflow":"other"}""", "k1");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, other.StatusCode);
        using var fresh = await PostAsync(client, "/api/v1/runs", """{"workflow":"hello"}""", "k2");
        Assert.Equal(2, server.Engine.Started.Count);
    }

    [Fact]
    public async Task Start_PastTheBodyLimit_Is413InOneSentence()
    {
        await using var server = await TestServer.StartAsync();
        using var client = server.Client();
        using var response = await PostAsync(client, "/api/v1/runs", $$"""{"workflow":"hello","prompt":"{{new string('x', 1024 * 1024)}}"}""");
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
        Assert.Empty(server.Engine.Started);
    }

    [Fact]
    public async Task Show_ByIdPrefixOrKey_GivesTheWholeShape()
    {
        await using var server = await TestServer.StartAsync();
        var state = server.Engine.AddRun("DOC-1");
        using var client = server.Client();
        foreach (var name in new[] { "DOC-1", state.Run.Id.Value, state.Run.Id.Value[..8] })
        {
            var run = await client.GetFromJsonAsync<JsonElement>("/api/v1/runs/" + name, Token);
            Assert.Equal("Running", run.GetProperty("status").GetString());
            Assert.Equal(3, run.GetProperty("inputs").GetProperty("count").GetInt32());
            var step = Assert.Single(run.GetProperty("steps").EnumerateArray());
            var attempt = Assert.Single(step.GetProperty("attempts").EnumerateArray());
            Assert.Equal(JsonValueKind.Null, attempt.GetProperty("outcome").ValueKind);
            Assert.Equal(JsonValueKind.Null, attempt.GetProperty("usage").ValueKind);
        }
    }

    [Fact]
    public async Task Show_OfAnAmbiguousPrefix_Is409()
    {
        await using var server = await TestServer.StartAsync();
        server.Engine.AddRun("A-1");
        server.Engine.AddRun("A-2");
        using var client = server.Client();
        using var response = await client.GetAsync("/api/v1/runs/run_", Token);
        Assert.Equal(HttpStatusCode.Conflict, response.StatusCode);
    }

    [Fact]
    public async Task List_WithAnUnknownStatus_NamesWhatIsAllowed()
    {
        await using var server = await TestServer.StartAsync();
        using var client = server.Client();
        using var response = await client.GetAsync("/api/v1/runs?status=Fast&since=never", Token);
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        using var problem = await ReadAsync(response);
        Assert.Equal("status since", string.Join(' ', problem.RootElement.GetProperty("errors").EnumerateArray().Select(e => e.GetProperty("field").GetString())));
    }

    [Fact]
    public async Task Start_AskedAgainWithItsIdempotencyKeyAfterAFault_AsksForTheSameRun()
    {
        await using var server = await TestServer.StartAsync();
        server.Engine.OnStart = _ => throw new InvalidOperationException("the disk is gone");
        using var client = server.Client();
        foreach (var key in (string?[])["one", "one", "two", null])
        {
            using var answer = await PostAsync(client, "/api/v1/runs", """{"workflow": "hello"}""", key);
            Assert.Equal(HttpStatusCode.InternalServerError, answer.StatusCode);
        }

        var ids = server.Engine.Started.ConvertAll(s => s.Id);
        Assert.NotNull(ids[0]);
        Assert.Equal(ids[0], ids[1]);
        Assert.NotNull(ids[2]);
        Assert.NotEqual(ids[0], ids[2]);
        Assert.Null(ids[3]);
    }

    [Fact]
    public async Task Cancel_Answers202ThenConflict()
    {
        await using var server = await TestServer.StartAsync();
        server.Engine.AddRun("DOC-1");
        using var client = server.Client();
        using var first = await PostAsync(client, "/api/v1/runs/DOC-1/cancel", "");
        Assert.Equal(HttpStatusCode.Accepted, first.StatusCode);
        using var second = await PostAsync(client, "/api/v1/runs/DOC-1/cancel", "");
        Assert.Equal(HttpStatusCode.Conflict, second.StatusCode);
        using var third = await PostAsync(client, "/api/v1/runs/DOC-2/cancel", "");
        Assert.Equal(HttpStatusCode.NotFound, third.StatusCode);
    }

    private static Task<HttpResponseMessage> PostAsync(HttpClient client, string path, string json, string? idempotencyKey = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent(json, Encoding.UTF8, "application/json") };
        if (idempotencyKey is not null)
        {
            request.Headers.Add("Idempotency-Key", idempotencyKey);
        }

        return client.SendAsync(request, Token);
    }

    private static async Task<JsonDocument> ReadAsync(HttpResponseMessage response) => JsonDocument.Parse(await response.Content.ReadAsStringAsync(Token));
}
