using System.Text;
using System.Text.Json;

namespace Signalbox.Engine.Agents.Cli;

/// <summary>
/// The stream of <c>gemini --output-format stream-json</c>. The whole wire format is in this file (design/agents.md, "Streams, exactly").
/// The prompt comes back as a message of the user, which is not the answer; the totals are those of <c>stats</c>.
/// </summary>
internal sealed class GeminiStream(ICliDialect dialect, Action<AgentEvent> report) : ICliStream
{
    private readonly CliTranscript _seen = new(report);
    private readonly StringBuilder _piece = new();
    private readonly Dictionary<string, AgentEvent.FileChanged> _openChanges = new(StringComparer.Ordinal);
    private string? _answer;
    private AgentUsage? _usage;
    private bool _completed;
    private AgentError? _fault;
    private string? _lastError;

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
        var type = root.Text("type");
        if (type is "message" && root.Text("role") is "assistant" or "model")
        {
            Answer(root.Text("content") ?? "", root.Flag("delta") == true);
            return;
        }

        switch (type)
        {
            case "init":
                _seen.Session(root.Text("session_id"), root.Text("model"));
                break;
            case "message":
                _piece.Clear();
                break;
            case "tool_use":
                _piece.Clear();
                ToolStarted(root);
                break;
            case "tool_result":
                _piece.Clear();
                ToolEnded(root);
                break;
            case "error":
                Error(root);
                break;
            case "result":
                Result(root);
                break;
            default:
                break; // a newer kind of event: kept in the raw file, nothing to do here
        }
    }

    public CliStreamResult Finish() => new()
    {
        Complete = _completed,
        Error = _fault,
        FinalText = _answer,
        SessionId = _seen.SessionId,
        Model = _seen.Model,
        Usage = _usage,
        ToolCalls = _seen.ToolCalls,
        Warnings = _seen.Warnings,
        LastPlainLine = _seen.LastPlainLine ?? _lastError,
    };

    /// <summary>Pieces that follow each other are one message; a message without the flag is a whole one.</summary>
    private void Answer(string text, bool isPiece)
    {
        if (text.Length == 0)
        {
            return;
        }

        var continues = isPiece && _piece.Length > 0;
        if (!isPiece)
        {
            _piece.Clear();
        }

        _piece.Append(text);
        _answer = _piece.ToString();
        if (!isPiece)
        {
            _piece.Clear();
        }

        _seen.Report(new AgentEvent.Text(text, continues));
    }

    private void ToolStarted(JsonElement root)
    {
        var (id, name, input) = (root.Text("tool_id") ?? "", root.Text("tool_name") ?? "", root.Member("parameters"));
        _seen.ToolStarted(id, name, root.Raw("parameters"));
        if ((input.Text("file_path") ?? input.Text("path")) is not { } path)
        {
            return;
        }

        if (name is "write_file")
        {
            _openChanges[id] = new AgentEvent.FileChanged(path, "update", ChangeText.Added(input.Text("content")));
        }
        else if (name is "replace" or "edit")
        {
            _openChanges[id] = new AgentEvent.FileChanged(path, "update", ChangeText.Replaced(input.Text("old_string"), input.Text("new_string")));
        }
    }

    private void ToolEnded(JsonElement root)
    {
        var id = root.Text("tool_id") ?? "";
        var isError = root.Text("status") is not (null or "success");
        _seen.ToolEnded(id, root.Text("output") ?? root.Member("error").Text("message") ?? "", isError, exitCode: null);
        if (_openChanges.Remove(id, out var change) && !isError)
        {
            _seen.Report(change);
        }
    }

    // Neither kind ends the work: the result line does.
    private void Error(JsonElement root)
    {
        var message = root.Text("message") ?? root.Member("error").Text("message") ?? "gemini reports an error without a message";
        if (root.Text("severity") is not "warning")
        {
            _lastError = PlainText.OneLine(message);
        }

        _seen.Warn(message);
    }

    private void Result(JsonElement root)
    {
        _completed = true;
        var stats = root.Member("stats");
        var usage = new AgentUsage
        {
            InputTokens = stats.Whole("input_tokens"),
            OutputTokens = stats.Whole("output_tokens"),
            CacheReadTokens = stats.Whole("cached"),
            DurationMs = stats.Whole("duration_ms"),
        };
        if (usage != new AgentUsage())
        {
            _usage = usage;
            _seen.Report(new AgentEvent.UsageReported(usage));
        }

        _fault = root.Text("status") is "success" ? null : Fault(root);
    }

    private AgentError Fault(JsonElement root)
    {
        var error = root.Member("error");
        var words = error.Text("message") ?? root.Text("error") ?? _lastError;
        if (error.Text("type") is { } type && type.Contains("TurnLimit", StringComparison.OrdinalIgnoreCase))
        {
            return new AgentError("max_turns", $"{dialect.Name} used up its turns before it was done: raise maxSessionTurns in its settings or ask for less", Retryable: false);
        }

        var fault = CliFaults.Describe(dialect, error.Int("code") ?? error.Int("status"), words, LimitEnd.Of(words, root.Time("timestamp"), TimeZoneInfo.Local));
        if (string.Equals(fault.Code, "rate_limit", StringComparison.Ordinal))
        {
            _seen.Report(new AgentEvent.RateLimited(fault.Message, fault.RetryAt));
        }

        return fault;
    }
}
