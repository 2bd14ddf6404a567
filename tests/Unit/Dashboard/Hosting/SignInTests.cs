using System.Net;
using System.Text.RegularExpressions;

namespace Signalbox.Unit.Dashboard.Hosting;

public sealed partial class SignInTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Api_WithoutSignIn_Is401ProblemDocument()
    {
        await using var server = await TestServer.StartAsync();
        using var client = server.Anonymous();
        using var response = await client.GetAsync("/api/v1/runs", Token);
        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
    }

    [Theory]
    [InlineData("Bearer wrong")]
    [InlineData("Bearer ")]
    [InlineData("Basic YWRtaW46YWRtaW4=")]
    public async Task Api_WithWrongToken_Is401(string header)
    {
        await using var server = await TestServer.StartAsync();
        using var client = server.Anonymous();
        client.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", header);
        using var response = await client.GetAsync("/api/v1/runs", Token);
        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
    }

    [Fact]
    public async Task Api_WithToken_Answers()
    {
        await using var server = await TestServer.StartAsync();
        using var client = server.Client();
        using var response = await client.GetAsync("/api/v1/runs", Token);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Fact]
    public async Task Page_WithoutSignIn_LeadsToLoginThatSaysWhatToDo()
    {
        await using var server = await TestServer.StartAsync();
        using var client = server.Anonymous();
        using var response = await client.GetAsync("/runs?status=Failed", Token);
        Assert.Equal(HttpStatusCode.Redirect, response.StatusCode);
        Assert.Equal("/login?returnUrl=%2Fruns%3Fstatus%3DFailed", response.Headers.Location?.OriginalString);
        Assert.Contains("signalbox login", await client.GetStringAsync(response.Headers.Location, Token), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Link_OpenedTwice_StillWorksUntilTheButtonIsPressed()
    {
        await using var server = await TestServer.StartAsync();
        using var client = server.Anonymous();
        var link = server.App.CreateLoginLink();
        await client.GetStringAsync(link, Token);
        using var response = await PressAsync(client, await client.GetStringAsync(link + "&returnUrl=%2Fruns", Token));
        Assert.Equal(HttpStatusCode.Redirect, response.StatusCode);
        Assert.Equal("/runs", response.Headers.Location?.OriginalString);
        var cookie = Assert.Single(response.Headers.GetValues("Set-Cookie"), c => c.Contains("httponly", StringComparison.OrdinalIgnoreCase) && !c.Contains("-form=", StringComparison.Ordinal));
        Assert.StartsWith("signalbox-", cookie, StringComparison.Ordinal);
        Assert.Contains("samesite=lax", cookie, StringComparison.OrdinalIgnoreCase);
        using var signedIn = await client.GetAsync("/api/v1/runs", Token);
        Assert.Equal(HttpStatusCode.OK, signedIn.StatusCode);
    }

    [Fact]
    public async Task Link_UsedOnce_IsUsedUp()
    {
        await using var server = await TestServer.StartAsync();
        using var first = server.Anonymous();
        using var second = server.Anonymous();
        var link = server.App.CreateLoginLink();
        var page = await second.GetStringAsync(link, Token);
        (await PressAsync(first, await first.GetStringAsync(link, Token))).Dispose();
        using var again = await PressAsync(second, page);
        Assert.Equal(HttpStatusCode.Gone, again.StatusCode);
        Assert.Contains("signalbox login", await again.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
        using var opened = await second.GetAsync(link, Token);
        Assert.Equal(HttpStatusCode.Gone, opened.StatusCode);
        using var still = await second.GetAsync("/api/v1/runs", Token);
        Assert.Equal(HttpStatusCode.Unauthorized, still.StatusCode);
    }

    [Fact]
    public async Task Link_AfterFifteenMinutes_HasEnded()
    {
        await using var server = await TestServer.StartAsync();
        using var client = server.Anonymous();
        var link = server.App.CreateLoginLink();
        server.Time.Advance(TimeSpan.FromMinutes(14.9));
        using var before = await client.GetAsync(link, Token);
        Assert.Equal(HttpStatusCode.OK, before.StatusCode);
        server.Time.Advance(TimeSpan.FromMinutes(0.2));
        using var after = await client.GetAsync(link, Token);
        Assert.Equal(HttpStatusCode.Gone, after.StatusCode);
    }

    [Theory]
    [InlineData("https://example.org/")]
    [InlineData("//example.org/")]
    [InlineData("/\\example.org/")]
    [InlineData("javascript:alert(1)")]
    [InlineData("runs")]
    public async Task SignIn_WithForeignReturnUrl_GoesHome(string returnUrl)
    {
        await using var server = await TestServer.StartAsync();
        using var client = server.Anonymous();
        using var response = await PressAsync(client, await client.GetStringAsync($"{server.App.CreateLoginLink()}&returnUrl={Uri.EscapeDataString(returnUrl)}", Token), returnUrl);
        Assert.Equal(HttpStatusCode.Redirect, response.StatusCode);
        Assert.Equal("/", response.Headers.Location?.OriginalString);
    }

    [Fact]
    public async Task SignIn_WithoutTheFormsToken_IsRefusedAndUsesNothingUp()
    {
        await using var server = await TestServer.StartAsync();
        using var client = server.Anonymous();
        var link = server.App.CreateLoginLink();
        using var form = new FormUrlEncodedContent([new("code", link[(link.IndexOf('=', StringComparison.Ordinal) + 1)..])]);
        using var response = await client.PostAsync("/login", form, Token);
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        using var opened = await client.GetAsync(link, Token);
        Assert.Equal(HttpStatusCode.OK, opened.StatusCode);
    }

    [Fact]
    public async Task SignOut_WithoutTheFormsToken_IsRefusedAndThePersonStaysSignedIn()
    {
        await using var server = await TestServer.StartAsync();
        using var client = server.Client();
        using var response = await client.PostAsync("/logout", null, Token);
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.False(response.Headers.Contains("Set-Cookie"));
    }

    [Fact]
    public async Task Token_OfTheDataDirectory_IsPrivateAndStays()
    {
        await using var server = await TestServer.StartAsync();
        Assert.Equal("600", TemporaryFolder.ModeOf(server.App.Data.TokenFile));
        Assert.Equal("700", TemporaryFolder.ModeOf(server.App.Data.KeysDirectory));
        await server.App.DisposeAsync();
        await using var next = await Signalbox.Dashboard.Hosting.SignalboxApp.StartAsync(TestServer.Settings(server.DataPath, server.Engine), TextWriter.Null, Token);
        Assert.Equal(server.Token, (await File.ReadAllTextAsync(next.Data.TokenFile, Token)).Trim());
    }

    private static async Task<HttpResponseMessage> PressAsync(HttpClient client, string page, string? returnUrl = null)
    {
        var fields = HiddenField().Matches(page).ToDictionary(m => m.Groups["name"].Value, m => WebUtility.HtmlDecode(m.Groups["value"].Value), StringComparer.Ordinal);
        Assert.NotEmpty(fields);
        fields["returnUrl"] = returnUrl ?? fields["returnUrl"];
        using var form = new FormUrlEncodedContent(fields);
        return await client.PostAsync("/login", form, Token);
    }

    [GeneratedRegex("type=\"hidden\" name=\"(?<name>[^\"]+)\" value=\"(?<value>[^\"]*)\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex HiddenField();
}
