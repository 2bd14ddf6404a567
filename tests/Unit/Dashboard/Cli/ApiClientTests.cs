using System.Text.Json;
using Signalbox.Dashboard.Api;
using Signalbox.Dashboard.Api.Models;
using Signalbox.Dashboard.Cli;
using Signalbox.Dashboard.Hosting;
using Signalbox.Unit.Engine.Agents.Api;

namespace Signalbox.Unit.Dashboard.Cli;

/// <summary>A server that ends under a request: what may be said again is said to the next one.</summary>
public sealed class ApiClientTests
{
    private const string Gone = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 500\r\n\r\n{";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Start_ServerEndsBeforeItsAnswer_IsSaidToTheNextOneWithTheSameKey()
    {
        await using var first = new WireServer(Gone);
        await using var next = new WireServer(WireServer.Json(201, JsonSerializer.Serialize(new LoginLinkModel("http://x", DateTimeOffset.UnixEpoch), ApiJson.Options)));
        using var api = new ApiClient(new ServerTarget(first.Url(""), null), _ => Task.FromResult<ServerTarget?>(new ServerTarget(next.Url(""), null)));

        await api.StartAsync<LoginLinkModel>("runs", new { workflow = "w" }, Stop);

        Assert.Equal(1, api.Moves);
        Assert.Equal(KeyOf(Assert.Single(first.Requests)), KeyOf(Assert.Single(next.Requests)));
    }

    [Fact]
    public async Task Post_ServerEndsBeforeItsAnswer_IsNotSaidAgain()
    {
        await using var first = new WireServer(Gone);
        await using var next = new WireServer();
        using var api = new ApiClient(new ServerTarget(first.Url(""), null), _ => Task.FromResult<ServerTarget?>(new ServerTarget(next.Url(""), null)));

        var fault = await Assert.ThrowsAsync<SignalboxFaultException>(() => api.PostAsync<LoginLinkModel>("messages", new { body = "x" }, Stop));

        Assert.Equal(ExitCodes.Unreachable, fault.ExitCode);
        Assert.Empty(next.Requests);
    }

    private static string KeyOf(string request) =>
        Assert.Single(request.Split("\r\n"), l => l.StartsWith("Idempotency-Key: ", StringComparison.OrdinalIgnoreCase));
}
