using Signalbox.Engine.Agents;
using Signalbox.Engine.Agents.Cli;

namespace Signalbox.Unit.Engine.Agents;

public sealed class CodexStreamTests
{
    private readonly List<AgentEvent> _events = [];

    [Fact]
    public void Finish_CommandAndFileChange_KeepsBoth()
    {
        var result = Read(
            """{"type":"thread.started","thread_id":"th-1"}""",
            """{"type":"turn.started"}""",
            """{"type":"item.completed","item":{"id":"i0","type":"reasoning","text":"thinking"}}""",
            """{"type":"item.started","item":{"id":"i1","type":"command_execution","command":"ls","status":"in_progress"}}""",
            """{"type":"item.completed","item":{"id":"i1","type":"command_execution","command":"ls","aggregated_output":"a\n","exit_code":2,"status":"completed"}}""",
            """{"type":"item.completed","item":{"id":"i2","type":"file_change","changes":[{"path":"/w/a.txt","kind":"add"}],"status":"completed"}}""",
            """{"type":"item.completed","item":{"id":"i3","type":"agent_message","text":"First"}}""",
            """{"type":"item.completed","item":{"id":"i4","type":"agent_message","text":"Done"}}""",
            """{"type":"turn.completed","usage":{"input_tokens":100,"cached_input_tokens":40,"output_tokens":9}}""");

        Assert.True(result.Complete);
        Assert.Null(result.Error);
        Assert.Equal("Done", result.FinalText);
        Assert.Equal("th-1", result.SessionId);
        Assert.Equal(new ToolCall("i1", "command_execution", """{"command":"ls"}""", IsError: true, ExitCode: 2), Assert.Single(result.ToolCalls));
        Assert.Equal(new AgentUsage { InputTokens = 100, CacheReadTokens = 40, OutputTokens = 9 }, result.Usage);
        Assert.Equal(new AgentEvent.FileChanged("/w/a.txt", "add"), Assert.Single(_events.OfType<AgentEvent.FileChanged>()));
    }

    [Fact]
    public void Finish_OlderShape_ReadsTheSame()
    {
        var result = Read(
            """{"type":"session.created","session_id":"old-1"}""",
            """{"type":"item.completed","item":{"id":"i0","item_type":"assistant_message","text":"Hello"}}""",
            """{"type":"turn.completed"}""");

        Assert.True(result.Complete);
        Assert.Equal("Hello", result.FinalText);
        Assert.Equal("old-1", result.SessionId);
        Assert.Null(result.Usage);
    }

    [Fact]
    public void Finish_ReconnectingOnly_IsAWarning()
    {
        var result = Read(
            """{"type":"error","message":"Reconnecting... 1/5 (stream disconnected)"}""",
            """{"type":"error","message":"stream error; retrying 2/5 in 400ms"}""",
            """{"type":"item.completed","item":{"type":"error","message":"a tool is slow"}}""",
            """{"type":"turn.completed","usage":{"input_tokens":1,"output_tokens":1}}""");

        Assert.Null(result.Error);
        Assert.Equal(3, result.Warnings.Count);
    }

    [Fact]
    public void Finish_TurnFailed_StaysFailed()
    {
        var result = Read(
            "Reading additional input from stdin...",
            """{"type":"turn.failed","error":{"message":"unexpected status 401 Unauthorized: Missing bearer"}}""",
            """{"type":"turn.completed","usage":{"input_tokens":1,"output_tokens":1}}""");

        Assert.True(result.Complete);
        Assert.Equal("auth", result.Error!.Code);
        Assert.Contains("codex login", result.Error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Finish_LimitAsJsonInAString_NamesTheReset()
    {
        var result = Read("""{"type":"turn.failed","error":{"message":"{\"error\":{\"type\":\"usage_limit_reached\",\"message\":\"The usage limit has been reached\",\"resets_at\":1767225600}}"}}""");

        Assert.Equal("rate_limit", result.Error!.Code);
        Assert.Equal(DateTimeOffset.FromUnixTimeSeconds(1767225600), result.Error.RetryAt);
        Assert.Contains("The usage limit has been reached", result.Error.Message, StringComparison.Ordinal);
        Assert.Contains(_events, e => e is AgentEvent.RateLimited { ResetsAt: not null });
    }

    [Fact]
    public void Finish_ErrorWithoutTurnEnd_IsThatError()
    {
        var result = Read("""{"type":"error","message":"model gpt-x does not exist"}""");

        Assert.False(result.Complete);
        Assert.Contains("gpt-x does not exist", result.Error!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Finish_NoTurnEnd_IsIncomplete()
    {
        var result = Read("""{"type":"item.completed","item":{"id":"i1","type":"agent_message","text":"I begin"}}""", """{"type":"item.comp""");

        Assert.False(result.Complete);
        Assert.Null(result.Error);
        Assert.Null(result.Usage);
    }

    [Fact]
    public void Finish_ToolOfAnMcpServer_KeepsWhatItAnswered()
    {
        var result = Read(
            """{"type":"item.started","item":{"id":"i1","type":"mcp_tool_call","server":"docs","tool":"search","arguments":{"q":"x"},"status":"in_progress"}}""",
            """{"type":"item.completed","item":{"id":"i1","type":"mcp_tool_call","server":"docs","tool":"search","arguments":{"q":"x"},"result":{"content":[{"type":"text","text":"found"},{"type":"image"}]},"status":"completed"}}""",
            """{"type":"item.completed","item":{"id":"i2","type":"web_search","query":"weather"}}""",
            """{"type":"item.updated","item":{"id":"i3","type":"todo_list","items":[{"text":"a","completed":true}]}}""",
            """{"type":"turn.completed"}""");

        Assert.Equal(["docs.search", "web_search"], result.ToolCalls.Select(call => call.Name));
        Assert.Contains(new AgentEvent.ToolEnded("i1", "found", IsError: false, ExitCode: null), _events);
    }

    [Fact]
    public void Finish_ChangeThatFailed_IsNoChange()
    {
        var result = Read("""{"type":"item.completed","item":{"id":"i2","type":"file_change","changes":[{"path":"/w/a.txt","kind":"update"}],"status":"failed"}}""");

        Assert.DoesNotContain(_events, e => e is AgentEvent.FileChanged);
        Assert.Equal(["a change of files was not made"], result.Warnings);
    }

    private CliStreamResult Read(params string[] lines) => DialectReader.Read(new CodexDialect(), _events, lines);
}
