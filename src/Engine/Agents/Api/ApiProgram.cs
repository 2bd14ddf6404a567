using System.Diagnostics;
using System.Net.Sockets;
using System.Text;
using Signalbox.Engine.Logs.Masking;

namespace Signalbox.Engine.Agents.Api;

/// <summary>The process that calls an API for one attempt: prompt on standard input, the answer as lines of JSON on standard output.</summary>
public static class ApiProgram
{
    /// <summary>Exit code where what to call is missing.</summary>
    public const int NotStartedByServer = 2;

    /// <summary>Asks, and writes the answer as it comes.</summary>
    /// <param name="environment">Reads a variable: what to call, and the key.</param>
    /// <param name="prompt">Standard input.</param>
    /// <param name="output">Standard output.</param>
    /// <param name="time">Clock.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>0 when the answer is whole; 1 when it is not, with the reason in the output; <see cref="NotStartedByServer"/>.</returns>
    public static async Task<int> RunAsync(Func<string, string?> environment, Stream prompt, Stream output, TimeProvider time, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(environment);
        ArgumentNullException.ThrowIfNull(time);
        if (ApiCall.FromJson(environment(ApiCall.Variable)) is not { } call)
        {
            return NotStartedByServer;
        }

        var key = environment(ApiCall.KeyVariable);
        var limits = new ApiLimits(time);
        using var http = ApiHttp.Create(call.BaseUrl, limits);
        IApiClient client = call.Kind switch
        {
            ApiKind.Anthropic => new AnthropicApi(http, key),
            ApiKind.OpenAI => new OpenAIApi(http, key),
            _ => throw new InvalidOperationException($"{call.Kind} is not known"),
        };
        await using var lines = new StreamWriter(output, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), leaveOpen: true) { NewLine = "\n" };
        using var words = new StreamReader(prompt, leaveOpen: true);
        var writer = new ApiWriter(lines, key is null ? SecretMasker.None : SecretMasker.Create([key]));
        return await AskAsync(call, client, limits, await words.ReadToEndAsync(cancellationToken), writer, time, cancellationToken) ? 0 : 1;
    }

    private static async Task<bool> AskAsync(ApiCall call, IApiClient client, ApiLimits limits, string prompt, ApiWriter writer, TimeProvider time, CancellationToken cancellationToken)
    {
        var found = call.Session is null ? null : await ApiHistory.ReadAsync(call.Directory, call.Session, cancellationToken);
        var history = found ?? [];
        await writer.SessionAsync(found is null ? call.NewSession : call.Session!, call.Model, history.Count);
        if (call.Session is not null && found is null)
        {
            await writer.WarnAsync($"nothing is left of the session {call.Session}: a new one begins");
        }

        var begun = time.GetTimestamp();
        var progress = new ApiProgress(writer);
        try
        {
            await foreach (var piece in client.AskAsync(call, [.. history, new ApiTurn(IsAnswer: false, prompt)], cancellationToken))
            {
                await progress.TakeAsync(piece);
            }
        }
#pragma warning disable CA1031 // whatever a vendor's library throws is this attempt's fault, and has to be said in its output
        catch (Exception fault) when (fault is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
#pragma warning restore CA1031
        {
            await progress.EndAsync();
            await WriteFaultAsync(fault, call, client, limits, progress, writer);
            return false;
        }

        await progress.EndAsync();
        if (progress.Stop is not { } stop)
        {
            await writer.ErrorAsync("incomplete_stream", null, $"{call.BaseUrl.Authority} stopped in the middle of its answer", retryAt: null);
            return false;
        }

        await writer.ResultAsync(stop switch { ApiStop.Length => "length", ApiStop.Refused => "refused", ApiStop.Done => "done", _ => throw new UnreachableException() }, (long)time.GetElapsedTime(begun).TotalMilliseconds);
        return stop == ApiStop.Done;
    }

    private static async Task WriteFaultAsync(Exception fault, ApiCall call, IApiClient client, ApiLimits limits, ApiProgress progress, ApiWriter writer)
    {
        if (Cause<ApiRefusedException>(fault) is { } refused)
        {
            await writer.ErrorAsync("refused_address", null, refused.Message, retryAt: null);
        }
        else if (client.FaultOf(fault) is { Status: { } status } said)
        {
            await writer.ErrorAsync(null, status, said.Message, limits.RetryAt);
        }
        else if (Cause<SocketException>(fault) is { } socket && !progress.HasBegun)
        {
            await writer.ErrorAsync("unreachable", null, $"{call.BaseUrl.Authority} cannot be reached: {socket.Message}", retryAt: null);
        }
        else
        {
            var words = client.FaultOf(fault)?.Message ?? fault.Message;
            await writer.ErrorAsync("incomplete_stream", null, $"{call.BaseUrl.Authority} stopped in the middle of its answer: {PlainText.OneLine(words)}", retryAt: null);
        }
    }

    private static T? Cause<T>(Exception? fault)
        where T : Exception
    {
        for (var at = fault; at is not null; at = at is AggregateException { InnerExceptions: [var first, ..] } ? first : at.InnerException)
        {
            if (at is T found)
            {
                return found;
            }
        }

        return null;
    }
}
