using System.Text;
using System.Text.Json;
using Signalbox.Engine.Agents.Cli;

namespace Signalbox.Engine.Agents.Api;

/// <summary>Reads what <see cref="ApiWriter"/> wrote: one format for all APIs.</summary>
internal sealed class ApiStream(ICliDialect dialect, Action<AgentEvent> report) : ICliStream
{
    private readonly CliTranscript _seen = new(report);
    private readonly StringBuilder _answer = new();
    private AgentUsage? _usage;
    private AgentError? _error;
    private bool _completed;
    private string? _kind;

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
        var kind = root.Text("type");
        switch (kind)
        {
            case "session":
                _seen.Session(root.Text("session_id"), root.Text("model"));
                break;
            case "model":
                _seen.Session(id: null, root.Text("model"));
                break;
            case "text" when root.Text("text") is { Length: > 0 } text:
                _seen.Report(new AgentEvent.Text(text, Continues: _kind is "text"));
                _answer.Append(text);
                break;
            case "thinking" when root.Text("text") is { Length: > 0 } thought:
                _seen.Report(new AgentEvent.Thinking(thought, Continues: _kind is "thinking"));
                break;
            case "warning":
                _seen.Warn(root.Text("message") ?? "");
                break;
            case "usage":
                Usage(root);
                break;
            case "error":
                Error(root);
                break;
            case "result":
                Result(root);
                break;
            default:
                break;
        }

        _kind = kind;
    }

    public CliStreamResult Finish() => new()
    {
        Complete = _completed,
        Error = _error,
        FinalText = _answer.Length == 0 ? null : _answer.ToString(),
        SessionId = _seen.SessionId,
        Model = _seen.Model,
        Usage = _usage,
        Warnings = _seen.Warnings,
        LastPlainLine = _seen.LastPlainLine,
    };

    private void Usage(JsonElement root)
    {
        _usage = new AgentUsage
        {
            InputTokens = root.Whole("input_tokens"),
            OutputTokens = root.Whole("output_tokens"),
            CacheReadTokens = root.Whole("cache_read_tokens"),
            CacheCreationTokens = root.Whole("cache_creation_tokens"),
        };
        _seen.Report(new AgentEvent.UsageReported(_usage));
    }

    private void Error(JsonElement root)
    {
        var (message, retryAt) = (root.Text("message"), root.Time("retry_at"));
        _error = root.Text("code") switch
        {
            { } code => new AgentError(code, message ?? code, Retryable: code is "incomplete_stream" or "unreachable"),
            null => CliFaults.Describe(dialect, root.Int("status"), message, retryAt),
        };
        if (string.Equals(_error.Code, "rate_limit", StringComparison.Ordinal))
        {
            _seen.Report(new AgentEvent.RateLimited(_error.Message, retryAt));
        }
    }

    private void Result(JsonElement root)
    {
        _completed = true;
        _usage = (_usage ?? new AgentUsage()) with { DurationMs = root.Whole("duration_ms"), Turns = 1 };
        _error = root.Text("stop_reason") switch
        {
            "length" => new AgentError("max_tokens", $"{dialect.Name} used up its tokens before the answer was done: raise max_tokens or ask for less", Retryable: false),
            "refused" => new AgentError("refused", $"{dialect.Name} refused to answer this prompt", Retryable: false),
            _ => _error,
        };
    }
}
