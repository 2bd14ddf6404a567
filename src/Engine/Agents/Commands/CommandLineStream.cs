using System.Globalization;
using System.Text.Json;
using Signalbox.Engine.Agents.Cli;

namespace Signalbox.Engine.Agents.Commands;

/// <summary>A command's lines of JSON, read by the map of fields that configuration gives.</summary>
internal sealed class CommandLineStream(ICliDialect dialect, CommandFields fields, Action<AgentEvent> report) : ICliStream
{
    private readonly CliTranscript _seen = new(report);
    private AgentUsage _usage = new();
    private string? _text;
    private string? _answer;
    private string? _error;
    private int _tools;

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
        _seen.Session(Words(root, fields.Session), Words(root, fields.Model));
        if (Words(root, fields.Thinking) is { } thought)
        {
            _seen.Report(new AgentEvent.Thinking(thought));
        }

        if (Words(root, fields.Text) is { } text)
        {
            _text = text;
            _seen.Report(new AgentEvent.Text(text));
        }

        if (Words(root, fields.Tool) is { } tool)
        {
            _tools++;
            _seen.ToolStarted(_tools.ToString(CultureInfo.InvariantCulture), tool, "{}");
        }

        if (Words(root, fields.File) is { } file)
        {
            _seen.Report(new AgentEvent.FileChanged(file, "update"));
        }

        _answer = Words(root, fields.Answer) ?? _answer;
        _error = Words(root, fields.Error) ?? _error;
        Count(root);
    }

    public CliStreamResult Finish() => new()
    {
        Complete = fields.Answer is null || _answer is not null || _error is not null,
        Error = _error is null ? null : CliFaults.Describe(dialect, status: null, _error),
        FinalText = _answer ?? _text,
        SessionId = _seen.SessionId,
        Model = _seen.Model,
        Usage = _usage == new AgentUsage() ? null : _usage,
        ToolCalls = _seen.ToolCalls,
        Warnings = _seen.Warnings,
        LastPlainLine = _seen.LastPlainLine,
    };

    private void Count(JsonElement root)
    {
        var usage = new AgentUsage
        {
            InputTokens = Number(root, fields.InputTokens) ?? _usage.InputTokens,
            OutputTokens = Number(root, fields.OutputTokens) ?? _usage.OutputTokens,
            CacheReadTokens = Number(root, fields.CacheReadTokens) ?? _usage.CacheReadTokens,
            CostUsd = At(root, fields.CostUsd) is { ValueKind: JsonValueKind.Number } cost && cost.TryGetDecimal(out var amount) ? amount : _usage.CostUsd,
        };
        if (usage != _usage)
        {
            _usage = usage;
            _seen.Report(new AgentEvent.UsageReported(usage));
        }
    }

    /// <summary>The text at a place; other values as JSON; null for nothing, null, false and an empty text.</summary>
    private static string? Words(JsonElement root, string? path)
    {
        var value = At(root, path);
        return value.ValueKind switch
        {
            JsonValueKind.String => value.GetString() is { Length: > 0 } text ? text : null,
            JsonValueKind.Undefined or JsonValueKind.Null or JsonValueKind.False => null,
            _ => value.GetRawText(),
        };
    }

    private static long? Number(JsonElement root, string? path) => At(root, path) is { ValueKind: JsonValueKind.Number } value && value.TryGetInt64(out var number) ? number : null;

    private static JsonElement At(JsonElement root, string? path)
    {
        if (path is null)
        {
            return default;
        }

        var at = root;
        foreach (var name in path.Split('.'))
        {
            at = at.Member(name);
        }

        return at;
    }
}
