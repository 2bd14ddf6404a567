using System.Text.Json;
using System.Text.RegularExpressions;

namespace Signalbox.Engine.Agents.Cli;

/// <summary>
/// The stream of <c>codex exec --json</c>, today's shape and the older one (<c>session.created</c>, <c>item_type</c>,
/// <c>assistant_message</c>). The whole wire format is in this file (design/agents.md, "Streams, exactly").
/// </summary>
internal sealed partial class CodexStream(ICliDialect dialect, Action<AgentEvent> report) : ICliStream
{
    private readonly CliTranscript _seen = new(report);
    private string? _answer;
    private AgentUsage? _usage;
    private bool _completed;
    private AgentError? _turnFailed;
    private AgentError? _lastError;

    public void Line(string line)
    {
        if (string.IsNullOrWhiteSpace(line))
        {
            return;
        }

        using var document = JsonRead.Object(line);
        if (document is null)
        {
            _seen.PlainLine(line);
            return;
        }

        var root = document.RootElement;
        switch (root.Text("type"))
        {
            case "thread.started" or "session.created":
                _seen.Session(root.Text("thread_id") ?? root.Text("session_id"), root.Text("model"));
                break;
            case "item.started" or "item.updated":
                Item(root.Member("item"), isDone: false);
                break;
            case "item.completed":
                Item(root.Member("item"), isDone: true);
                break;
            case "turn.completed":
                TurnCompleted(root.Member("usage"));
                break;
            case "turn.failed":
                // Final, whatever the process' exit code says.
                _turnFailed = Fault(root.Member("error").Text("message") ?? root.Text("error") ?? root.Text("message"));
                break;
            case "error":
                Error(root.Text("message"));
                break;
            default:
                break; // a newer kind of event: kept in the raw file, nothing to do here
        }
    }

    public CliStreamResult Finish() => new()
    {
        Complete = _completed || _turnFailed is not null,
        Error = _turnFailed ?? (_completed ? null : _lastError),
        FinalText = _answer,
        SessionId = _seen.SessionId,
        Model = _seen.Model,
        Usage = _usage,
        TokensAreOfSession = true,
        ToolCalls = _seen.ToolCalls,
        Warnings = _seen.Warnings,
        LastPlainLine = _seen.LastPlainLine,
    };

    private void Item(JsonElement item, bool isDone)
    {
        var id = item.Text("id") ?? "";
        switch (item.Text("type") ?? item.Text("item_type"))
        {
            case "agent_message" or "assistant_message" when isDone && item.Text("text") is { Length: > 0 } text:
                _answer = text;
                _seen.Report(new AgentEvent.Text(text));
                break;
            case "reasoning" when isDone:
                _seen.Report(new AgentEvent.Thinking(item.Text("text") ?? ""));
                break;
            case "command_execution":
                Tool(item, id, "command_execution", Json("command", item.Text("command")), isDone);
                break;
            case "mcp_tool_call":
                Tool(item, id, $"{item.Text("server")}.{item.Text("tool")}", item.Raw("arguments"), isDone);
                break;
            case "web_search":
                Tool(item, id, "web_search", Json("query", item.Text("query")), isDone);
                break;
            case "file_change" when isDone && item.Text("status") is "failed":
                _seen.Warn("a change of files was not made");
                break;
            case "file_change" when isDone:
                foreach (var change in item.Items("changes"))
                {
                    _seen.Report(new AgentEvent.FileChanged(change.Text("path") ?? "", change.Text("kind") ?? "update"));
                }

                break;
            case "error":
                _seen.Warn(Unwrap(item.Text("message")) ?? "codex reports an error without a message"); // the turn goes on
                break;
            default:
                break;
        }
    }

    private void Tool(JsonElement item, string id, string name, string input, bool isDone)
    {
        _seen.ToolStarted(id, name, input);
        if (isDone)
        {
            var exitCode = item.Int("exit_code");
            var output = item.Text("aggregated_output") ?? item.Member("error").Text("message") ?? ContentOf(item.Member("result"));
            _seen.ToolEnded(id, output, item.Text("status") is "failed" || exitCode is not (null or 0), exitCode);
        }
    }

    /// <summary>What a tool of an MCP server answers: a list of parts, some of them texts.</summary>
    private static string ContentOf(JsonElement result) => string.Join('\n', result.Items("content").Select(part => part.Text("text")).OfType<string>());

    private void TurnCompleted(JsonElement usage)
    {
        _completed = true;
        if (usage.ValueKind != JsonValueKind.Object)
        {
            return;
        }

        // The counts are the thread's so far: the last line holds them all. No cost is given, so it stays unknown.
        _usage = new AgentUsage
        {
            InputTokens = usage.Whole("input_tokens"),
            OutputTokens = usage.Whole("output_tokens"),
            CacheReadTokens = usage.Whole("cached_input_tokens"),
        };
        _seen.Report(new AgentEvent.UsageReported(_usage));
    }

    private void Error(string? message)
    {
        if (message is not null && Transient().IsMatch(message))
        {
            _seen.Warn(message);
            return;
        }

        _lastError = Fault(message);
        _seen.Warn(Unwrap(message) ?? "codex reports an error without a message");
    }

    private AgentError Fault(string? message)
    {
        DateTimeOffset? resetsAt = null;
        int? status = null;
        using (var inner = message is null ? null : JsonRead.Object(message))
        {
            if (inner is not null)
            {
                var error = inner.RootElement.Member("error");
                resetsAt = error.EpochSeconds("resets_at") ?? inner.RootElement.EpochSeconds("resets_at");
                status = inner.RootElement.Int("status");
            }
        }

        var fault = CliFaults.Describe(dialect, status, Unwrap(message), resetsAt);
        if (string.Equals(fault.Code, "rate_limit", StringComparison.Ordinal))
        {
            _seen.Report(new AgentEvent.RateLimited(fault.Message, resetsAt));
        }

        return fault;
    }

    /// <summary>The API's own words, where the message is its JSON answer in a string.</summary>
    private static string? Unwrap(string? message)
    {
        using var inner = message is null ? null : JsonRead.Object(message);
        return inner is null
            ? message
            : inner.RootElement.Member("error").Text("message") ?? inner.RootElement.Text("detail") ?? inner.RootElement.Text("message") ?? message;
    }

    private static string Json(string name, string? value) => JsonSerializer.Serialize(new Dictionary<string, string?>(StringComparer.Ordinal) { [name] = value });

    [GeneratedRegex("reconnecting|retrying", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Transient();
}
