using System.Runtime.Versioning;
using Signalbox.Engine.Agents;
using Signalbox.Engine.Processes;

namespace Signalbox.Unit.Engine.Agents;

/// <summary>How each coding agent ends that is killed, hangs, emits half a line, or is limited until a named time (design/agents.md, "Lessons from recorded streams").</summary>
[SupportedOSPlatform("linux")]
public sealed class AgentEndTests : IDisposable
{
    private static readonly DateTimeOffset Ends = new(2026, 7, 1, 17, 0, 0, TimeSpan.Zero);

    private readonly AgentBench _bench = new();

    /// <summary>Each with what it calls itself, a whole stream of it, and whether the first lines of that name its session.</summary>
    public static TheoryData<string, string, string, bool> Agents => new()
    {
        { "claude", "Claude Code", RecordedStreams.ClaudeTool, true },
        { "codex", "Codex", RecordedStreams.CodexCommand, true },
        { "copilot", "GitHub Copilot", RecordedStreams.CopilotTool, false },
        { "gemini", "Gemini", RecordedStreams.GeminiText, true },
    };

    public void Dispose() => _bench.Dispose();

    [Theory]
    [MemberData(nameof(Agents))]
    public async Task RunAsync_Killed_FailsWithItsExitCodeAndLastWords(string agent, string name, string stream, bool knowsSession)
    {
        var lines = stream.Split('\n');
        _bench.Host.Stdout = string.Join('\n', lines[..2]) + "\n";
        _bench.Host.Stderr = "out of memory\n";
        _bench.Host.End(code: 137);

        var result = await RunAsync(agent);

        Assert.Equal((AgentOutcome.Failed, 137, "incomplete_stream", true), (result.Outcome, result.ExitCode, result.Error!.Code, result.Error.Retryable));
        Assert.Equal(
            $"{name} ended with exit code 137; the last line it wrote to standard error was: out of memory; its stream stopped before it said how the work ended",
            result.Error.Message);
        Assert.Equal(knowsSession, result.SessionId is not null);
        Assert.Equal(_bench.Host.Stdout, _bench.Logs.Text(Signalbox.Engine.Logs.LogStream.Stdout));
    }

    [Theory]
    [MemberData(nameof(Agents))]
    public async Task RunAsync_KilledAfterItsLastLine_FailsAllTheSame(string agent, string name, string stream, bool knowsSession)
    {
        _bench.Host.Stdout = stream;
        _bench.Host.End(code: 137);

        var result = await RunAsync(agent);

        Assert.Equal((AgentOutcome.Failed, "exit_code"), (result.Outcome, result.Error!.Code));
        Assert.Equal($"{name} ended with exit code 137 and wrote nothing to standard error", result.Error.Message);
        Assert.True(knowsSession || result.SessionId is not null);
    }

    [Theory]
    [MemberData(nameof(Agents))]
    public async Task RunAsync_Hangs_TimesOutAndKeepsWhatItHadSaid(string agent, string name, string stream, bool knowsSession)
    {
        var lines = stream.TrimEnd('\n').Split('\n');
        _bench.Host.Stdout = string.Join('\n', lines[..^1]) + "\n";
        _bench.Host.End(ProcessEnd.TimedOut, code: 143);

        var result = await RunAsync(agent);

        Assert.Equal((AgentOutcome.TimedOut, "timeout", "timed out after 300 s", true), (result.Outcome, result.Error!.Code, result.Error.Message, result.Error.Retryable));
        Assert.Equal(knowsSession, result.SessionId is not null);
        Assert.True(result.FinalText is not null || result.ToolCalls.Count == 1, $"{name} had said something");
    }

