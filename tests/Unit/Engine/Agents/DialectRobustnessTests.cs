using System.Text.Json.Nodes;
using Signalbox.Engine.Agents;
using Signalbox.Engine.Agents.Api;
using Signalbox.Engine.Agents.Cli;
using Signalbox.Engine.Agents.Commands;

namespace Signalbox.Unit.Engine.Agents;

/// <summary>Whatever an agent writes, its stream is read: every value of a line as every other kind, every line torn at every place.</summary>
public sealed class DialectRobustnessTests
{
    private static readonly Dictionary<string, (Func<ICliDialect> Create, string[] Lines)> Dialects = new(StringComparer.Ordinal)
    {
        ["claude"] = (() => new ClaudeDialect(),
        [
            """{"type":"system","subtype":"api_retry","attempt":1,"error_status":429,"session_id":"s","model":"m"}""",
            """{"type":"assistant","message":{"id":"m","model":"m","content":[{"type":"text","text":"a"},{"type":"thinking","thinking":"b"},{"type":"tool_use","id":"t","name":"MultiEdit","input":{"file_path":"f","edits":[{"old_string":"x","new_string":"y"}]}}],"usage":{"input_tokens":1,"output_tokens":1}},"parent_tool_use_id":null,"error":"x","is_api_error_message":false}""",
            """{"type":"user","message":{"content":[{"type":"tool_result","tool_use_id":"t","content":[{"type":"text","text":"c"}],"is_error":false}]},"tool_use_result":{"type":"create","structuredPatch":[{"lines":["+a"]}]}}""",
            """{"type":"rate_limit_event","rate_limit_info":{"status":"rejected","resetsAt":1767225600,"rateLimitType":"x"}}""",
            """{"type":"result","subtype":"success","is_error":true,"api_error_status":400,"result":"r","errors":["e",{"message":"f"}],"num_turns":1,"duration_ms":1,"total_cost_usd":0.1,"usage":{"input_tokens":1},"permission_denials":[{"tool_name":"Bash","tool_input":{"command":"ls"}}]}""",
        ]),
        ["codex"] = (() => new CodexDialect(),
        [
            """{"type":"thread.started","thread_id":"t","model":"m"}""",
            """{"type":"item.completed","item":{"id":"i","type":"mcp_tool_call","server":"s","tool":"t","arguments":{},"result":{"content":[{"text":"x"}]},"error":{"message":"m"},"exit_code":1,"status":"failed"}}""",
            """{"type":"item.completed","item":{"id":"i","type":"file_change","changes":[{"path":"p","kind":"add"}],"status":"completed"}}""",
            """{"type":"turn.failed","error":{"message":"{\"error\":{\"message\":\"m\",\"resets_at\":1767225600},\"status\":429}"}}""",
            """{"type":"error","message":"m"}""",
            """{"type":"turn.completed","usage":{"input_tokens":1,"cached_input_tokens":1,"output_tokens":1}}""",
        ]),
        ["copilot"] = (() => new CopilotDialect(),
        [
            """{"type":"assistant.message","data":{"content":"a","model":"m","parentToolCallId":null,"toolRequests":[{"toolCallId":"c","name":"edit","arguments":{"path":"p","old_str":"a","new_str":"b"}}]},"timestamp":"2026-03-01T10:00:00Z"}""",
            """{"type":"tool.execution_complete","data":{"toolCallId":"c","success":true,"result":{"content":"x"},"error":{"message":"e"}}}""",
            """{"type":"assistant.usage","data":{"inputTokens":1,"outputTokens":1,"cacheReadTokens":1,"cacheWriteTokens":1}}""",
            """{"type":"session.error","data":{"errorType":"rate_limit","message":"try again in 5 seconds","statusCode":429},"timestamp":"2026-03-01T10:00:00Z"}""",
            """{"type":"abort","data":{"reason":"r"}}""",
            """{"type":"result","sessionId":"s","exitCode":1,"usage":{"premiumRequests":1,"sessionDurationMs":1}}""",
        ]),
        ["gemini"] = (() => new GeminiDialect(),
        [
            """{"type":"init","session_id":"s","model":"m"}""",
            """{"type":"message","role":"assistant","content":"a","delta":true}""",
            """{"type":"tool_use","tool_name":"replace","tool_id":"t","parameters":{"file_path":"p","old_string":"a","new_string":"b"}}""",
            """{"type":"tool_result","tool_id":"t","status":"success","output":"o","error":{"message":"e"}}""",
            """{"type":"error","severity":"error","message":"m"}""",
            """{"type":"result","timestamp":"2026-03-01T10:00:00Z","status":"error","error":{"type":"t","code":429,"message":"retry in 5s"},"stats":{"input_tokens":1,"output_tokens":1,"cached":1,"duration_ms":1}}""",
        ]),
        ["api"] = (() => new ApiDialect(ApiAgentSettings.OpenAI, AgentSettings.Default),
        [
            """{"type":"session","session_id":"s","model":"m","turns_before":0}""",
            """{"type":"text","text":"a"}""",
            """{"type":"thinking","text":"a"}""",
            """{"type":"usage","input_tokens":1,"output_tokens":1,"cache_read_tokens":1,"cache_creation_tokens":1}""",
            """{"type":"error","code":null,"status":429,"message":"m","retry_at":"2026-03-01T10:00:00Z"}""",
            """{"type":"result","stop_reason":"done","duration_ms":1}""",
        ]),
        ["command"] = (() => new CommandDialect(new CommandAgentSettings
        {
            Id = "mine",
            Command = ["mine"],
            Output = CommandOutput.JsonLines,
            Fields = new CommandFields { Text = "a.b", Answer = "a.c", Session = "s", Tool = "t", File = "f", InputTokens = "u.i", CostUsd = "u.c", Error = "e" },
        }),
        [
            """{"a":{"b":"text","c":"answer"},"s":"session","t":"tool","f":"file","u":{"i":1,"c":0.5},"e":"error"}""",
        ]),
    };

