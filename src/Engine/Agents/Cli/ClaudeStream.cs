using System.Globalization;
using System.Text.Json;

namespace Signalbox.Engine.Agents.Cli;

/// <summary>
/// The stream of <c>claude -p --output-format stream-json</c> (design/agents.md, "Streams, exactly"). The whole wire format is in
/// this file and, for the tools that write files, the one beside it. Unknown events are ignored; partial deltas (<c>stream_event</c>) too,
/// because the whole message follows them.
/// </summary>
internal sealed partial class ClaudeStream(ICliDialect dialect, Action<AgentEvent> report) : ICliStream
{
    private const string Synthetic = "<synthetic>";

    private readonly CliTranscript _seen = new(report);
    private readonly Dictionary<string, AgentUsage> _usageByMessage = new(StringComparer.Ordinal);
    private string? _answer;
    private string? _answerMessage;
    private string? _apiError;
    private bool _limited;
    private DateTimeOffset? _resetsAt;

    // The last word before the stream breaks off: what the agent does after it shows that it got over the limit.
    private bool _stopsAtLimit;
    private string? _limitWords;
    private ClaudeEnd? _end;

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
        _seen.Session(root.Text("session_id"), model: null);
        switch (root.Text("type"))
        {
            case "system":
                System(root);
                break;
            case "assistant":
                Assistant(root);
                break;
            case "user":
                User(root);
                break;
            case "rate_limit_event":
                RateLimit(root.Member("rate_limit_info"));
                break;
            case "result":
                Result(root);
                break;
            default:
                break; // a newer kind of event: kept in the raw file, nothing to do here
        }
    }

    public CliStreamResult Finish()
    {
        // The CLI that is at its limit may end without a result line: what it is to wait for is known all the same.
        var error = _end is { IsError: true } end ? Fault(end)
            : _end is null && _stopsAtLimit ? CliFaults.Describe(dialect, 429, _limitWords, _resetsAt)
            : null;
        return new CliStreamResult
        {
            Complete = _end is not null,
            Error = error,
            // Where the stream reports a fault, `result` holds its words and not the agent's.
            FinalText = _end is { IsError: false, Text.Length: > 0 } ? _end.Text : _answer,
            SessionId = _seen.SessionId,
            Model = _seen.Model,
            Usage = _end?.Usage ?? UsageSoFar(),
            CostIsOfSession = true,
            ToolCalls = _seen.ToolCalls,
            PermissionDenials = _end?.Denials ?? [],
            Warnings = _seen.Warnings,
            LastPlainLine = _seen.LastPlainLine,
        };
    }

    private void System(JsonElement root)
    {
        switch (root.Text("subtype"))
        {
            case "init":
                _seen.Session(root.Text("session_id"), root.Text("model"));
                break;
            case "api_retry":
                var status = root.Int("error_status")?.ToString(CultureInfo.InvariantCulture) ?? "no status";
                _seen.Warn($"the API is tried again (attempt {root.Int("attempt")?.ToString(CultureInfo.InvariantCulture) ?? "?"}, {status})");
                break;
            default:
                break;
        }
    }

    private void Assistant(JsonElement root)
    {
        var message = root.Member("message");
        var id = message.Text("id") ?? "";
        var isSynthetic = message.Text("model") is Synthetic || root.Flag("is_api_error_message") == true || root.Flag("isApiErrorMessage") == true;
        if (isSynthetic)
        {
            _apiError = root.Text("error") ?? _apiError;
            if (_apiError is "rate_limit")
            {
                _stopsAtLimit = true;
                _limitWords = message.Items("content").Select(part => part.Text("text")).FirstOrDefault(text => text is { Length: > 0 }) ?? _limitWords;
            }

            return; // the CLI speaks for the API here: no answer, no usage
        }

        _stopsAtLimit = false;

        // Several events share a message's id; each repeats the usage so far, so that the last one counts.
        if (Tokens(message.Member("usage")) is { } usage)
        {
            _usageByMessage[id] = usage;
        }

        var isHelper = root.Text("parent_tool_use_id") is not null;
        if (!isHelper && message.Text("content") is { } plain)
        {
            Answer(id, plain); // older versions: one text in place of a list
        }

        foreach (var part in message.Items("content"))
        {
            switch (part.Text("type"))
            {
                case "text" when !isHelper:
                    Answer(id, part.Text("text") ?? "");
                    break;
                case "thinking" when !isHelper:
                    _seen.Report(new AgentEvent.Thinking(part.Text("thinking") ?? ""));
                    break;
                case "tool_use":
                    var (tool, name) = (part.Text("id") ?? "", part.Text("name") ?? "");
                    _seen.ToolStarted(tool, name, part.Raw("input"));
                    FileToolStarted(tool, name, part.Member("input"));
                    break;
                default:
                    break;
            }
        }
    }

    private void Answer(string message, string text)
    {
        if (text.Length == 0)
        {
            return;
        }

        var isSameMessage = _answer is not null && message.Length > 0 && string.Equals(message, _answerMessage, StringComparison.Ordinal);
        var before = isSameMessage ? _answer! : "";
        if (before.Length > 0 && before.EndsWith(text, StringComparison.Ordinal))
        {
            return; // told again
        }

        var isGrown = before.Length > 0 && text.StartsWith(before, StringComparison.Ordinal);
        _answer = before.Length == 0 || isGrown ? text : $"{before}\n{text}";
        _answerMessage = message;
        _seen.Report(isGrown ? new AgentEvent.Text(text[before.Length..], Continues: true) : new AgentEvent.Text(text));
    }

    private void User(JsonElement root)
    {
        foreach (var part in root.Member("message").Items("content"))
        {
            if (part.Text("type") is "tool_result")
            {
                var output = part.Text("content") ?? string.Join('\n', part.Items("content").Select(item => item.Text("text")).OfType<string>());
                var (tool, isError) = (part.Text("tool_use_id") ?? "", part.Flag("is_error") == true);
                _seen.ToolEnded(tool, output, isError, exitCode: null);
                FileToolEnded(tool, isError, root.Member("tool_use_result"));
            }
        }
    }

    private void RateLimit(JsonElement info)
    {
        var status = info.Text("status");
        if (status is null or "allowed")
        {
            _stopsAtLimit = _stopsAtLimit && status is null;
            return;
        }

        var resetsAt = info.EpochSeconds("resetsAt");
        if (status is "rejected")
        {
            _limited = _stopsAtLimit = true;
            _resetsAt = resetsAt;
            _limitWords = $"limit {info.Text("rateLimitType") ?? "reached"}";
            _seen.Report(new AgentEvent.RateLimited(_limitWords, resetsAt));
        }
        else
        {
            _seen.Warn($"close to the limit {info.Text("rateLimitType")} ({status})");
        }
    }

    private void Result(JsonElement root)
    {
        var usage = (Tokens(root.Member("usage")) ?? new AgentUsage()) with
        {
            CostUsd = root.Amount("total_cost_usd") ?? root.Amount("cost_usd"), // the second: older versions
            Turns = root.Int("num_turns"),
            DurationMs = root.Whole("duration_ms"),
        };
        var subtype = root.Text("subtype") ?? "";
        _end = new ClaudeEnd(
            // The flag decides, not that it calls itself a success: 401 and 429 do. Some versions leave it off for turns and budget that are used up.
            root.Flag("is_error") is { } isError ? isError || subtype.StartsWith("error_max", StringComparison.Ordinal) : subtype is not "success",
            subtype,
            root.Int("api_error_status"),
            root.Text("result"),
            string.Join("; ", root.Items("errors").Select(item => item.ValueKind == JsonValueKind.String ? item.GetString() : item.Text("message")).OfType<string>()),
            usage == new AgentUsage() ? null : usage,
            [.. root.Items("permission_denials").Select(Denial)]);
        if (_end.Usage is { } reported)
        {
            _seen.Report(new AgentEvent.UsageReported(reported));
        }
    }

    private AgentError Fault(ClaudeEnd end)
    {
        var words = end.Text is { Length: > 0 } text ? text : end.Errors.Length > 0 ? end.Errors : null;
        var status = end.ApiStatus ?? _apiError switch
        {
            "rate_limit" => 429,
            "authentication_failed" => 401,
            _ => _limited ? 429 : null,
        };
        return end.Subtype switch
        {
            "error_max_turns" => new AgentError("max_turns", $"{dialect.Name} used up its turns before it was done: raise max_turns or ask for less", Retryable: false),
            "error_max_budget_usd" => new AgentError("max_budget", $"{dialect.Name} used up its budget before it was done", Retryable: false),
            _ => CliFaults.Describe(dialect, status, words, _resetsAt),
        };
    }

    // Without a result line the messages' own counts are all that is known; the cost is not.
    private AgentUsage? UsageSoFar() => _usageByMessage.Count == 0 ? null : new AgentUsage
    {
        InputTokens = Sum(usage => usage.InputTokens),
        OutputTokens = Sum(usage => usage.OutputTokens),
        CacheReadTokens = Sum(usage => usage.CacheReadTokens),
        CacheCreationTokens = Sum(usage => usage.CacheCreationTokens),
    };

    private long? Sum(Func<AgentUsage, long?> count) =>
        _usageByMessage.Values.Select(count).Aggregate((long?)null, (sum, value) => value is null ? sum : (sum ?? 0) + value);

    private static AgentUsage? Tokens(JsonElement usage) => usage.ValueKind != JsonValueKind.Object ? null : new AgentUsage
    {
        InputTokens = usage.Whole("input_tokens"),
        OutputTokens = usage.Whole("output_tokens"),
        CacheReadTokens = usage.Whole("cache_read_input_tokens"),
        CacheCreationTokens = usage.Whole("cache_creation_input_tokens"),
    };

    private static string Denial(JsonElement denial)
    {
        var input = denial.Member("tool_input");
        var what = input.Text("command") ?? input.Text("file_path") ?? input.Text("url");
        return PlainText.OneLine(what is null ? denial.Text("tool_name") ?? "a tool" : $"{denial.Text("tool_name")}: {what}");
    }

    private sealed record ClaudeEnd(bool IsError, string Subtype, int? ApiStatus, string? Text, string Errors, AgentUsage? Usage, IReadOnlyList<string> Denials);
}
