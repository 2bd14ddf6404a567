using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Signalbox.Engine.Identity;
using Signalbox.Engine.Runs;
using Signalbox.Engine.Webhooks;
using Signalbox.Unit.Dashboard.Hosting;

namespace Signalbox.Unit.Dashboard.Api;

/// <summary><c>POST /hooks/{workflow}</c>: who signs may start a run, once for each id.</summary>
public sealed class HookApiTests
{
    private const string Secret = "a-secret-for-tests";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Post_Signed_StartsOneRunAndARepeatStartsNone()
    {
        await using var server = await TestServer.StartAsync();
        using var client = server.Anonymous();
        const string Body = """{"inputs": {"issue": "broken", "count": 3}, "prompt": "Mend it", "repository": "shop"}""";

        using var first = await PostAsync(client, "shop/mend", "msg_1", Body, server.Time.GetUtcNow());
        Assert.Equal(HttpStatusCode.Created, first.StatusCode);
        Assert.Equal("T-1", (await first.Content.ReadFromJsonAsync<JsonElement>(Token)).GetProperty("key").GetString());
        using var again = await PostAsync(client, "shop/mend", "msg_1", Body, server.Time.GetUtcNow());
        using var elsewhere = await PostAsync(client, "other", "msg_1", Body, server.Time.GetUtcNow());
        Assert.Equal((HttpStatusCode.Conflict, HttpStatusCode.Conflict), (again.StatusCode, elsewhere.StatusCode));

        var started = Assert.Single(server.Engine.Started);
        Assert.Equal(("shop/mend", "shop", "Mend it", RunTrigger.Webhook, "webhook"), (started.Workflow, started.Repository, started.Prompt, started.Trigger, started.Actor));
        Assert.Equal(("broken", 3L), (started.Inputs["issue"], started.Inputs["count"]));
        Assert.NotNull(started.Id);
        using var next = await PostAsync(client, "mend", "msg_2", "", server.Time.GetUtcNow());
        Assert.Equal(HttpStatusCode.Created, next.StatusCode);
    }

    [Fact]
    public async Task List_WhatWasTold_SaysTriesAndReasonsPageByPage()
    {
        await using var server = await TestServer.StartAsync();
        using var client = server.Client();
        for (var i = 1; i <= 3; i++)
        {
            server.Engine.Deliveries.Rows.Add(new WebhookDelivery
            {
                Id = $"run.failed:{i}",
                Kind = WebhookKinds.RunFailed,
                RunId = EntityId.New<RunId>(),
                Sequence = i,
                CreatedAt = FakeRuns.Now.AddMinutes(i),
                Attempts = i,
                Fault = "away",
                NextAt = FakeRuns.Now,
            });
        }

        using var first = await client.GetAsync("/api/v1/webhooks?limit=2", Token);
        var listed = await first.Content.ReadFromJsonAsync<JsonElement>(Token);
        Assert.Equal(["run.failed:3", "run.failed:2"], listed.EnumerateArray().Select(d => d.GetProperty("id").GetString()));
        Assert.Equal(("run.failed", 3, "away", JsonValueKind.Null), (listed[0].GetProperty("type").GetString(), listed[0].GetProperty("attempts").GetInt32(), listed[0].GetProperty("fault").GetString(), listed[0].GetProperty("deliveredAt").ValueKind));
        var next = Assert.Single(first.Headers.GetValues("Link")).Split('<', '>')[1];
        Assert.Equal(["run.failed:1"], (await client.GetFromJsonAsync<JsonElement>(next, Token)).EnumerateArray().Select(d => d.GetProperty("id").GetString()));
        using var wrong = await client.GetAsync("/api/v1/webhooks?limit=0", Token);
        Assert.Equal(HttpStatusCode.BadRequest, wrong.StatusCode);
    }

    [Theory]
    [InlineData("another-secret", 0)]
    [InlineData(Secret, 6)]
    [InlineData(Secret, -6)]
    public async Task Post_SignedWronglyOrLongAgo_IsRefusedAndStartsNothing(string secret, int minutes)
    {
        await using var server = await TestServer.StartAsync();
        using var client = server.Anonymous();

        using var response = await PostAsync(client, "mend", "msg_1", "{}", server.Time.GetUtcNow().AddMinutes(minutes), secret);

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        Assert.Empty(server.Engine.Started);
    }

    [Fact]
    public async Task Post_WithATokenInPlaceOfASignature_IsRefused()
    {
        await using var server = await TestServer.StartAsync();
        using var client = server.Client();

        Assert.Equal(HttpStatusCode.Unauthorized, (await client.PostAsJsonAsync("/api/v1/hooks/mend", new { }, Token)).StatusCode);
    }

    [Fact]
    public async Task Post_WhatCannotStart_MayComeAgainUnderItsId()
    {
        await using var server = await TestServer.StartAsync();
        using var client = server.Anonymous();

        using var broken = await PostAsync(client, "mend", "msg_1", "[1]", server.Time.GetUtcNow());
        Assert.Equal(HttpStatusCode.BadRequest, broken.StatusCode);
        server.Engine.OnStart = _ => new StartRunResult { NotFound = "there is no workflow 'mend'" };
        using var missing = await PostAsync(client, "mend", "msg_1", "{}", server.Time.GetUtcNow());
        Assert.Equal(HttpStatusCode.NotFound, missing.StatusCode);
        server.Engine.OnStart = null;
        using var mended = await PostAsync(client, "mend", "msg_1", "{}", server.Time.GetUtcNow());
        Assert.Equal(HttpStatusCode.Created, mended.StatusCode);
    }

    [Fact]
    public async Task Post_TooLarge_IsRefused()
    {
        await using var server = await TestServer.StartAsync();
        using var client = server.Anonymous();

        using var response = await PostAsync(client, "mend", "msg_1", new string(' ', (1024 * 1024) + 1), server.Time.GetUtcNow());

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
    }

    private static async Task<HttpResponseMessage> PostAsync(HttpClient client, string workflow, string id, string body, DateTimeOffset time, string secret = Secret)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/v1/hooks/{workflow}") { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        request.Headers.Add(WebhookSignature.IdHeader, id);
        request.Headers.Add(WebhookSignature.TimestampHeader, WebhookSignature.Seconds(time));
        request.Headers.Add(WebhookSignature.SignatureHeader, WebhookSignature.Sign(secret, id, time, Encoding.UTF8.GetBytes(body)));
        return await client.SendAsync(request, Token);
    }
}
