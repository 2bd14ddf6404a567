using System.Net;
using System.Net.Http.Headers;
using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text.Json;
using Signalbox.Dashboard.Api;
using Signalbox.Dashboard.Api.Models;
using Signalbox.Dashboard.Hosting;

namespace Signalbox.Dashboard.Cli;

/// <summary>The REST API as the command line uses it; a refusal becomes a fault with the exit code that fits.</summary>
internal sealed class ApiClient : IDisposable
{
    private readonly HttpClient _http;

    public ApiClient(Uri server, string? token)
    {
        // A proxy or a redirect has no place between a command and its server: the token would go there.
        _http = new HttpClient(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false, ConnectTimeout = TimeSpan.FromSeconds(5) })
        {
            BaseAddress = new Uri(server.AbsoluteUri.TrimEnd('/') + "/api/v1/"),
            Timeout = Timeout.InfiniteTimeSpan,
        };
        _http.DefaultRequestHeaders.UserAgent.Add(new ProductInfoHeaderValue(Caller.CommandLineAgent, ProductVersion.Text));
        if (token is not null)
        {
            _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        }
    }

    /// <summary>The server, for sentences.</summary>
    public string Server => _http.BaseAddress!.GetLeftPart(UriPartial.Authority);

    public async Task<T> GetAsync<T>(string path, CancellationToken cancellationToken)
    {
        using var response = await SendAsync(new HttpRequestMessage(HttpMethod.Get, path), HttpCompletionOption.ResponseContentRead, cancellationToken);
        return await ReadAsync<T>(response, cancellationToken);
    }

    public async Task<T> PostAsync<T>(string path, object? body, CancellationToken cancellationToken)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = body is null ? null : JsonContent.Create(body, body.GetType(), options: ApiJson.Options) };

        // A layer below that sends the request again must not do it twice.
        request.Headers.Add("Idempotency-Key", RandomNumberGenerator.GetHexString(32, lowercase: true));
        using var response = await SendAsync(request, HttpCompletionOption.ResponseContentRead, cancellationToken);
        return await ReadAsync<T>(response, cancellationToken);
    }

    /// <summary>The events of a run, until it has ended.</summary>
    public async IAsyncEnumerable<EventModel> FollowAsync(string run, long after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var response = await SendAsync(
            new HttpRequestMessage(HttpMethod.Get, $"runs/{Uri.EscapeDataString(run)}/stream?after={after}"), HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        await using var body = await response.Content.ReadAsStreamAsync(cancellationToken);
        var parser = SseParser.Create(body, static (_, data) => JsonSerializer.Deserialize<EventModel>(data, ApiJson.Options)!);
        await foreach (var item in parser.EnumerateAsync(cancellationToken))
        {
            yield return item.Data;
        }
    }

    /// <summary>A log from a line on, until it is complete.</summary>
    public async IAsyncEnumerable<LogBatchModel> FollowLogAsync(string attempt, string stream, long from, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var response = await SendAsync(
            new HttpRequestMessage(HttpMethod.Get, $"attempts/{attempt}/log?stream={stream}&from={from}&follow=true"), HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(cancellationToken));
        while (await reader.ReadLineAsync(cancellationToken) is { } line)
        {
            yield return JsonSerializer.Deserialize<LogBatchModel>(line, ApiJson.Options)!;
        }
    }

    public void Dispose() => _http.Dispose();

    private async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, HttpCompletionOption completion, CancellationToken cancellationToken)
    {
        HttpResponseMessage response;
        using (request)
        {
            try
            {
                response = await _http.SendAsync(request, completion, cancellationToken);
            }
            catch (HttpRequestException e)
            {
                throw Unreachable(e);
            }
        }

        if (response.IsSuccessStatusCode)
        {
            return response;
        }

        using (response)
        {
            throw await FaultAsync(response, cancellationToken);
        }
    }

    private async Task<T> ReadAsync<T>(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        try
        {
            return await response.Content.ReadFromJsonAsync<T>(ApiJson.Options, cancellationToken) ?? throw new JsonException("no value");
        }
        catch (JsonException)
        {
            throw new SignalboxFaultException(ExitCodes.Unreachable, $"{Server} did not answer as a Signalbox server: check --server");
        }
    }

    private SignalboxFaultException Unreachable(HttpRequestException e) => new(
        ExitCodes.Unreachable, $"the server at {Server} cannot be reached ({e.Message.TrimEnd('.')}): is it running?");

    private async Task<SignalboxFaultException> FaultAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var code = response.StatusCode switch
        {
            HttpStatusCode.NotFound => ExitCodes.NotFound,
            HttpStatusCode.BadRequest or HttpStatusCode.RequestEntityTooLarge or HttpStatusCode.UnprocessableEntity => ExitCodes.BadUsage,
            HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden or HttpStatusCode.Conflict => ExitCodes.Refused,
            _ => ExitCodes.Unreachable,
        };
        var problem = await ProblemAsync(response, cancellationToken);
        var sentence = problem switch
        {
            { Errors: { Count: > 0 } errors, Detail: var summary } when errors.All(e => e.File is not null) => $"{summary}\n{string.Join('\n', errors.Select(CliPaths.Line))}",
            { Errors: { Count: > 0 } errors } => string.Join("\nsignalbox: ", errors.Select(e => e.Message)),
            { Detail: { } detail } => detail,
            _ => $"{Server} answered {(int)response.StatusCode} {response.ReasonPhrase}",
        };
        return new SignalboxFaultException(code, sentence);
    }

    private static async Task<Problem?> ProblemAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        try
        {
            return await response.Content.ReadFromJsonAsync<Problem>(ApiJson.Options, cancellationToken);
        }
        catch (Exception e) when (e is JsonException or NotSupportedException)
        {
            return null;
        }
    }

    private sealed record Problem(string? Detail, IReadOnlyList<FieldError>? Errors);
}
