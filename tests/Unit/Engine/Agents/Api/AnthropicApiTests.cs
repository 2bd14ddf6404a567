using System.Text.Json;
using Signalbox.Engine.Agents;
using Signalbox.Engine.Agents.Api;

namespace Signalbox.Unit.Engine.Agents.Api;

public sealed class AnthropicApiTests : IDisposable
{
    private const string Start = """{"type":"message_start","message":{"id":"msg_1","type":"message","role":"assistant","model":"model-told","content":[],"stop_reason":null,"stop_sequence":null,"usage":{"input_tokens":12,"cache_read_input_tokens":30,"cache_creation_input_tokens":5,"output_tokens":1}}}""";
    private const string Begin = """{"type":"content_block_start","index":0,"content_block":{"type":"text","text":""}}""";
    private const string Text = """{"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"Fo"}}""";
    private const string More = """{"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"ur\nis it."}}""";
    private const string End = """{"type":"content_block_stop","index":0}""";
    private const string Done = """{"type":"message_delta","delta":{"stop_reason":"end_turn","stop_sequence":null},"usage":{"output_tokens":9}}""";
    private const string Stop = """{"type":"message_stop"}""";

    private readonly ApiBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task Ask_WholeAnswer_EveryValueIsRead()
    {
        await using var server = new WireServer(WireServer.Stream(
            Start,
            """{"type":"ping"}""",
            """{"type":"content_block_start","index":0,"content_block":{"type":"thinking","thinking":"","signature":""}}""",
            """{"type":"content_block_delta","index":0,"delta":{"type":"thinking_delta","thinking":"Two and two."}}""",
            """{"type":"content_block_delta","index":0,"delta":{"type":"later_kind_of_delta","value":1}}""",
            End, Begin, Text, More, End, Done, Stop));

        var result = await _bench.RunAsync(_bench.Call(ApiKind.Anthropic, server.Url("/")) with { System = "Be brief.", MaxTokens = 77, Effort = "low" });

        Assert.Equal(0, _bench.ExitCode);
        Assert.Null(result.Error);
        Assert.True(result.Complete);
        Assert.Equal("Four\nis it.", result.FinalText);
        Assert.Equal("at_new", result.SessionId);
        Assert.Equal("model-told", result.Model);
        Assert.Equal(new AgentUsage { InputTokens = 12, OutputTokens = 9, CacheReadTokens = 30, CacheCreationTokens = 5, DurationMs = 0, Turns = 1 }, result.Usage);
        Assert.Contains(new AgentEvent.Thinking("Two and two."), _bench.Events);
        var request = Assert.Single(server.Requests);
        Assert.StartsWith("POST /v1/messages HTTP/1.1", request, StringComparison.Ordinal);
        Assert.Contains(ApiBench.Key, request.Split("\r\n\r\n")[0], StringComparison.Ordinal);
        using var body = JsonDocument.Parse(request.Split("\r\n\r\n")[1]);
        Assert.Equal("model-asked", body.RootElement.GetProperty("model").GetString());
        Assert.Equal(77, body.RootElement.GetProperty("max_tokens").GetInt32());
        Assert.Equal("Be brief.", body.RootElement.GetProperty("system").GetString());
        Assert.True(body.RootElement.GetProperty("stream").GetBoolean());
        var turn = Assert.Single(body.RootElement.GetProperty("messages").EnumerateArray());
        Assert.Equal(("user", "Say four."), (turn.GetProperty("role").GetString(), turn.GetProperty("content").GetString()));
    }

    [Fact]
    public async Task Ask_RateLimited_NamesWhenItEndsAndAsksOnce()
    {
        await using var server = new WireServer(WireServer.Json(429, """{"type":"error","error":{"type":"rate_limit_error","message":"Too many tokens a minute"}}""", "retry-after: 37\r\n"));

        var result = await _bench.RunAsync(_bench.Call(ApiKind.Anthropic, server.Url("/")));

        Assert.Equal(1, _bench.ExitCode);
        Assert.Equal("rate_limit", result.Error!.Code);
        Assert.Equal(ApiBench.Now.AddSeconds(37), result.Error.RetryAt);
        Assert.Contains("Too many tokens a minute", result.Error.Message, StringComparison.Ordinal);
        Assert.Contains(_bench.Events, e => e is AgentEvent.RateLimited { ResetsAt: not null });
        Assert.Single(server.Requests);
        Assert.Null(result.Usage);
    }

