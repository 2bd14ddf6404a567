namespace Signalbox.Unit.Engine.Agents;

/// <summary>
/// Streams in the shape in which each CLI was recorded, whole: with the members that nobody reads, the events that are only progress and the lines that are no JSON.
/// The values are the tests' own.
/// </summary>
internal static class RecordedStreams
{
    /// <summary>Claude answers in one message.</summary>
    public const string ClaudeText = """
        {"type":"system","subtype":"init","cwd":"/work/shop","session_id":"c1a0de01-0000-4000-8000-000000000001","tools":["Task","Bash","Read","Edit"],"mcp_servers":[],"model":"claude-model-4","permissionMode":"acceptEdits","claude_code_version":"2.1.7","uuid":"u-1"}
        {"type":"assistant","message":{"model":"claude-model-4","id":"msg_a","type":"message","role":"assistant","content":[{"type":"text","text":"9"}],"stop_reason":"end_turn","stop_sequence":null,"usage":{"input_tokens":12,"cache_creation_input_tokens":18300,"cache_read_input_tokens":0,"output_tokens":4,"service_tier":"standard"}},"session_id":"c1a0de01-0000-4000-8000-000000000001","uuid":"u-2"}
        {"type":"result","subtype":"success","is_error":false,"duration_ms":2100,"duration_api_ms":2050,"num_turns":1,"result":"9","session_id":"c1a0de01-0000-4000-8000-000000000001","total_cost_usd":0.1152625,"usage":{"input_tokens":12,"cache_creation_input_tokens":18300,"cache_read_input_tokens":0,"output_tokens":31,"server_tool_use":{"web_search_requests":0},"service_tier":"standard"},"uuid":"u-3"}

        """;

    /// <summary>Claude uses a tool; what <c>modelUsage</c> says differs from the totals.</summary>
    public const string ClaudeTool = """
        {"type":"system","subtype":"init","cwd":"/work/shop","session_id":"c1a0de02-0000-4000-8000-000000000002","tools":["Bash","Read"],"mcp_servers":[{"name":"docs","status":"connected"}],"model":"claude-model-4","permissionMode":"acceptEdits","slash_commands":["compact"],"apiKeySource":"none","claude_code_version":"2.1.3","agents":["general-purpose"],"skills":[],"plugins":[{"name":"x","path":"/x"}],"uuid":"u-1"}
        {"type":"assistant","message":{"model":"claude-model-4","id":"msg_b","type":"message","role":"assistant","content":[{"type":"tool_use","id":"toolu_b1","name":"Bash","input":{"command":"ls -1","description":"List files"}}],"stop_reason":null,"usage":{"input_tokens":11,"cache_creation_input_tokens":3100,"cache_read_input_tokens":16000,"cache_creation":{"ephemeral_5m_input_tokens":3100},"output_tokens":3}},"parent_tool_use_id":null,"session_id":"c1a0de02-0000-4000-8000-000000000002","uuid":"u-2"}
        {"type":"user","message":{"role":"user","content":[{"tool_use_id":"toolu_b1","type":"tool_result","content":"README.md\nsrc","is_error":false}]},"parent_tool_use_id":null,"session_id":"c1a0de02-0000-4000-8000-000000000002","uuid":"u-3","tool_use_result":{"stdout":"README.md\nsrc","stderr":"","interrupted":false,"isImage":false}}
        {"type":"result","subtype":"success","is_error":false,"duration_ms":7100,"duration_api_ms":19000,"num_turns":2,"result":"There are two.","session_id":"c1a0de02-0000-4000-8000-000000000002","total_cost_usd":0.21345675,"usage":{"input_tokens":21,"cache_creation_input_tokens":24000,"cache_read_input_tokens":16000,"output_tokens":402,"cache_creation":{"ephemeral_5m_input_tokens":24000}},"modelUsage":{"claude-model-4":{"inputTokens":44,"outputTokens":800,"cacheReadInputTokens":28000,"cacheCreationInputTokens":30000,"webSearchRequests":0,"costUSD":0.2001,"contextWindow":200000,"maxOutputTokens":64000}},"permission_denials":[],"uuid":"u-4"}

        """;

