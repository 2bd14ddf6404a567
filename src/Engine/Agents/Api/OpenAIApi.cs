using System.ClientModel;
using System.ClientModel.Primitives;
using System.Runtime.CompilerServices;
using OpenAI;
using OpenAI.Chat;
using Signalbox.Engine.Agents.Cli;

namespace Signalbox.Engine.Agents.Api;

/// <summary>OpenAI's chat completions as a stream, which other servers speak too. The whole wire format is in this file.</summary>
internal sealed class OpenAIApi(HttpClient http, string? key) : IApiClient
{
    // The library asks for a key; a server that wants none does not look at it.
    private const string NoKey = "none";

    public async IAsyncEnumerable<ApiPiece> AskAsync(ApiCall call, IReadOnlyList<ApiTurn> turns, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var client = new ChatClient(call.Model, new ApiKeyCredential(key ?? NoKey), new OpenAIClientOptions
        {
            Endpoint = call.BaseUrl,
            Transport = new HttpClientPipelineTransport(http),
            RetryPolicy = new ClientRetryPolicy(maxRetries: 0),
            NetworkTimeout = ApiHttp.Patience,
        });
        var options = new ChatCompletionOptions { MaxOutputTokenCount = call.MaxTokens, Temperature = (float?)call.Temperature };
        if (call.Effort is { } effort)
        {
#pragma warning disable OPENAI001 // the library may still change how the field is named in code; on the wire it is settled
            options.ReasoningEffortLevel = new ChatReasoningEffortLevel(effort);
#pragma warning restore OPENAI001
        }

        IEnumerable<ChatMessage> messages = turns.Select(turn => turn.IsAnswer ? (ChatMessage)new AssistantChatMessage(turn.Text) : new UserChatMessage(turn.Text));
        if (call.System is { } system)
        {
            messages = messages.Prepend(new SystemChatMessage(system));
        }

        string? model = null;
        await foreach (var update in client.CompleteChatStreamingAsync(messages, options, cancellationToken))
        {
            if (update.Model is { Length: > 0 } named && !string.Equals(named, model, StringComparison.Ordinal))
            {
                model = named;
                yield return new ApiPiece.Model(named);
            }

            foreach (var part in update.ContentUpdate.Where(part => !string.IsNullOrEmpty(part.Text)))
            {
                yield return new ApiPiece.Text(part.Text);
            }

            if (update.FinishReason is { } reason)
            {
                yield return new ApiPiece.Stopped(StopOf(reason), reason.ToString());
            }

            // The counts come behind the end, where the server gives any.
            if (update.Usage is { } usage)
            {
                yield return new ApiPiece.Usage(new AgentUsage
                {
                    InputTokens = usage.InputTokenCount,
                    OutputTokens = usage.OutputTokenCount,
                    CacheReadTokens = usage.InputTokenDetails?.CachedTokenCount,
                });
            }
        }
    }

    public ApiFault? FaultOf(Exception exception) => exception is ClientResultException fault
        ? new ApiFault(fault.Status == 0 ? null : fault.Status, WordsOf(fault) ?? PlainText.OneLine(fault.Message))
        : null;

    private static ApiStop StopOf(ChatFinishReason reason) => reason switch
    {
        ChatFinishReason.Length => ApiStop.Length,
        ChatFinishReason.ContentFilter => ApiStop.Refused,
        _ => ApiStop.Done,
    };

    private static string? WordsOf(ClientResultException fault)
    {
        using var json = fault.GetRawResponse()?.Content is { } content ? JsonRead.Object(content.ToString()) : null;
        var error = json?.RootElement.Member("error") ?? default;
        return error.Text("message") ?? json?.RootElement.Text("error") ?? json?.RootElement.Text("message");
    }
}