    [Theory]
    [MemberData(nameof(Agents))]
    public async Task RunAsync_HalfALineAtItsEnd_IsIncompleteThoughItExitedWith0(string agent, string name, string stream, bool knowsSession)
    {
        var whole = stream.TrimEnd('\n');
        _bench.Host.Stdout = whole[..(whole.LastIndexOf('\n') + 40)];
        _bench.Host.End();

        var result = await RunAsync(agent);

        Assert.Equal((AgentOutcome.Failed, 0, "incomplete_stream", true), (result.Outcome, result.ExitCode, result.Error!.Code, result.Error.Retryable));
        Assert.StartsWith($"{name} ended with exit code 0", result.Error.Message, StringComparison.Ordinal);
        Assert.EndsWith("its stream stopped before it said how the work ended", result.Error.Message, StringComparison.Ordinal);
        Assert.Equal(knowsSession, result.SessionId is not null);
        Assert.Null(result.Usage?.CostUsd);
        Assert.Equal(_bench.Host.Stdout, _bench.Logs.Text(Signalbox.Engine.Logs.LogStream.Stdout));
    }

    /// <summary>As a time in the stream, and as words alone, which count from when they were written, whichever server reads them.</summary>
    [Theory]
    [InlineData("claude", """{"type":"rate_limit_event","rate_limit_info":{"status":"rejected","rateLimitType":"five_hour","resetsAt":1782925200}}""", """{"type":"result","subtype":"success","is_error":true,"api_error_status":429,"result":"You've hit your session limit"}""")]
    [InlineData("claude", """{"type":"result","subtype":"success","is_error":true,"api_error_status":429,"result":"You've hit your session limit · resets 7pm (Europe/Vienna)"}""", "")]
    [InlineData("codex", """{"type":"turn.failed","error":{"message":"{\"error\":{\"type\":\"usage_limit_reached\",\"message\":\"The usage limit has been reached\",\"resets_at\":1782925200}}"}}""", "")]
    [InlineData("codex", """{"type":"turn.failed","error":{"message":"You've hit your usage limit. Upgrade your plan or try again in 1 hour 30 minutes."}}""", "")]
    [InlineData("copilot", """{"type":"session.error","data":{"errorType":"rate_limit","message":"You are rate limited, try again in 2 hours."},"timestamp":"2026-07-01T15:00:00Z"}""", """{"type":"result","sessionId":"s","exitCode":1}""")]
    [InlineData("copilot", """{"type":"session.error","data":{"errorType":"quota","message":"Quota exceeded, try again in 90 minutes."}}""", """{"type":"result","sessionId":"s","exitCode":1}""")]
    [InlineData("gemini", """{"type":"result","timestamp":"2026-07-01T15:10:52Z","status":"error","error":{"code":429,"message":"You have exhausted your capacity on this model. Your quota will reset after 1h49m8s."}}""", "")]
    [InlineData("gemini", """{"type":"result","status":"error","error":{"code":429,"message":"Quota exceeded. Please retry in 5400s."}}""", "")]
    public async Task RunAsync_LimitedUntilANamedTime_SaysThatTime(string agent, string line, string next)
    {
        _bench.Host.Stdout = $"{line}\n{next}\n";
        _bench.Host.Write(_bench.Request.Directory);
        File.SetLastWriteTimeUtc(_bench.Request.Directory + "/stdout.log", Ends.AddMinutes(-90).UtcDateTime);
        File.SetLastWriteTimeUtc(_bench.Request.Directory + "/stderr.log", Ends.AddHours(-9).UtcDateTime);
        _bench.Request = _bench.Request with { Reattach = true };
        _bench.Host.End(code: 1);

        var result = await RunAsync(agent);

        Assert.Equal((AgentOutcome.Failed, "rate_limit", true, Ends), (result.Outcome, result.Error!.Code, result.Error.Retryable, result.Error.RetryAt));
    }

    private Task<AgentResult> RunAsync(string agent) => _bench.RunAsync(agent switch
    {
        "claude" => _bench.Claude,
        "codex" => _bench.Codex,
        "copilot" => _bench.Copilot,
        _ => _bench.Gemini,
    });
}