    /// <summary>Claude is limited, says so in words only, and calls it a success; the keys of the last line come in another order.</summary>
    public const string ClaudeLimited = """
        {"type":"system","subtype":"init","cwd":"/work/shop","session_id":"c1a0de04-0000-4000-8000-000000000004","model":"claude-model-5","apiKeySource":"none","claude_code_version":"2.1.220"}
        {"type":"rate_limit_event","rate_limit_info":{"status":"rejected","rateLimitType":"five_hour"},"uuid":"u-1","session_id":"c1a0de04-0000-4000-8000-000000000004"}
        {"type":"assistant","message":{"id":"msg_d","model":"<synthetic>","role":"assistant","content":[{"type":"text","text":"You've hit your session limit · resets 7pm (Europe/Vienna)"}],"usage":{"input_tokens":0,"output_tokens":0}},"parent_tool_use_id":null,"session_id":"c1a0de04-0000-4000-8000-000000000004","error":"rate_limit","is_api_error_message":true}
        {"is_error":true,"subtype":"success","api_error_status":429,"result":"You've hit your session limit · resets 7pm (Europe/Vienna)","type":"result","duration_ms":640}

        """;

    /// <summary>Codex answers.</summary>
    public const string CodexText = """
        {"type":"thread.started","thread_id":"c0dec001-0000-7000-8000-000000000001"}
        {"type":"turn.started"}
        {"type":"item.completed","item":{"id":"item_0","type":"reasoning","text":"**Adding two numbers**"}}
        {"type":"item.completed","item":{"id":"item_1","type":"agent_message","text":"9"}}
        {"type":"turn.completed","usage":{"input_tokens":2811,"cached_input_tokens":0,"output_tokens":6}}

        """;

    /// <summary>Codex runs a command.</summary>
    public const string CodexCommand = """
        {"type":"thread.started","thread_id":"c0dec002-0000-7000-8000-000000000002"}
        {"type":"turn.started"}
        {"type":"item.completed","item":{"id":"item_0","type":"reasoning","text":"**Listing files**"}}
        {"type":"item.started","item":{"id":"item_1","type":"command_execution","command":"bash -lc 'ls -1'","aggregated_output":"","status":"in_progress"}}
        {"type":"item.completed","item":{"id":"item_1","type":"command_execution","command":"bash -lc 'ls -1'","aggregated_output":"README.md\nsrc\n","exit_code":0,"status":"completed"}}
        {"type":"item.completed","item":{"id":"item_2","type":"agent_message","text":"Two: `README.md` and `src`."}}
        {"type":"turn.completed","usage":{"input_tokens":5904,"cached_input_tokens":4608,"output_tokens":98,"reasoning_output_tokens":20}}

        """;

    /// <summary>Codex writes a file.</summary>
    public const string CodexFile = """
        {"type":"thread.started","thread_id":"c0dec003-0000-7000-8000-000000000003"}
        {"type":"turn.started"}
        {"type":"item.completed","item":{"id":"item_0","type":"reasoning","text":"**Creating a file**"}}
        {"type":"item.completed","item":{"id":"item_1","type":"file_change","changes":[{"path":"/work/shop/notes.txt","kind":"add"}],"status":"completed"}}
        {"type":"item.completed","item":{"id":"item_2","type":"agent_message","text":"Created `notes.txt`."}}
        {"type":"turn.completed","usage":{"input_tokens":5711,"cached_input_tokens":3968,"output_tokens":47}}

        """;

    /// <summary>Codex is not signed in: a plain line, a try again that is only a warning, and the failure.</summary>
    public const string CodexNotSignedIn = """
        Reading additional input from stdin...
        {"type":"thread.started","thread_id":"c0dec009-0000-7000-8000-000000000009"}
        {"type":"turn.started"}
        {"type":"error","message":"Reconnecting... 3/5 (unexpected status 401 Unauthorized)"}
        {"type":"turn.failed","error":{"message":"unexpected status 401 Unauthorized: Missing bearer or basic authentication in header"}}

        """;

