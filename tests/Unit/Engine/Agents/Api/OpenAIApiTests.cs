using System.Text.Json;
using Signalbox.Engine.Agents;
using Signalbox.Engine.Agents.Api;

namespace Signalbox.Unit.Engine.Agents.Api;

public sealed class OpenAIApiTests : IDisposable
{
    private const string Role = """{"id":"c1","object":"chat.completion.chunk","created":1767225600,"model":"model-told","choices":[{"index":0,"delta":{"role":"assistant","content":""},"finish_reason":null}]}""";
    private const string Text = """{"id":"c1","object":"chat.completion.chunk","created":1767225600,"model":"model-told","choices":[{"index":0,"delta":{"content":"Four"},"finish_reason":null}]}""";
    private const string Stop = """{"id":"c1","object":"chat.completion.chunk","created":1767225600,"model":"model-told","choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}""";
    private const string Usage = """{"id":"c1","object":"chat.completion.chunk","created":1767225600,"model":"model-told","choices":[],"usage":{"prompt_tokens":11,"completion_tokens":3,"total_tokens":14,"prompt_tokens_details":{"cached_tokens":4}}}""";

    private readonly ApiBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task Ask_WholeAnswer_EveryValueIsRead()
    {
        await using var server = new WireServer(WireServer.Stream(Role, Text, Stop, Usage, "[DONE]"));

        var result = await _bench.RunAsync(_bench.Call(ApiKind.OpenAI, server.Url("/v1")) with { System = "Be brief.", MaxTokens = 50, Temperature = 0.5 });

        Assert.Null(result.Error);
        Assert.Equal(0, _bench.ExitCode);
        Assert.Equal("Four", result.FinalText);
        Assert.Equal("model-told", result.Model);
        Assert.Equal("at_new", result.SessionId);
        Assert.Equal(new AgentUsage { InputTokens = 11, OutputTokens = 3, CacheReadTokens = 4, DurationMs = 0, Turns = 1 }, result.Usage);
        var request = Assert.Single(server.Requests);
        Assert.StartsWith("POST /v1/chat/completions HTTP/1.1", request, StringComparison.Ordinal);
        Assert.Contains($"Authorization: Bearer {ApiBench.Key}", request, StringComparison.Ordinal);
        using var body = JsonDocument.Parse(request.Split("\r\n\r\n")[1]);
        Assert.Equal("model-asked", body.RootElement.GetProperty("model").GetString());
        Assert.Equal(0.5, body.RootElement.GetProperty("temperature").GetDouble());
        Assert.Equal(["system", "user"], body.RootElement.GetProperty("messages").EnumerateArray().Select(turn => turn.GetProperty("role").GetString()!));
    }

    [Fact]
    public async Task Ask_ServerOfOnesOwnWithoutKeyAndCounts_TheyStayUnknown()
    {
        await using var server = new WireServer(WireServer.Stream(Text, Stop, "[DONE]"));

        var result = await _bench.RunAsync(_bench.Call(ApiKind.OpenAI, server.Url("/v1/")), key: null);

        Assert.Null(result.Error);
        Assert.Equal("Four", result.FinalText);
        Assert.Null(result.Usage!.InputTokens);
        Assert.Null(result.Usage.OutputTokens);
    }

    [Fact]
    public async Task Ask_RateLimited_NamesWhenItEndsAndAsksOnce()
    {
        await using var server = new WireServer(WireServer.Json(429, """{"error":{"message":"Rate limit reached for model","type":"requests","code":"rate_limit_exceeded"}}""", "Retry-After: Sun, 01 Mar 2026 10:05:00 GMT\r\n"));

        var result = await _bench.RunAsync(_bench.Call(ApiKind.OpenAI, server.Url("/v1")));

        Assert.Equal("rate_limit", result.Error!.Code);
        Assert.Equal(new DateTimeOffset(2026, 3, 1, 10, 5, 0, TimeSpan.Zero), result.Error.RetryAt);
        Assert.Contains("Rate limit reached for model", result.Error.Message, StringComparison.Ordinal);
        Assert.Single(server.Requests);
    }

