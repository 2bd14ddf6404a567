using Signalbox.Engine.Agents;
using Signalbox.Engine.Agents.Cli;

namespace Signalbox.Unit.Engine.Agents;

public sealed class ClaudeStreamTests
{
    private const string Init = """{"type":"system","subtype":"init","session_id":"s-1","model":"model-a","tools":["Bash"],"newKey":{"x":[1]}}""";

    private readonly List<AgentEvent> _events = [];

    [Fact]
    public void Finish_WholeStream_TakesTheResultLine()
    {
        var result = Read(
            Init,
            """{"type":"assistant","message":{"id":"m1","model":"model-a","content":[{"type":"text","text":"Four"}],"usage":{"input_tokens":3,"output_tokens":1}},"parent_tool_use_id":null}""",
            """{"subtype":"success","result":"4","is_error":false,"num_turns":2,"duration_ms":900,"total_cost_usd":0.0125,"usage":{"input_tokens":11,"output_tokens":7,"cache_read_input_tokens":100,"cache_creation_input_tokens":20},"modelUsage":{"model-a":{"costUSD":9.99}},"session_id":"s-2","type":"result"}""");

        Assert.True(result.Complete);
        Assert.Null(result.Error);
        Assert.Equal("4", result.FinalText);
        Assert.Equal("s-2", result.SessionId);
        Assert.Equal("model-a", result.Model);
        Assert.Equal(
            new AgentUsage { InputTokens = 11, OutputTokens = 7, CacheReadTokens = 100, CacheCreationTokens = 20, CostUsd = 0.0125m, Turns = 2, DurationMs = 900 },
            result.Usage);
    }

    [Fact]
    public void Finish_ToolUse_KeepsCallAndItsEnd()
    {
        var result = Read(
            """{"type":"assistant","message":{"id":"m1","content":[{"type":"tool_use","id":"t1","name":"Bash","input":{"command":"ls"}}]}}""",
            """{"type":"user","message":{"content":[{"type":"tool_result","tool_use_id":"t1","content":[{"type":"text","text":"no such file"}],"is_error":true}]}}""",
            """{"type":"result","subtype":"success","is_error":false,"result":"done"}""");

        Assert.Equal(new ToolCall("t1", "Bash", """{"command":"ls"}""", IsError: true, ExitCode: null), Assert.Single(result.ToolCalls));
        Assert.Contains(new AgentEvent.ToolEnded("t1", "no such file", IsError: true, ExitCode: null), _events);
    }

    [Fact]
    public void Finish_ErrorThatCallsItselfSuccess_IsRateLimit()
    {
        var result = Read(
            Init,
            """{"type":"rate_limit_event","rate_limit_info":{"status":"rejected","resetsAt":1767225600,"rateLimitType":"five_hour"}}""",
            """{"type":"assistant","message":{"id":"m9","model":"<synthetic>","content":[{"type":"text","text":"You have hit your limit"}],"usage":{"input_tokens":0,"output_tokens":0}},"error":"rate_limit","is_api_error_message":true}""",
            """{"is_error":true,"subtype":"success","api_error_status":429,"result":"You have hit your limit","type":"result","duration_ms":10}""");

        Assert.Equal("rate_limit", result.Error!.Code);
        Assert.True(result.Error.Retryable);
        Assert.Equal(DateTimeOffset.FromUnixTimeSeconds(1767225600), result.Error.RetryAt);
        Assert.Null(result.FinalText);
        Assert.Null(result.Usage!.CostUsd);
        Assert.Null(result.Usage.InputTokens);
        Assert.Contains(_events, e => e is AgentEvent.RateLimited { ResetsAt: not null });
    }

    /// <summary>At its limit the CLI may end without a result line: the time that it named is waited for all the same.</summary>
    [Fact]
    public void Finish_LimitAndThenNoResult_IsRateLimitUntilTheNamedTime()
    {
        var result = Read(
            Init,
            """{"type":"assistant","message":{"id":"m1","content":[{"type":"text","text":"Working"}],"usage":{"input_tokens":3,"output_tokens":1}}}""",
            """{"type":"rate_limit_event","rate_limit_info":{"status":"rejected","resetsAt":1767225600,"rateLimitType":"five_hour"}}""");

        Assert.False(result.Complete);
        Assert.Equal(("rate_limit", true, DateTimeOffset.FromUnixTimeSeconds(1767225600)), (result.Error!.Code, result.Error.Retryable, result.Error.RetryAt));
        Assert.Contains("limit five_hour", result.Error.Message, StringComparison.Ordinal);
        Assert.Equal((3L, "s-1"), (result.Usage!.InputTokens, result.SessionId));
    }

