using System.Net;
using Signalbox.Dashboard.Hosting.Security;

namespace Signalbox.Unit.Dashboard.Hosting;

public sealed class UnknownAddressTests
{
    private const string Browser = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";
    private const string Heading = "There is no page at this address";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("/no-such-page")]
    [InlineData("/no/such/page.html?a=b")]
    public async Task Unknown_OpenedByAPerson_Is404WithOurPage(string path)
    {
        await using var server = await TestServer.StartAsync();
        using var client = server.Client();
        client.DefaultRequestHeaders.Add("Accept", Browser);
        using var response = await client.GetAsync(path, Token);
        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Equal("text/html", response.Content.Headers.ContentType?.MediaType);
        Assert.Contains(Heading, await response.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
        Assert.Equal(SecurityHeaders.ContentSecurityPolicy, Assert.Single(response.Headers.GetValues("Content-Security-Policy")));
    }

    [Fact]
    public async Task Unknown_WithoutSignIn_LeadsToLogin()
    {
        await using var server = await TestServer.StartAsync();
        using var client = server.Anonymous();
        client.DefaultRequestHeaders.Add("Accept", Browser);
        using var response = await client.GetAsync("/no-such-page", Token);
        Assert.Equal(HttpStatusCode.Redirect, response.StatusCode);
        Assert.Equal("/login?returnUrl=%2Fno-such-page", response.Headers.Location?.OriginalString);
    }

    [Theory]
    [InlineData("/api/v1/nothing", Browser)]
    [InlineData("/hubs/nothing", Browser)]
    [InlineData("/_blazor/nothing", Browser)]
    [InlineData("/dist/nothing.js", "*/*")]
    [InlineData("/img/nothing.svg", "image/avif,image/*,*/*;q=0.8")]
    public async Task Unknown_FetchedByAProgramOrAPage_IsNoPage(string path, string accept)
    {
        await using var server = await TestServer.StartAsync();
        using var client = server.Client();
        client.DefaultRequestHeaders.Add("Accept", accept);
        using var response = await client.GetAsync(path, Token);
        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.DoesNotContain(Heading, await response.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
    }
}