    [Theory]
    [InlineData(401, """{"error":{"message":"Incorrect API key provided","code":"invalid_api_key"}}""", "auth", false)]
    [InlineData(404, """{"error":"model 'x' not found, try pulling it first"}""", "agent_error", false)]
    [InlineData(500, """{"error":{"message":"The server had an error"}}""", "agent_error", true)]
    [InlineData(503, "busy", "agent_error", true)]
    public async Task Ask_ServerRefuses_SaysItsWords(int status, string body, string code, bool isRetryable)
    {
        await using var server = new WireServer(WireServer.Json(status, body));

        var result = await _bench.RunAsync(_bench.Call(ApiKind.OpenAI, server.Url("/v1")));

        Assert.Equal(code, result.Error!.Code);
        Assert.Equal(isRetryable, result.Error.Retryable);
        Assert.Single(server.Requests);
        Assert.DoesNotContain(ApiBench.Key, _bench.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Ask_StreamStopsHalfWay_IsIncompleteAndKeepsWhatCame(bool isBroken)
    {
        await using var server = new WireServer(isBroken ? WireServer.Broken(Role, Text) : WireServer.Stream(Role, Text));

        var result = await _bench.RunAsync(_bench.Call(ApiKind.OpenAI, server.Url("/v1")));

        Assert.Equal("incomplete_stream", result.Error!.Code);
        Assert.Equal("Four", result.FinalText);
        Assert.Null(result.Usage);
    }

    [Theory]
    [InlineData("length", "max_tokens")]
    [InlineData("content_filter", "refused")]
    public async Task Ask_AnswerEndsEarly_IsNoSuccess(string reason, string code)
    {
        await using var server = new WireServer(WireServer.Stream(Text, Stop.Replace("\"stop\"", $"\"{reason}\"", StringComparison.Ordinal), "[DONE]"));

        Assert.Equal(code, (await _bench.RunAsync(_bench.Call(ApiKind.OpenAI, server.Url("/v1")))).Error!.Code);
    }

    [Fact]
    public async Task Ask_Redirect_IsNotFollowed()
    {
        await using var other = new WireServer(WireServer.Stream(Text, Stop, "[DONE]"));
        await using var server = new WireServer($"HTTP/1.1 307 X\r\nLocation: {other.Url("/v1/chat/completions")}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");

        var result = await _bench.RunAsync(_bench.Call(ApiKind.OpenAI, server.Url("/v1")));

        Assert.Equal("refused_address", result.Error!.Code);
        Assert.False(result.Error.Retryable);
        Assert.Contains(other.Authority, result.Error.Message, StringComparison.Ordinal);
        Assert.Empty(other.Requests);
    }

    [Fact]
    public async Task Ask_NobodyListens_IsUnreachable()
    {
        Uri address;
        await using (var server = new WireServer())
        {
            address = server.Url("/v1");
        }

        var result = await _bench.RunAsync(_bench.Call(ApiKind.OpenAI, address));

        Assert.Equal("unreachable", result.Error!.Code);
        Assert.True(result.Error.Retryable);
        Assert.Contains(address.Authority, result.Error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://169.254.169.254/v1")]
    [InlineData("http://[fe80::1]/v1")]
    [InlineData("http://[::ffff:169.254.169.254]/v1")]
    public async Task Ask_AddressOfAMachinesCredentials_IsNeverCalled(string address)
    {
        var result = await _bench.RunAsync(_bench.Call(ApiKind.OpenAI, new Uri(address)));

        Assert.Equal("refused_address", result.Error!.Code);
        Assert.Contains("never called", result.Error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("169.254.1.1", true)]
    [InlineData("100.100.100.200", true)]
    [InlineData("168.63.129.16", true)]
    [InlineData("fd00:ec2::254", true)]
    [InlineData("224.0.0.1", true)]
    [InlineData("255.255.255.255", true)]
    [InlineData("127.0.0.1", false)]
    [InlineData("::1", false)]
    [InlineData("10.0.0.5", false)]
    [InlineData("203.0.113.9", false)]
    public void IsRefused_Address_OnlyWhatTellsCredentials(string address, bool expected) => Assert.Equal(expected, ApiHttp.IsRefused(System.Net.IPAddress.Parse(address)));
}