    [Fact]
    public void Finish_LimitInTheWordsOfTheApiAndThenNoResult_QuotesThem()
    {
        var error = Read(
            Init,
            """{"type":"assistant","message":{"id":"m9","model":"<synthetic>","content":[{"type":"text","text":"You have hit your limit, resets 9am (UTC)"}]},"error":"rate_limit"}""").Error!;

        Assert.Equal("rate_limit", error.Code);
        Assert.Contains("resets 9am (UTC)", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"type":"assistant","message":{"id":"m2","content":[{"type":"text","text":"On it again"}]}}""")]
    [InlineData("""{"type":"rate_limit_event","rate_limit_info":{"status":"allowed","resetsAt":1767225600}}""")]
    public void Finish_WentOnAfterTheLimitAndThenNoResult_IsNotTheLimit(string next)
    {
        var result = Read(Init, """{"type":"rate_limit_event","rate_limit_info":{"status":"rejected","resetsAt":1767225600}}""", next);

        Assert.False(result.Complete);
        Assert.Null(result.Error);
    }

    [Theory]
    [InlineData("""{"type":"result","subtype":"success","is_error":true,"api_error_status":401,"result":"Failed to authenticate"}""")]
    [InlineData("""{"type":"result","subtype":"success","is_error":true,"result":"Invalid API key · Please run /login"}""")]
    [InlineData("""{"type":"result","subtype":"success","is_error":true,"result":"API Error: 401 {\"type\":\"error\"}"}""")]
    public void Finish_NotSignedIn_SaysWhatToDo(string line)
    {
        var error = Read(line).Error!;

        Assert.Equal("auth", error.Code);
        Assert.False(error.Retryable);
        Assert.Contains("sign in with /login", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Finish_LimitAllowed_IsNoLimit()
    {
        var result = Read(
            """{"type":"rate_limit_event","rate_limit_info":{"status":"allowed","resetsAt":1767225600}}""",
            """{"type":"rate_limit_event","rate_limit_info":{"status":"allowed_warning","rateLimitType":"seven_day"}}""",
            """{"type":"result","subtype":"error_during_execution","is_error":true,"errors":["the tool broke"]}""");

        Assert.Equal("agent_error", result.Error!.Code);
        Assert.Contains("the tool broke", result.Error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(_events, e => e is AgentEvent.RateLimited);
        Assert.Single(result.Warnings);
    }

    [Fact]
    public void Finish_MaxTurns_IsNotTriedAgain()
    {
        var error = Read("""{"type":"result","subtype":"error_max_turns","is_error":false,"num_turns":5}""", """{"type":"result","subtype":"error_max_turns","is_error":true,"num_turns":5}""").Error!;

        Assert.Equal("max_turns", error.Code);
        Assert.False(error.Retryable);
    }

    [Fact]
    public void Finish_NoResultLine_IsIncompleteAndSumsEachMessageOnce()
    {
        var result = Read(
            """{"type":"assistant","message":{"id":"m1","content":[{"type":"text","text":"a"}],"usage":{"input_tokens":10,"output_tokens":1}}}""",
            """{"type":"assistant","message":{"id":"m1","content":[{"type":"tool_use","id":"t","name":"Read","input":{}}],"usage":{"input_tokens":10,"output_tokens":4}}}""",
            """{"type":"assistant","message":{"id":"m2","content":[{"type":"text","text":"b"}],"usage":{"input_tokens":5,"output_tokens":2}}}""");

        Assert.False(result.Complete);
        Assert.Equal("b", result.FinalText);
        Assert.Equal(new AgentUsage { InputTokens = 15, OutputTokens = 6 }, result.Usage);
    }

    [Theory]
    [InlineData("\"result\":\"\",")]
    [InlineData("")]
    public void Finish_EmptyOrAbsentResult_TakesLastAnswer(string member)
    {
        var result = Read(
            """{"type":"assistant","message":{"id":"m1","content":[{"type":"text","text":"First"}]}}""",
            """{"type":"assistant","message":{"id":"m2","content":[{"type":"text","text":"Second"}]},"parent_tool_use_id":null}""",
            """{"type":"assistant","message":{"id":"m3","content":[{"type":"text","text":"From a helper"}]},"parent_tool_use_id":"t7"}""",
            "{\"type\":\"result\"," + member + "\"subtype\":\"success\",\"is_error\":false}");

        Assert.Equal("Second", result.FinalText);
        Assert.Equal(["First", "Second"], _events.OfType<AgentEvent.Text>().Select(text => text.Value).ToArray());
    }

    [Fact]
    public void Line_PartialDeltasAndRepeatedText_DoNotDoubleTheAnswer()
    {
        var result = Read(
            """{"type":"stream_event","event":{"type":"content_block_delta","delta":{"type":"text_delta","text":"Hel"}}}""",
            """{"type":"assistant","message":{"id":"m1","content":[{"type":"text","text":"Hello"}]}}""",
            """{"type":"assistant","message":{"id":"m1","content":[{"type":"text","text":"Hello"}]}}""",
            """{"type":"assistant","message":{"id":"m1","content":[{"type":"text","text":"Hello there"}]}}""");

        Assert.Equal("Hello there", result.FinalText);
        Assert.Equal(["Hello", " there"], _events.OfType<AgentEvent.Text>().Select(text => text.Value).ToArray());
    }

    [Fact]
    public void Line_PlainTextUnknownAndBroken_AreSurvived()
    {
        var result = Read(
            "\u001b[33mWarning:\u001b[0m old version",
            "",
            "   ",
            "[1,2]",
            "{\"type\":",
            """{"type":"something_new","payload":{}}""",
            """{"type":42}""",
            """{"type":"assistant","message":"not an object"}""",
            """{"type":"assistant","message":{"content":[7,{"type":"text","text":null},{"type":"tool_use"}]}}""",
            """{"type":"system","subtype":"api_retry","attempt":2,"retry_delay_ms":500,"error_status":529}""",
            """{"type":"result","subtype":"success","is_error":false,"result":"ok","permission_denials":[{"tool_name":"Bash","tool_input":{"command":"git push"}}]}""");

        Assert.True(result.Complete);
        Assert.Equal("ok", result.FinalText);
        Assert.Equal("Warning: old version", result.Warnings[0]);
        Assert.Contains(result.Warnings, warning => warning.Contains("529", StringComparison.Ordinal));
        Assert.Equal(["Bash: git push"], result.PermissionDenials);
    }

    [Fact]
    public void Finish_FilesWritten_AreChangesWithTheirLines()
    {
        Read(
            Tool("w", "Write", """{"file_path":"/w/new.txt","content":"one\ntwo"}"""),
            Answer("w", "false", """{"type":"create","filePath":"/w/new.txt","structuredPatch":[]}"""),
            Tool("e", "Edit", """{"file_path":"/w/old.txt","old_string":"x","new_string":"y"}"""),
            Answer("e", "false", """{"filePath":"/w/old.txt","structuredPatch":[{"oldStart":1,"oldLines":2,"lines":[" a","-x","+y"]},{"lines":["-p"]}]}"""),
            Tool("m", "MultiEdit", """{"file_path":"/w/many.txt","edits":[{"old_string":"1","new_string":""},{"old_string":"2","new_string":"3"}]}"""),
            Answer("m", "false", "\"done\""),
            Tool("f", "Edit", """{"file_path":"/w/no.txt","old_string":"x","new_string":"y"}"""),
            Answer("f", "true", "\"not found\""),
            Tool("r", "Read", """{"file_path":"/w/read.txt"}"""),
            Answer("r", "false", "\"text\""));

        Assert.Equal(
            [
                new AgentEvent.FileChanged("/w/new.txt", "add", "+one\n+two"),
                new AgentEvent.FileChanged("/w/old.txt", "update", " a\n-x\n+y\n@@\n-p"),
                new AgentEvent.FileChanged("/w/many.txt", "update", "-1\n@@\n-2\n+3"),
            ],
            _events.OfType<AgentEvent.FileChanged>());

        static string Tool(string id, string name, string input) => $$$"""{"type":"assistant","message":{"id":"m-{{{id}}}","content":[{"type":"tool_use","id":"{{{id}}}","name":"{{{name}}}","input":{{{input}}}}]}}""";
        static string Answer(string id, string isError, string answer) => $$$"""{"type":"user","message":{"content":[{"type":"tool_result","tool_use_id":"{{{id}}}","content":"ok","is_error":{{{isError}}}}]},"tool_use_result":{{{answer}}}}""";
    }

    [Fact]
    public void Finish_OlderVersion_ReadsTheSame()
    {
        var result = Read(
            """{"type":"system","subtype":"init","session_id":"old-1","tools":[]}""",
            """{"type":"assistant","message":{"id":"m1","role":"assistant","content":"Four"},"session_id":"old-1"}""",
            """{"type":"result","subtype":"success","cost_usd":0.011,"is_error":false,"duration_ms":700,"num_turns":1,"session_id":"old-1"}""");

        Assert.Equal("Four", result.FinalText);
        Assert.Equal("old-1", result.SessionId);
        Assert.Equal(new AgentUsage { CostUsd = 0.011m, DurationMs = 700, Turns = 1 }, result.Usage);
    }

    [Theory]
    [InlineData("error_max_turns", "max_turns")]
    [InlineData("error_max_budget_usd", "max_budget")]
    public void Finish_UsedUpWithoutTheFlag_IsStillAFault(string subtype, string code) =>
        Assert.Equal(code, Read($$"""{"type":"result","subtype":"{{subtype}}","is_error":false,"num_turns":3}""").Error!.Code);

    private CliStreamResult Read(params string[] lines) => DialectReader.Read(new ClaudeDialect(), _events, lines);
}
