using System.Net;
using Signalbox.Dashboard.Hosting.Security;

namespace Signalbox.Unit.Dashboard.Hosting;

public sealed class RequestGuardTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("evil.example", HttpStatusCode.Forbidden)]
    [InlineData("127.0.0.1.evil.example", HttpStatusCode.Forbidden)]
    [InlineData("10.0.0.1", HttpStatusCode.Forbidden)]
    [InlineData("localhost", HttpStatusCode.OK)]
    [InlineData("[::1]", HttpStatusCode.OK)]
    public async Task Host_OtherThanLoopback_IsRefused(string host, HttpStatusCode expected)
    {
        await using var server = await TestServer.StartAsync();
        using var client = server.Client();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/runs") { Headers = { Host = host } };
        using var response = await client.SendAsync(request, Token);
        Assert.Equal(expected, response.StatusCode);
    }

    [Theory]
    [InlineData("https://evil.example", null, HttpStatusCode.Forbidden)]
    [InlineData("null", null, HttpStatusCode.Forbidden)]
    [InlineData("null", "cross-site", HttpStatusCode.Forbidden)]
    [InlineData("null", "same-origin", HttpStatusCode.OK)]
    [InlineData(null, "same-site", HttpStatusCode.Forbidden)]
    [InlineData(null, null, HttpStatusCode.OK)]
    [InlineData("self", "same-origin", HttpStatusCode.OK)]
    public async Task Write_WithForeignOrigin_IsRefused(string? origin, string? site, HttpStatusCode expected)
    {
        await using var server = await TestServer.StartAsync();
        using var client = server.Client();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/agents/refresh");
        if (origin is not null)
        {
            request.Headers.Add("Origin", origin is "self" ? server.App.Url : origin);
        }

        if (site is not null)
        {
            request.Headers.Add("Sec-Fetch-Site", site);
        }

        using var response = await client.SendAsync(request, Token);
        Assert.Equal(expected, response.StatusCode);
    }

    [Theory]
    [InlineData("/hubs/runs")]
    [InlineData("/_blazor")]
    public async Task Socket_WithForeignOrigin_IsRefused(string path)
    {
        await using var server = await TestServer.StartAsync();
        using var client = server.Client();
        using var request = new HttpRequestMessage(HttpMethod.Get, path) { Headers = { { "Origin", "http://127.0.0.1:1" } } };
        using var response = await client.SendAsync(request, Token);
        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
    }

    [Theory]
    [InlineData("/login", 200)]
    [InlineData("/healthz", 200)]
    [InlineData("/api/v1/nothing", 404)]
    [InlineData("/api/v1/runs/none", 404)]
    [InlineData("/openapi/v1.json", 200)]
    public async Task EveryResponse_HasTheSecurityHeaders(string path, int status)
    {
        await using var server = await TestServer.StartAsync();
        using var client = server.Client();
        using var response = await client.GetAsync(path, Token);
        if (path is not "/login")
        {
            Assert.Equal(status, (int)response.StatusCode);
        }

        Assert.Equal(SecurityHeaders.ContentSecurityPolicy, Assert.Single(response.Headers.GetValues("Content-Security-Policy")));
        Assert.Equal("nosniff", Assert.Single(response.Headers.GetValues("X-Content-Type-Options")));
        Assert.Equal("no-referrer", Assert.Single(response.Headers.GetValues("Referrer-Policy")));
        Assert.False(response.Headers.Contains("Server"));
    }
}
