using System.Globalization;
using System.Net;
using System.Text.Json;
using Signalbox.Engine.Secrets;

namespace Signalbox.Engine.Agents.Api;

/// <summary>Asks an API for its models: the smallest call that shows whether address and key are right.</summary>
internal sealed class ApiModels(Func<string, string?> environment, TimeProvider time)
{
    private const long MaxBytes = 4L * 1024 * 1024;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>What it answers. Never throws for what the API does.</summary>
    public async Task<ApiHealth> AskAsync(ApiAgentSettings settings, CancellationToken cancellationToken)
    {
        var key = settings.ApiKey is { } reference ? new SecretCatalog([reference], environment).Resolve(reference.Name) : new SecretResult(null, null);
        if (key.Fault is { } missing)
        {
            return new ApiHealth(IsFine: false, $"{missing.TrimEnd('.')}; then check again");
        }

        using var clock = new CancellationTokenSource(Patience, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(clock.Token, cancellationToken);
        var host = settings.BaseUrl.Authority;
        try
        {
            using var http = ApiHttp.Create(settings.BaseUrl, new ApiLimits(time));
            using var request = Request(settings, key.Value);
            using var answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, both.Token);
            return await ReadAsync(settings, host, answer, both.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new ApiHealth(IsFine: false, $"{host} did not answer within {Patience.TotalSeconds.ToString("0", CultureInfo.InvariantCulture)} s: see whether it runs, then check again");
        }
        catch (Exception fault) when (fault is HttpRequestException or ApiRefusedException or IOException)
        {
            return new ApiHealth(IsFine: false, fault is ApiRefusedException || fault.InnerException is ApiRefusedException
                ? $"{(fault as ApiRefusedException ?? fault.InnerException!).Message}; correct its address, then check again"
                : $"{host} cannot be reached ({PlainText.OneLine(fault.InnerException?.Message ?? fault.Message)}): start it, or correct its address, then check again");
        }
    }

    private static HttpRequestMessage Request(ApiAgentSettings settings, string? key)
    {
        var path = settings.BaseUrl.AbsoluteUri.TrimEnd('/');
        switch (settings.Kind)
        {
            case ApiKind.Anthropic:
                var request = new HttpRequestMessage(HttpMethod.Get, $"{path}/v1/models?limit=1000");
                request.Headers.TryAddWithoutValidation("anthropic-version", "2023-06-01");
                request.Headers.TryAddWithoutValidation("x-api-key", key);
                return request;
            case ApiKind.OpenAI:
                request = new HttpRequestMessage(HttpMethod.Get, $"{path}/models");
                if (key is not null)
                {
                    request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {key}");
                }

                return request;
            default:
                throw new InvalidOperationException($"{settings.Kind} is not known");
        }
    }

    private static async Task<ApiHealth> ReadAsync(ApiAgentSettings settings, string host, HttpResponseMessage answer, CancellationToken cancellationToken)
    {
        var status = ((int)answer.StatusCode).ToString(CultureInfo.InvariantCulture);
        return answer.StatusCode switch
        {
            HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => new ApiHealth(IsFine: false, settings.ApiKey is { } key
                ? $"{host} refuses the key (status {status}): put a valid one where {(key.IsFile ? "file:" : "env:")}{key.Source} is read from, then check again"
                : $"{host} wants a key (status {status}): say where it is, then check again"),

            // Answers to who may call it, and has no list: not every server that speaks the format has one.
            HttpStatusCode.NotFound or HttpStatusCode.MethodNotAllowed or HttpStatusCode.NotImplemented => new ApiHealth(IsFine: true, $"{host} answers; it does not list its models"),
            HttpStatusCode.TooManyRequests => new ApiHealth(IsFine: true, $"{host} answers; it is at a rate limit for now"),
            _ when answer.IsSuccessStatusCode => await ModelsAsync(settings, host, answer, cancellationToken),
            _ => new ApiHealth(IsFine: false, $"{host} answers with status {status} when it is asked for its models: look at what runs there, then check again"),
        };
    }

    private static async Task<ApiHealth> ModelsAsync(ApiAgentSettings settings, string host, HttpResponseMessage answer, CancellationToken cancellationToken)
    {
        await answer.Content.LoadIntoBufferAsync(MaxBytes, cancellationToken);
        try
        {
            using var json = await JsonDocument.ParseAsync(await answer.Content.ReadAsStreamAsync(cancellationToken), cancellationToken: cancellationToken);
            if (json.RootElement.ValueKind == JsonValueKind.Object && json.RootElement.TryGetProperty("data", out var data) && data.ValueKind == JsonValueKind.Array)
            {
                var models = data.EnumerateArray()
                    .Where(m => m.ValueKind == JsonValueKind.Object && m.TryGetProperty("id", out var id) && id.ValueKind == JsonValueKind.String)
                    .Select(m => m.GetProperty("id").GetString())
                    .ToHashSet(StringComparer.Ordinal);
                var missing = settings.Model is { } model && !models.Contains(model) ? $"; {model} is not among them" : "";
                return new ApiHealth(IsFine: true, string.Create(CultureInfo.InvariantCulture, $"{host} answers and lists {models.Count} {(models.Count == 1 ? "model" : "models")}{missing}"));
            }
        }
        catch (JsonException)
        {
            // Said below
        }

        return new ApiHealth(IsFine: true, $"{host} answers; what it lists is no list of models");
    }
}