    /// <summary>Copilot uses a tool; much of it is progress that comes whole later.</summary>
    public const string CopilotTool = """
        {"type":"session.mcp_servers_loaded","data":{"servers":[]},"id":"e1","timestamp":"2026-07-01T08:00:00.100Z","ephemeral":true}
        {"type":"user.message","data":{"content":"Run the shell command: echo nine."},"id":"e2","timestamp":"2026-07-01T08:00:00.200Z"}
        {"type":"assistant.turn_start","data":{"turnId":"0","model":"model-b"},"id":"e3","timestamp":"2026-07-01T08:00:01.000Z"}
        {"type":"assistant.tool_call_delta","data":{"toolCallId":"toolu_c1","toolName":"bash","inputDelta":"{\"c"},"id":"e4","timestamp":"2026-07-01T08:00:01.100Z","ephemeral":true}
        {"type":"assistant.message","data":{"messageId":"m1","model":"model-b","content":"","toolRequests":[{"toolCallId":"toolu_c1","name":"bash","arguments":{"command":"echo nine","description":"Echo nine"},"type":"function"}],"turnId":"0"},"id":"e5","timestamp":"2026-07-01T08:00:01.200Z"}
        {"type":"tool.execution_start","data":{"toolCallId":"toolu_c1","toolName":"bash","arguments":{"command":"echo nine","description":"Echo nine"},"model":"model-b","turnId":"0"},"id":"e6","timestamp":"2026-07-01T08:00:01.210Z"}
        {"type":"tool.execution_partial_result","data":{"toolCallId":"toolu_c1","partialOutput":"nine\n"},"id":"e7","timestamp":"2026-07-01T08:00:01.250Z","ephemeral":true}
        {"type":"tool.execution_complete","data":{"toolCallId":"toolu_c1","model":"model-b","turnId":"0","success":true,"result":{"content":"nine\n<shellId: 0 completed with exit code 0>"}},"id":"e8","timestamp":"2026-07-01T08:00:01.260Z"}
        {"type":"assistant.turn_end","data":{"turnId":"0","model":"model-b"},"id":"e9","timestamp":"2026-07-01T08:00:01.270Z"}
        {"type":"assistant.message_start","data":{"messageId":"m2"},"id":"e10","timestamp":"2026-07-01T08:00:04.000Z","ephemeral":true}
        {"type":"assistant.message_delta","data":{"messageId":"m2","deltaContent":"It printed "},"id":"e11","timestamp":"2026-07-01T08:00:04.010Z","ephemeral":true}
        {"type":"assistant.message_delta","data":{"messageId":"m2","deltaContent":"nine."},"id":"e12","timestamp":"2026-07-01T08:00:04.020Z","ephemeral":true}
        {"type":"assistant.message","data":{"messageId":"m2","model":"model-b","content":"It printed nine.","toolRequests":[],"turnId":"1"},"id":"e13","timestamp":"2026-07-01T08:00:04.030Z"}
        {"type":"assistant.idle","data":{},"id":"e14","timestamp":"2026-07-01T08:00:04.040Z","ephemeral":true}
        {"type":"result","timestamp":"2026-07-01T08:00:04.050Z","sessionId":"c0910101-0000-4000-8000-000000000001","exitCode":0,"usage":{"premiumRequests":1,"totalApiDurationMs":3100,"sessionDurationMs":4050}}

        """;

    /// <summary>Gemini answers; the prompt comes back first.</summary>
    public const string GeminiText = """
        {"type":"init","timestamp":"2026-04-01T06:00:00.000Z","session_id":"9e141001-0000-4000-8000-000000000001","model":"auto-model-3"}
        {"type":"message","timestamp":"2026-04-01T06:00:00.010Z","role":"user","content":"What is 4+5? One word."}
        {"type":"message","timestamp":"2026-04-01T06:00:02.000Z","role":"assistant","content":"Nine","delta":true}
        {"type":"result","timestamp":"2026-04-01T06:00:02.500Z","status":"success","stats":{"total_tokens":11240,"input_tokens":11100,"output_tokens":48,"cached":0,"input":11100,"duration_ms":2500,"tool_calls":0}}

        """;

    /// <summary>Gemini warns in plain text before it begins, uses a tool, and tells the counts of each model beside the totals.</summary>
    public const string GeminiTool = """
        Warning: Basic terminal detected (TERM=dumb). Visual rendering will be limited.
        Warning: 256-color support not detected...
        Skill "notes" from "/home/somebody/.agents/skills/notes/SKILL.md" is overriding the built-in skill.
        {"type":"init","timestamp":"2026-06-01T05:00:00.000Z","session_id":"9e141002-0000-4000-8000-000000000002","model":"auto"}
        {"type":"message","timestamp":"2026-06-01T05:00:00.010Z","role":"user","content":"Nur „Gut“ ausgeben"}
        {"type":"tool_use","timestamp":"2026-06-01T05:00:10.000Z","tool_name":"update_topic","tool_id":"update_topic_1_0","parameters":{"title":"Begun","summary":"...","strategic_intent":"..."}}
        {"type":"tool_result","timestamp":"2026-06-01T05:00:10.020Z","tool_id":"update_topic_1_0","status":"success","output":"## Topic: **Begun**"}
        {"type":"message","timestamp":"2026-06-01T05:00:12.000Z","role":"assistant","content":"Gut","delta":true}
        {"type":"result","timestamp":"2026-06-01T05:00:12.010Z","status":"success","stats":{"total_tokens":31200,"input_tokens":29400,"output_tokens":133,"cached":10800,"input":18600,"duration_ms":12010,"tool_calls":1,"models":{"model-lite":{"total_tokens":3900,"input_tokens":3100,"output_tokens":35},"model-flash":{"total_tokens":27300,"input_tokens":26300,"output_tokens":98}}}}

        """;
}
