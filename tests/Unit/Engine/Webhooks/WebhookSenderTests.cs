using System.Text;
using Signalbox.Engine.Secrets;
using Signalbox.Engine.Webhooks;
using Signalbox.Unit.Engine.Agents.Api;

namespace Signalbox.Unit.Engine.Webhooks;

public sealed class WebhookSenderTests
{
    private const string Body = """{"type":"run.failed"}""";
    private static readonly SecretCatalog Secrets = new([SecretReference.Parse("HOOK", "env:HOOK", out _)!], _ => "a-secret-for-tests");

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Send_IsSignedSoThatTheReceiverCanTell()
    {
        await using var server = new WireServer(WireServer.Json(204, ""));

        Assert.Null((await SendAsync(server.Url("/told"))).Fault);

        var request = Assert.Single(server.Requests);
        Assert.StartsWith("POST /told HTTP/1.1", request, StringComparison.Ordinal);
        Assert.EndsWith(Body, request, StringComparison.Ordinal);
        Assert.Null(WebhookSignature.FindFault("a-secret-for-tests", Header(request, "webhook-id"), Header(request, "webhook-timestamp"), Header(request, "webhook-signature"), Encoding.UTF8.GetBytes(Body), TimeProvider.System.GetUtcNow()));
    }

    [Fact]
    public async Task Send_RefusedByTheReceiver_MayBeTriedAgain()
    {
        await using var server = new WireServer(WireServer.Json(503, "{}"));

        Assert.Equal(new WebhookOutcome($"{server.Authority} answered with status 503", Retryable: true), await SendAsync(server.Url("/")));
    }

    [Fact]
    public async Task Send_RedirectedElsewhere_IsNotFollowed()
    {
        await using var other = new WireServer(WireServer.Json(200, "{}"));
        await using var server = new WireServer(WireServer.Json(307, "{}", $"Location: {other.Url("/")}\r\n"));

        var outcome = await SendAsync(server.Url("/"));

        Assert.False(outcome.Retryable);
        Assert.Contains("redirects", outcome.Fault, StringComparison.Ordinal);
        Assert.Empty(other.Requests);
    }

    [Fact]
    public async Task Send_ToAnAddressThatTellsCredentials_IsNeverCalled()
    {
        var outcome = await SendAsync(new Uri("http://169.254.169.254/latest"));

        Assert.False(outcome.Retryable);
        Assert.Contains("never called", outcome.Fault, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Send_SecretWithoutAValue_SaysWhichAndSendsNothing()
    {
        await using var server = new WireServer(WireServer.Json(200, "{}"));
        using var sender = new WebhookSender(new WebhookTarget(server.Url("/"), "HOOK"), new SecretCatalog([SecretReference.Parse("HOOK", "env:HOOK", out _)!], _ => null), TimeProvider.System);

        Assert.Contains("HOOK", (await sender.SendAsync("id", Body, Stop)).Fault, StringComparison.Ordinal);
        Assert.Empty(server.Requests);
    }

    private static async Task<WebhookOutcome> SendAsync(Uri address)
    {
        using var sender = new WebhookSender(new WebhookTarget(address, "HOOK"), Secrets, TimeProvider.System);
        return await sender.SendAsync("run.failed:1", Body, Stop);
    }

    private static string? Header(string request, string name) =>
        request.Split("\r\n").FirstOrDefault(l => l.StartsWith(name + ":", StringComparison.OrdinalIgnoreCase))?[(name.Length + 1)..].Trim();
}
