using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Signalbox.Engine.Logs.Masking;

namespace Signalbox.Engine.Agents.Api;

/// <summary>
/// Writes an answer as lines of JSON, text in pieces that end at a line's end or after some words. What an API tells never holds its key:
/// the key is masked before it is written.
/// </summary>
internal sealed class ApiWriter(TextWriter output, SecretMasker masker)
{
    private const int PieceLength = 200;

    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly StringBuilder _piece = new();
    private string _kind = "text";

    public async Task SessionAsync(string session, string model, int turns) => await LineAsync(new JsonObject
    {
        ["type"] = "session",
        ["session_id"] = session,
        ["model"] = model,
        ["turns_before"] = turns,
    });

    public async Task ModelAsync(string model) => await LineAsync(new JsonObject { ["type"] = "model", ["model"] = model });

    public async Task WarnAsync(string message) => await LineAsync(new JsonObject { ["type"] = "warning", ["message"] = message });

    /// <summary>A piece of an answer (<c>text</c>) or of what the model thinks (<c>thinking</c>).</summary>
    public async Task PieceAsync(string kind, string text)
    {
        if (!string.Equals(kind, _kind, StringComparison.Ordinal))
        {
            await FlushAsync();
            _kind = kind;
        }

        _piece.Append(text);
        if (_piece.Length >= PieceLength || text.Contains('\n', StringComparison.Ordinal))
        {
            await FlushAsync();
        }
    }

    public async Task UsageAsync(AgentUsage usage) => await LineAsync(new JsonObject
    {
        ["type"] = "usage",
        ["input_tokens"] = usage.InputTokens,
        ["output_tokens"] = usage.OutputTokens,
        ["cache_read_tokens"] = usage.CacheReadTokens,
        ["cache_creation_tokens"] = usage.CacheCreationTokens,
    });

    public async Task ErrorAsync(string? code, int? status, string message, DateTimeOffset? retryAt) => await LineAsync(new JsonObject
    {
        ["type"] = "error",
        ["code"] = code,
        ["status"] = status,
        ["message"] = message,
        ["retry_at"] = retryAt?.ToString("O", CultureInfo.InvariantCulture),
    });

    public async Task ResultAsync(string stop, long durationMs) => await LineAsync(new JsonObject { ["type"] = "result", ["stop_reason"] = stop, ["duration_ms"] = durationMs });

    public async Task FlushAsync()
    {
        if (_piece.Length > 0)
        {
            var text = _piece.ToString();
            _piece.Clear();
            await LineAsync(new JsonObject { ["type"] = _kind, ["text"] = text });
        }
    }

    private async Task LineAsync(JsonObject line)
    {
        await FlushAsync();
        await output.WriteLineAsync(masker.MaskText(line.ToJsonString(Plain)));
        await output.FlushAsync();
    }
}
