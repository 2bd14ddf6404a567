using System.Text.Json;

namespace Signalbox.Engine.Agents.Cli;

/// <summary>
/// The stream of <c>copilot --output-format json</c>: <c>{type,id,timestamp,data}</c> a line, and a result line that holds the session's id.
/// The whole wire format is in this file (design/agents.md, "Streams, exactly"). Cost is told in premium requests, a unit of its own.
/// </summary>
internal sealed class CopilotStream(ICliDialect dialect, Action<AgentEvent> report) : ICliStream
{
    private readonly CliTranscript _seen = new(report);
    private readonly Dictionary<string, AgentEvent.FileChanged> _openChanges = new(StringComparer.Ordinal);
    private AgentUsage _usage = new();
    private string? _answer;
    private AgentError? _lastError;
    private bool _answeredSince;
    private bool _completed;
    private int? _exitCode;

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
        var data = root.Member("data");
        switch (root.Text("type"))
        {
            case "session.start":
                _seen.Session(data.Text("sessionId"), data.Text("selectedModel"));
                break;
            case "assistant.message":
                Message(data);
                break;
            case "assistant.reasoning" when IsMain(data) && data.Text("content") is { Length: > 0 } thought:
                _seen.Report(new AgentEvent.Thinking(thought));
                break;
            case "assistant.usage":
                Tokens(data);
                break;
            case "tool.execution_start":
                ToolStarted(data.Text("toolCallId"), data.Text("toolName"), data);
                break;
            case "tool.execution_complete":
                ToolEnded(data);
                break;
            case "session.warning":
                _seen.Warn(data.Text("message") ?? "");
                break;
            case "session.error":
                Error(root, data);
                break;
            case "abort":
                _lastError = new AgentError("agent_error", $"{dialect.Name} gave up: {PlainText.OneLine(data.Text("reason") ?? "it gave no reason")}", Retryable: true);
                _answeredSince = false;
                break;
            case "result":
                Result(root);
                break;
            default:
                break; // pieces of what comes whole later, and newer kinds of events: kept in the raw file
        }
    }

    public CliStreamResult Finish() => new()
    {
        Complete = _completed,
        Error = Fault(),
        FinalText = _answer,
        SessionId = _seen.SessionId,
        Model = _seen.Model,
        Usage = _usage == new AgentUsage() ? null : _usage,
        ToolCalls = _seen.ToolCalls,
        Warnings = _seen.Warnings,
        LastPlainLine = _seen.LastPlainLine,
    };

    // A helper agent works for a tool call of the main one.
    private static bool IsMain(JsonElement data) => data.Text("parentToolCallId") is null;

    private void Message(JsonElement data)
    {
        _seen.Session(id: null, IsMain(data) ? data.Text("model") : null);
        if (IsMain(data) && data.Text("content") is { } text && !string.IsNullOrWhiteSpace(text))
        {
            _answer = text;
            _answeredSince = true;
            _seen.Report(new AgentEvent.Text(text));
        }

        foreach (var request in data.Items("toolRequests"))
        {
            ToolStarted(request.Text("toolCallId"), request.Text("name"), request);
        }
    }

    private void ToolStarted(string? id, string? name, JsonElement call)
    {
        _seen.ToolStarted(id ?? "", name ?? "", call.Raw("arguments"));
        var arguments = call.Member("arguments");
        if (id is not null && arguments.Text("path") is { } path && name is "create" or "edit")
        {
            _openChanges[id] = name is "create"
                ? new AgentEvent.FileChanged(arguments.Text("path")!, "add", ChangeText.Added(arguments.Text("file_text")))
                : new AgentEvent.FileChanged(arguments.Text("path")!, "update", ChangeText.Replaced(arguments.Text("old_str"), arguments.Text("new_str")));
        }
    }

    private void ToolEnded(JsonElement data)
    {
        var id = data.Text("toolCallId") ?? "";
        var isError = data.Flag("success") == false;
        var output = data.Member("result").Text("content") ?? data.Text("result") ?? data.Member("error").Text("message") ?? data.Text("error") ?? "";
        _seen.ToolEnded(id, output, isError, exitCode: null);
        if (_openChanges.Remove(id, out var change) && !isError)
        {
            _seen.Report(change);
        }
    }

    // Each line is one call of the model, helpers included.
    private void Tokens(JsonElement data) => _usage = _usage with
    {
        InputTokens = Sum(_usage.InputTokens, data.Whole("inputTokens")),
        OutputTokens = Sum(_usage.OutputTokens, data.Whole("outputTokens")),
        CacheReadTokens = Sum(_usage.CacheReadTokens, data.Whole("cacheReadTokens")),
        CacheCreationTokens = Sum(_usage.CacheCreationTokens, data.Whole("cacheWriteTokens")),
    };

    private static long? Sum(long? sum, long? value) => value is null ? sum : (sum ?? 0) + value;

    private void Error(JsonElement root, JsonElement data)
    {
        var words = data.Text("message") ?? "an error without a message";
        var status = data.Int("statusCode") ?? data.Text("errorType") switch
        {
            "rate_limit" or "quota" => 429,
            "authentication" => 401,
            _ => null,
        };
        _lastError = CliFaults.Describe(dialect, status, words, LimitEnd.Of(words, root.Time("timestamp"), TimeZoneInfo.Local));
        _answeredSince = false;
        _seen.Warn(words);
        if (string.Equals(_lastError.Code, "rate_limit", StringComparison.Ordinal))
        {
            _seen.Report(new AgentEvent.RateLimited(_lastError.Message, _lastError.RetryAt));
        }
    }

    private void Result(JsonElement root)
    {
        _completed = true;
        _exitCode = root.Int("exitCode");
        _seen.Session(root.Text("sessionId"), model: null);
        var usage = root.Member("usage");
        _usage = _usage with
        {
            // Models below the base rate count as parts of a request.
            PremiumRequests = usage.Amount("premiumRequests") is >= 0 and < long.MaxValue and var requests ? requests : null,
            DurationMs = usage.Whole("sessionDurationMs"),
        };
        if (_usage != new AgentUsage())
        {
            _seen.Report(new AgentEvent.UsageReported(_usage));
        }
    }

    /// <summary>An error that an answer followed was got over. The result's own exit code says whether the work was done.</summary>
    private AgentError? Fault() => (_completed, _exitCode) switch
    {
        (true, not (null or 0)) => _lastError
            ?? new AgentError("agent_error", $"{dialect.Name} says that it ended with exit code {_exitCode} and not why", Retryable: true),
        _ => _answeredSince ? null : _lastError,
    };
}
