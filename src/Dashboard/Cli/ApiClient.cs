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
    // A server inside another command goes when that command ends, and many commands end one after the other; a fault must not go on for ever
    private const int MaxTries = 100;

    private readonly HttpClient _http;
    private readonly Func<CancellationToken, Task<ServerTarget?>>? _again;
    private readonly SemaphoreSlim _moving = new(1, 1);
    private ServerTarget _target;

    /// <param name="target">The server.</param>
    /// <param name="again">Looks for the server that stands where one went away; null where only this one will do.</param>
    public ApiClient(ServerTarget target, Func<CancellationToken, Task<ServerTarget?>>? again)
    {
        _target = target;
        _again = again;

        // A proxy or a redirect has no place between a command and its server: the token would go there.
        _http = new HttpClient(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false, ConnectTimeout = TimeSpan.FromSeconds(5) })
        {
            Timeout = Timeout.InfiniteTimeSpan,
        };
        _http.DefaultRequestHeaders.UserAgent.Add(new ProductInfoHeaderValue(Caller.CommandLineAgent, ProductVersion.Text));
    }

    /// <summary>The server, for sentences.</summary>
    public string Server => _target.Url.GetLeftPart(UriPartial.Authority);

    /// <summary>How often the server was looked for again: a reader whose stream ended goes on with the new one.</summary>
    public int Moves { get; private set; }

    public async Task<T> GetAsync<T>(string path, CancellationToken cancellationToken)
    {
        using var response = await SendAsync(HttpMethod.Get, path, null, HttpCompletionOption.ResponseContentRead, cancellationToken);
        return await ReadAsync<T>(response, cancellationToken);
    }

    /// <summary>The text of a resource that is not JSON.</summary>
    public async Task<string> GetTextAsync(string path, CancellationToken cancellationToken)
    {
        using var response = await SendAsync(HttpMethod.Get, path, null, HttpCompletionOption.ResponseContentRead, cancellationToken);
        return await response.Content.ReadAsStringAsync(cancellationToken);
    }

    public async Task<T> PostAsync<T>(string path, object? body, CancellationToken cancellationToken)
    {
        using var response = await SendAsync(HttpMethod.Post, path, body, HttpCompletionOption.ResponseContentRead, cancellationToken);
        return await ReadAsync<T>(response, cancellationToken);
    }

    /// <summary>Starts a run, or goes on with one of an earlier try: the key gives the run its id, so that a server that dies under the request keeps nobody from saying it again.</summary>
    public async Task<T> StartAsync<T>(string path, object? body, CancellationToken cancellationToken)
    {
        using var response = await SendAsync(HttpMethod.Post, path, body, HttpCompletionOption.ResponseContentRead, cancellationToken, isRepeatable: true);
        return await ReadAsync<T>(response, cancellationToken);
    }

    /// <summary>A key for a request that its sender may say several times.</summary>
    public static string NewKey() => RandomNumberGenerator.GetHexString(32, lowercase: true);

    /// <summary>Says something that was perhaps said before with this key, and is done once.</summary>
    public async Task<T> PostWithKeyAsync<T>(string path, object? body, string key, CancellationToken cancellationToken)
    {
        using var response = await SendAsync(HttpMethod.Post, path, body, HttpCompletionOption.ResponseContentRead, cancellationToken, isRepeatable: true, key: key);
        return await ReadAsync<T>(response, cancellationToken);
    }

    public async Task<T> PutAsync<T>(string path, object? body, CancellationToken cancellationToken)
    {
        using var response = await SendAsync(HttpMethod.Put, path, body, HttpCompletionOption.ResponseContentRead, cancellationToken);
        return await ReadAsync<T>(response, cancellationToken);
    }

    /// <summary>Deletes, and reads what the server says of it.</summary>
    public async Task<T> DeleteAsync<T>(string path, CancellationToken cancellationToken)
    {
        using var response = await SendAsync(HttpMethod.Delete, path, null, HttpCompletionOption.ResponseContentRead, cancellationToken);
        return await ReadAsync<T>(response, cancellationToken);
    }

    /// <summary>Deletes what leaves nothing to be said.</summary>
    public async Task DeleteAsync(string path, CancellationToken cancellationToken)
    {
        using var response = await SendAsync(HttpMethod.Delete, path, null, HttpCompletionOption.ResponseContentRead, cancellationToken);
    }

    /// <summary>Says something of which no second time does harm: the server keeps no answer for it.</summary>
    public async Task<T> PostOnceAsync<T>(string path, object? body, CancellationToken cancellationToken)
    {
        using var response = await SendAsync(HttpMethod.Post, path, body, HttpCompletionOption.ResponseContentRead, cancellationToken, isKeyed: false, isRepeatable: true);
        return await ReadAsync<T>(response, cancellationToken);
    }

    /// <summary>Asks for what the server tells once and keeps nowhere, such as secrets: a key would mean nothing, and what was lost is not asked for again.</summary>
    public async Task<T> PostUnkeyedAsync<T>(string path, object? body, CancellationToken cancellationToken)
    {
        using var response = await SendAsync(HttpMethod.Post, path, body, HttpCompletionOption.ResponseContentRead, cancellationToken, isKeyed: false);
        return await ReadAsync<T>(response, cancellationToken);
    }

    /// <summary>A resource that may be large, as it comes.</summary>
    public async Task DownloadAsync(string path, Func<Stream, Task> read, CancellationToken cancellationToken)
    {
        using var response = await SendAsync(HttpMethod.Get, path, null, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        await using var body = await response.Content.ReadAsStreamAsync(cancellationToken);
        await read(body);
    }

    /// <summary>Sends what may be large; asked for anew for each try.</summary>
    public Task<T> UploadAsync<T>(string path, Func<HttpContent> content, CancellationToken cancellationToken) => PostAsync<T>(path, content, cancellationToken);

    /// <summary>The events of a run, until it has ended or the server has.</summary>
    public async IAsyncEnumerable<EventModel> FollowAsync(string run, long after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var response = await SendAsync(HttpMethod.Get, $"runs/{Uri.EscapeDataString(run)}/stream?after={after}", null, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        await using var body = await response.Content.ReadAsStreamAsync(cancellationToken);
        var parser = SseParser.Create(body, static (_, data) => JsonSerializer.Deserialize<EventModel>(data, ApiJson.Options)!);
        await foreach (var item in UntilCutOffAsync(parser.EnumerateAsync(cancellationToken), cancellationToken))
        {
            yield return item.Data;
        }
    }

    /// <summary>A log from a line on, until it is complete or the server ends.</summary>
    public async IAsyncEnumerable<LogBatchModel> FollowLogAsync(string attempt, string stream, long from, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var response = await SendAsync(
            HttpMethod.Get, $"attempts/{attempt}/log?stream={stream}&from={from}&follow=true", null, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(cancellationToken));
        await foreach (var line in UntilCutOffAsync(LinesAsync(reader, cancellationToken), cancellationToken))
        {
            yield return JsonSerializer.Deserialize<LogBatchModel>(line, ApiJson.Options)!;
        }
    }

    public void Dispose()
    {
        _http.Dispose();
        _moving.Dispose();
    }

    private static async IAsyncEnumerable<string> LinesAsync(StreamReader reader, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (await reader.ReadLineAsync(cancellationToken) is { } line)
        {
            yield return line;
        }
    }

    // A server that is killed cuts its streams off: for who follows, that is their end, and what comes next is asked for.
    private static async IAsyncEnumerable<T> UntilCutOffAsync<T>(IAsyncEnumerable<T> stream, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var items = stream.GetAsyncEnumerator(cancellationToken);
        while (true)
        {
            try
            {
                if (!await items.MoveNextAsync())
                {
                    yield break;
                }
            }
            catch (IOException)
            {
                yield break;
            }

            yield return items.Current;
        }
    }

    private async Task<HttpResponseMessage> SendAsync(
        HttpMethod method, string path, object? body, HttpCompletionOption completion, CancellationToken cancellationToken, bool isKeyed = true, bool isRepeatable = false, string? key = null)
    {
        // The same for each try: whatever is sent twice is done once.
        key ??= method == HttpMethod.Post && isKeyed ? NewKey() : null;
        for (var tries = 1; ; tries++)
        {
            HttpResponseMessage response;
            var target = _target;
            try
            {
                using var request = Request(target, method, path, body, key);
                response = await _http.SendAsync(request, completion, cancellationToken);
            }
            catch (HttpRequestException e)
            {
                var harmless = method == HttpMethod.Get || isRepeatable || e.HttpRequestError == HttpRequestError.ConnectionError;
                if (tries == MaxTries || !harmless || !await MoveAsync(target, cancellationToken))
                {
                    throw Unreachable(e);
                }

                continue;
            }

            if (response.IsSuccessStatusCode)
            {
                return response;
            }

            using (response)
            {
                throw await ApiFaults.OfAsync(response, Server, cancellationToken);
            }
        }
    }

    // Several requests may meet the end of a server at once: the first looks for the next one, the others go with it.
    private async Task<bool> MoveAsync(ServerTarget from, CancellationToken cancellationToken)
    {
        if (_again is null)
        {
            return false;
        }

        await _moving.WaitAsync(cancellationToken);
        try
        {
            if (_target == from)
            {
                if (await _again(cancellationToken) is not { } found)
                {
                    return false;
                }

                _target = found;
                Moves++;
            }

            return true;
        }
        finally
        {
            _moving.Release();
        }
    }

    private static HttpRequestMessage Request(ServerTarget target, HttpMethod method, string path, object? body, string? key)
    {
        var request = new HttpRequestMessage(method, new Uri(target.Url.AbsoluteUri.TrimEnd('/') + "/api/v1/" + path))
        {
            Content = body switch
            {
                null => null,
                Func<HttpContent> content => content(),
                _ => JsonContent.Create(body, body.GetType(), options: ApiJson.Options),
            },
        };
        if (target.Token is { } token)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        }

        if (key is not null)
        {
            request.Headers.Add("Idempotency-Key", key);
        }

        return request;
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
}