    public static TheoryData<string> Names => [.. Dialects.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Line_AnyValueOfAnyKind_IsSurvived(string dialect)
    {
        var (create, lines) = Dialects[dialect];
        var count = 0;
        foreach (var line in lines.SelectMany(Mutations).SelectMany(one => (string[])[one, one[..(one.Length / 2)], "\uFEFF" + one]))
        {
            var stream = create().CreateStream(_ => { });
            foreach (var whole in lines)
            {
                stream.Line(whole);
            }

            stream.Line(line);
            Assert.NotNull(stream.Finish());
            count++;
        }

        Assert.True(count > 100);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Line_TornAnywhere_IsSurvived(string dialect)
    {
        var (create, lines) = Dialects[dialect];
        var stream = create().CreateStream(_ => { });
        foreach (var line in lines)
        {
            for (var length = 0; length <= line.Length; length++)
            {
                stream.Line(line[..length]);
            }
        }

        Assert.NotNull(stream.Finish());
    }

    /// <summary>The line with each of its values in turn as every other kind of value.</summary>
    private static IEnumerable<string> Mutations(string line)
    {
        string[] kinds = ["null", "true", "7", "-1.5e300", "\"text\"", "[]", "[null,1,{}]", "{}", """{"message":{"x":1}}"""];
        foreach (var path in Paths(JsonNode.Parse(line)!))
        {
            foreach (var kind in kinds)
            {
                var root = JsonNode.Parse(line)!;
                var at = root;
                foreach (var part in path[..^1])
                {
                    at = part is int index ? at![index] : at![(string)part];
                }

                if (path[^1] is int last)
                {
                    at![last] = JsonNode.Parse(kind);
                }
                else
                {
                    at![(string)path[^1]] = JsonNode.Parse(kind);
                }

                yield return root.ToJsonString();
            }
        }
    }

    private static IEnumerable<object[]> Paths(JsonNode node)
    {
        IEnumerable<(object Key, JsonNode? Value)> children = node switch
        {
            JsonObject members => members.Select(member => ((object)member.Key, member.Value)),
            JsonArray items => items.Select((item, index) => ((object)index, item)),
            _ => [],
        };
        foreach (var (key, value) in children)
        {
            yield return [key];
            foreach (var deeper in value is null ? [] : Paths(value))
            {
                yield return [key, .. deeper];
            }
        }
    }
}
