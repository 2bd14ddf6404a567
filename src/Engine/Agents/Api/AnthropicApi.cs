using System.Runtime.CompilerServices;
using System.Text.Json;
using Anthropic;
using Anthropic.Core;
using Anthropic.Exceptions;
using Anthropic.Models.Messages;
using Signalbox.Engine.Agents.Cli;

namespace Signalbox.Engine.Agents.Api;

/// <summary>Anthropic's messages as a stream. The whole wire format is in this file.</summary>
internal sealed class AnthropicApi(HttpClient http, string? key) : IApiClient
{
    public async IAsyncEnumerable<ApiPiece> AskAsync(ApiCall call, IReadOnlyList<ApiTurn> turns, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var client = new AnthropicClient(new ClientOptions
        {
            HttpClient = http,
            BaseUrl = call.BaseUrl.AbsoluteUri.TrimEnd('/'),
            ApiKey = key,
            MaxRetries = 0,
            Timeout = ApiHttp.Patience,
        });
        var parameters = new MessageCreateParams
        {
            Model = call.Model,
            MaxTokens = call.MaxTokens ?? ApiAgentSettings.DefaultMaxTokens,
            Messages = [.. turns.Select(Param)],
        };
        if (call.System is { } system)
        {
            parameters = parameters with { System = system };
        }

        if (call.Effort is { } effort)
        {
            parameters = parameters with { OutputConfig = new OutputConfig { Effort = effort } };
        }

        await foreach (var streamed in client.Messages.CreateStreaming(parameters, cancellationToken))
        {
            foreach (var piece in Pieces(streamed.Json))
            {
                yield return piece;
            }
        }
    }

    public ApiFault? FaultOf(Exception exception) => exception switch
    {
        AnthropicApiException fault => new ApiFault((int)fault.StatusCode, WordsOf(fault.ResponseBody) ?? $"status {(int)fault.StatusCode}"),
        // An error in the middle of the stream comes with the status 200 of its beginning.
        AnthropicSseException fault => new ApiFault(StatusOf(fault.Body), fault.Body.Member("error").Text("message") ?? fault.Message),
        AnthropicException fault => new ApiFault(null, fault.InnerException?.Message ?? fault.Message),
        _ => null,
    };

    private static MessageParam Param(ApiTurn turn) => turn.IsAnswer
        ? new AssistantMessageParam { Content = turn.Text }
        : new UserMessageParam { Content = turn.Text };

    // Read from the JSON itself: kinds of events and of content that the library does not know yet are passed over.
    private static IEnumerable<ApiPiece> Pieces(JsonElement streamed)
    {
        switch (streamed.Text("type"))
        {
            case "message_start":
                var message = streamed.Member("message");
                if (message.Text("model") is { } model)
                {
                    yield return new ApiPiece.Model(model);
                }

                // The output's count is final only at the end.
                yield return new ApiPiece.Usage(Counts(message.Member("usage")) with { OutputTokens = null });
                break;
            case "content_block_delta":
                var delta = streamed.Member("delta");
                if (delta.Text("text") is { Length: > 0 } text)
                {
                    yield return new ApiPiece.Text(text);
                }
                else if (delta.Text("thinking") is { Length: > 0 } thinking)
                {
                    yield return new ApiPiece.Thinking(thinking);
                }

                break;
            case "message_delta":
                yield return new ApiPiece.Usage(Counts(streamed.Member("usage")));
                if (streamed.Member("delta").Text("stop_reason") is { } reason)
                {
                    yield return new ApiPiece.Stopped(
                        reason switch
                        {
                            "max_tokens" or "model_context_window_exceeded" => ApiStop.Length,
                            "refusal" => ApiStop.Refused,
                            _ => ApiStop.Done,
                        },
                        reason);
                }

                break;
            default:
                break;
        }
    }

    private static AgentUsage Counts(JsonElement usage) => new()
    {
        InputTokens = usage.Whole("input_tokens"),
        OutputTokens = usage.Whole("output_tokens"),
        CacheReadTokens = usage.Whole("cache_read_input_tokens"),
        CacheCreationTokens = usage.Whole("cache_creation_input_tokens"),
    };

    private static string? WordsOf(string? body)
    {
        using var json = body is null ? null : JsonRead.Object(body);
        return json?.RootElement.Member("error").Text("message");
    }

    private static int? StatusOf(JsonElement body) => body.Member("error").Text("type") switch
    {
        "rate_limit_error" => 429,
        "authentication_error" => 401,
        "overloaded_error" => 529,
        "api_error" => 500,
        _ => null,
    };
}