    [Fact]
    public async Task Ask_KeyIsNotValid_SaysWhereItIsReadFromAndNeverTellsIt()
    {
        await using var server = new WireServer(WireServer.Json(401, $$$"""{"type":"error","error":{"type":"authentication_error","message":"invalid x-api-key {{{ApiBench.Key}}}"}}"""));

        var result = await _bench.RunAsync(_bench.Call(ApiKind.Anthropic, server.Url("/")));

        Assert.Equal("auth", result.Error!.Code);
        Assert.False(result.Error.Retryable);
        Assert.Contains("env:ANTHROPIC_API_KEY", result.Error.Message, StringComparison.Ordinal);
        Assert.Contains("***", _bench.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(ApiBench.Key, _bench.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(500, """{"type":"error","error":{"type":"api_error","message":"Internal server error"}}""", "Internal server error")]
    [InlineData(529, """{"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}""", "Overloaded")]
    [InlineData(502, "<html>bad gateway</html>", "status 502")]
    public async Task Ask_ServerFails_CanBeTriedAgain(int status, string body, string words)
    {
        await using var server = new WireServer(WireServer.Json(status, body));

        var result = await _bench.RunAsync(_bench.Call(ApiKind.Anthropic, server.Url("/")));

        Assert.Equal("agent_error", result.Error!.Code);
        Assert.True(result.Error.Retryable);
        Assert.Contains(words, result.Error.Message, StringComparison.Ordinal);
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task Ask_ErrorInTheMiddle_IsThatError()
    {
        await using var server = new WireServer(WireServer.Stream(Start, Begin, Text, """{"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}"""));

        var result = await _bench.RunAsync(_bench.Call(ApiKind.Anthropic, server.Url("/")));

        Assert.Equal("agent_error", result.Error!.Code);
        Assert.True(result.Error.Retryable);
        Assert.Equal("Anthropic API reports: Overloaded", result.Error.Message);
        Assert.Equal("Fo", result.FinalText);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Ask_StreamStopsHalfWay_IsIncompleteAndKeepsWhatCame(bool isBroken)
    {
        await using var server = new WireServer(isBroken ? WireServer.Broken(Start, Begin, Text) : WireServer.Stream(Start, Begin, Text));

        var result = await _bench.RunAsync(_bench.Call(ApiKind.Anthropic, server.Url("/")));

        Assert.Equal(1, _bench.ExitCode);
        Assert.False(result.Complete);
        Assert.Equal("incomplete_stream", result.Error!.Code);
        Assert.True(result.Error.Retryable);
        Assert.Equal("Fo", result.FinalText);
        Assert.Equal(new AgentUsage { InputTokens = 12, CacheReadTokens = 30, CacheCreationTokens = 5 }, result.Usage);
    }

    [Theory]
    [InlineData("max_tokens", "max_tokens")]
    [InlineData("refusal", "refused")]
    public async Task Ask_AnswerEndsEarly_IsNoSuccess(string reason, string code)
    {
        await using var server = new WireServer(WireServer.Stream(Start, Begin, Text, End, Done.Replace("end_turn", reason, StringComparison.Ordinal), Stop));

        var result = await _bench.RunAsync(_bench.Call(ApiKind.Anthropic, server.Url("/")));

        Assert.Equal(1, _bench.ExitCode);
        Assert.Equal(code, result.Error!.Code);
        Assert.False(result.Error.Retryable);
        Assert.Equal("Fo", result.FinalText);
        Assert.Equal(9, result.Usage!.OutputTokens);
    }

    [Fact]
    public async Task Ask_SessionOfAnEarlierAttempt_AsksItsTurnsAgain()
    {
        await using var server = new WireServer(WireServer.Stream(Start, Begin, Text, End, Done, Stop), WireServer.Stream(Start, Begin, More, End, Done, Stop));
        var stop = TestContext.Current.CancellationToken;
        Directory.CreateDirectory(_bench.Attempt(1));
        await File.WriteAllTextAsync(Path.Combine(_bench.Attempt(1), "prompt.md"), "First question", stop);
        await _bench.RunAsync(_bench.Call(ApiKind.Anthropic, server.Url("/")) with { NewSession = "at_first", Directory = _bench.Attempt(1) }, "First question");
        await File.WriteAllTextAsync(Path.Combine(_bench.Attempt(1), "stdout.log"), _bench.Output, stop);

        var result = await _bench.RunAsync(_bench.Call(ApiKind.Anthropic, server.Url("/")) with { Session = "at_first" }, "Second question");

        Assert.Equal("at_first", result.SessionId);
        Assert.Equal("ur\nis it.", result.FinalText);
        using var body = JsonDocument.Parse(server.Requests[1].Split("\r\n\r\n")[1]);
        Assert.Equal(
            [("user", "First question"), ("assistant", "Fo"), ("user", "Second question")],
            body.RootElement.GetProperty("messages").EnumerateArray().Select(turn => (turn.GetProperty("role").GetString()!, turn.GetProperty("content").GetString()!)));
    }

    [Fact]
    public async Task Ask_NothingLeftOfTheSession_BeginsANewOneAndSaysSo()
    {
        await using var server = new WireServer(WireServer.Stream(Start, Begin, Text, End, Done, Stop));

        var result = await _bench.RunAsync(_bench.Call(ApiKind.Anthropic, server.Url("/")) with { Session = "at_gone" });

        Assert.Equal("at_new", result.SessionId);
        Assert.Contains("at_gone", Assert.Single(result.Warnings), StringComparison.Ordinal);
    }
}
