using Signalbox.Engine.Agents.Api;
using Signalbox.Engine.Secrets;

namespace Signalbox.Unit.Engine.Agents.Api;

/// <summary>Health of an API agent: whether its address and key are right, and what to do when not (design/agents.md, Registry and health).</summary>
public sealed class ApiModelsTests
{
    private const string Key = "sk-0123456789";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task AskAsync_OpenAIsFormat_CountsTheModelsAndSendsTheKey()
    {
        await using var server = new WireServer(WireServer.Json(200, """{"data":[{"id":"small"},{"id":"large"}]}"""));

        var health = await AskAsync(server.Url("/v1"), ApiKind.OpenAI, model: "large");

        Assert.Equal(new ApiHealth(true, $"{server.Authority} answers and lists 2 models"), health);
        Assert.StartsWith("GET /v1/models HTTP/1.1", server.Requests[0], StringComparison.Ordinal);
        Assert.Contains($"Bearer {Key}", server.Requests[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task AskAsync_AnthropicsFormat_SaysThatItsModelIsMissing()
    {
        await using var server = new WireServer(WireServer.Json(200, """{"data":[{"id":"claude-a","type":"model"}],"has_more":false}"""));

        var health = await AskAsync(server.Url(""), ApiKind.Anthropic, model: "claude-b");

        Assert.Equal(new ApiHealth(true, $"{server.Authority} answers and lists 1 model; claude-b is not among them"), health);
        Assert.StartsWith("GET /v1/models?limit=1000 HTTP/1.1", server.Requests[0], StringComparison.Ordinal);
        Assert.Contains($"x-api-key: {Key}", server.Requests[0], StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData(401, "{}", false, "refuses the key (status 401): put a valid one where env:KEY is read from, then check again")]
    [InlineData(404, "{}", true, "answers; it does not list its models")]
    [InlineData(429, "{}", true, "answers; it is at a rate limit for now")]
    [InlineData(500, "oh", false, "answers with status 500 when it is asked for its models")]
    [InlineData(200, "<html>", true, "answers; what it lists is no list of models")]
    [InlineData(200, "[1]", true, "answers; what it lists is no list of models")]
    public async Task AskAsync_OtherAnswers_SayWhatTheyMean(int status, string body, bool isFine, string expected)
    {
        await using var server = new WireServer(WireServer.Json(status, body));

        var health = await AskAsync(server.Url("/v1"), ApiKind.OpenAI);

        Assert.Equal(isFine, health.IsFine);
        Assert.Contains(expected, health.Words, StringComparison.Ordinal);
        Assert.DoesNotContain(Key, health.Words, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AskAsync_NobodyThereOrAForbiddenAddress_SaysSo()
    {
        var gone = new WireServer();
        var url = gone.Url("/v1");
        await gone.DisposeAsync();

        var unreachable = await AskAsync(url, ApiKind.OpenAI);
        var forbidden = await AskAsync(new Uri("http://169.254.169.254/v1"), ApiKind.OpenAI);

        Assert.Equal((false, false), (unreachable.IsFine, forbidden.IsFine));
        Assert.Contains("cannot be reached", unreachable.Words, StringComparison.Ordinal);
        Assert.Contains("never called", forbidden.Words, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AskAsync_RedirectToAnotherHost_IsNotFollowed()
    {
        await using var server = new WireServer(WireServer.Json(302, "", "Location: http://127.0.0.2/\r\n"));

        Assert.Contains("redirects are not followed", (await AskAsync(server.Url("/v1"), ApiKind.OpenAI)).Words, StringComparison.Ordinal);
    }

    /// <summary>"An agent in Error says what to do about it" (design/agents.md, Registry and health).</summary>
    [Fact]
    public async Task AskAsync_EveryFault_SaysWhatToDo()
    {
        var gone = new WireServer();
        var nobody = gone.Url("/v1");
        await gone.DisposeAsync();
        await using var server = new WireServer(
            WireServer.Json(401, "{}"), WireServer.Json(403, "{}"), WireServer.Json(500, "oh"), WireServer.Json(302, "", "Location: http://127.0.0.2/\r\n"), WireServer.Json(401, "{}"));

        List<ApiHealth> faults = [await AskAsync(nobody, ApiKind.OpenAI), await AskAsync(new Uri("http://169.254.169.254/v1"), ApiKind.OpenAI)];
        for (var i = 0; i < 4; i++)
        {
            faults.Add(await AskAsync(server.Url("/v1"), ApiKind.OpenAI));
        }

        faults.Add(await new ApiModels(_ => null, TimeProvider.System).AskAsync(new ApiAgentSettings { Id = "own", Kind = ApiKind.OpenAI, BaseUrl = server.Url("/v1") }, Stop));
        faults.Add(await new ApiModels(_ => null, TimeProvider.System).AskAsync(
            new ApiAgentSettings { Id = "own", Kind = ApiKind.OpenAI, BaseUrl = server.Url("/v1"), ApiKey = SecretReference.Parse("OWN", "env:KEY", out _) }, Stop));

        Assert.Equal(8, faults.Count);
        Assert.All(faults, fault =>
        {
            Assert.False(fault.IsFine);
            Assert.EndsWith("then check again", fault.Words, StringComparison.Ordinal);
        });
        Assert.Equal(5, server.Requests.Count);
    }

    private static Task<ApiHealth> AskAsync(Uri url, ApiKind kind, string? model = null) =>
        new ApiModels(name => name is "KEY" ? Key : null, TimeProvider.System).AskAsync(
            new ApiAgentSettings { Id = "own", Kind = kind, BaseUrl = url, Model = model, ApiKey = SecretReference.Parse("OWN", "env:KEY", out _) }, Stop);
}
