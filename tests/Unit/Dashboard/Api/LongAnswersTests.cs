using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Signalbox.Engine.Identity;
using Signalbox.Engine.Runs;
using Signalbox.Persistence;
using Signalbox.Unit.Dashboard.Hosting;

namespace Signalbox.Unit.Dashboard.Api;

/// <summary>A request that is sent again with its Idempotency-Key, and whose first answer was too long to be kept.</summary>
public sealed class LongAnswersTests
{
    private static readonly string Long = new('x', IIdempotencyStore.MaxBodyBytes);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Start_SentAgain_AnswersWithTheSameRun()
    {
        await using var server = await TestServer.StartAsync();
        server.Engine.OnStart = _ => new StartRunResult { Run = LongRun(server, "LONG-1").Run };

        await AssertSameRunAsync(server, "/api/v1/runs", new { workflow = "hello" }, HttpStatusCode.Created);

        Assert.Single(server.Engine.Started);
    }

    [Fact]
    public async Task Fork_SentAgain_AnswersWithTheNewRunAndNotTheOneOfTheAddress()
    {
        await using var server = await TestServer.StartAsync();
        server.Engine.AddRun("DOC-1");
        server.Engine.ForkOutputs = new Dictionary<string, object?>(StringComparer.Ordinal) { ["text"] = Long };

        var key = await AssertSameRunAsync(server, "/api/v1/runs/DOC-1/fork", new { checkpoint = EntityId.New<CheckpointId>().Value }, HttpStatusCode.Created);

        Assert.Equal("FORK-1", key);
        Assert.Single(server.Engine.Orders);
    }

    [Fact]
    public async Task Order_SentAgain_AnswersWithTheRunOfTheAddress()
    {
        await using var server = await TestServer.StartAsync();
        LongRun(server, "DOC-1");

        var key = await AssertSameRunAsync(server, "/api/v1/runs/DOC-1/pin", new { pinned = true }, HttpStatusCode.OK);

        Assert.Equal("DOC-1", key);
        Assert.Single(server.Engine.Orders);
    }

    [Fact]
    public async Task Post_ThatAnswersWithNoRun_SaysThatItWasDoneAndWhere()
    {
        await using var server = await TestServer.StartAsync();
        using var client = server.Client();
        client.DefaultRequestHeaders.Add("Idempotency-Key", "one");
        var message = new { to = "people", body = new string('€', 30_000) };

        using var first = await client.PostAsJsonAsync("/api/v1/messages", message, Token);
        using var again = await client.PostAsJsonAsync("/api/v1/messages", message, Token);

        Assert.Equal(HttpStatusCode.Created, first.StatusCode);
        Assert.Equal(HttpStatusCode.Conflict, again.StatusCode);
        var problem = await again.Content.ReadFromJsonAsync<JsonElement>(Token);
        Assert.Equal(
            $"The request with this Idempotency-Key was carried out, and its answer was longer than the 64 KiB that are kept: it is not carried out again; what it made is at {first.Headers.Location}.",
            problem.GetProperty("detail").GetString());
        Assert.Equal(first.Headers.Location, again.Headers.Location);
        Assert.Single((await client.GetFromJsonAsync<JsonElement>("/api/v1/messages", Token)).EnumerateArray());
    }

    private static RunState LongRun(TestServer server, string key) =>
        server.Engine.AddRun(key, outputs: new Dictionary<string, object?>(StringComparer.Ordinal) { ["text"] = Long });

    /// <summary>Sends it twice; returns the key of the run that both answers hold.</summary>
    private static async Task<string?> AssertSameRunAsync(TestServer server, string path, object body, HttpStatusCode expected)
    {
        using var client = server.Client();
        client.DefaultRequestHeaders.Add("Idempotency-Key", "one");

        using var first = await client.PostAsJsonAsync(path, body, Token);
        using var again = await client.PostAsJsonAsync(path, body, Token);

        Assert.Null(Assert.Single(server.Engine.Idempotency.Kept).Body);
        Assert.Equal((expected, expected), (first.StatusCode, again.StatusCode));
        Assert.Equal((false, true), (first.Headers.Contains("Idempotency-Replayed"), again.Headers.Contains("Idempotency-Replayed")));
        Assert.Equal(first.Headers.Location, again.Headers.Location);
        Assert.Equal(first.Content.Headers.ContentType, again.Content.Headers.ContentType);
        var (made, repeated) = (await first.Content.ReadFromJsonAsync<JsonElement>(Token), await again.Content.ReadFromJsonAsync<JsonElement>(Token));
        Assert.Equal(made.GetProperty("id").GetString(), repeated.GetProperty("id").GetString());
        return repeated.GetProperty("key").GetString();
    }
}
