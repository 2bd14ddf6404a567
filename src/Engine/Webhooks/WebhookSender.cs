using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using Signalbox.Engine.Agents.Api;
using Signalbox.Engine.Secrets;

namespace Signalbox.Engine.Webhooks;

/// <summary>
/// Sends signed webhooks to one address, as far as an API agent may go (design/security.md): to that host alone, without redirects, never to an address that
/// tells a machine's credentials. Each try is signed anew, with the secret and the time of then.
/// </summary>
public sealed class WebhookSender(WebhookTarget target, ISecretCatalog secrets, TimeProvider time) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    private readonly HttpClient _http = ApiHttp.Create(target.Address, new ApiLimits(time));

    /// <summary>Sends one.</summary>
    /// <param name="id">Its id, the same at every try: who gets it twice knows it.</param>
    /// <param name="json">Its body.</param>
    /// <param name="cancellationToken">Gives up; nobody knows then whether it arrived.</param>
    public async Task<WebhookOutcome> SendAsync(string id, string json, CancellationToken cancellationToken)
    {
        var resolved = secrets.Resolve(target.SecretName);
        if (resolved.Value is not { } secret)
        {
            return new WebhookOutcome(resolved.Fault, Retryable: true);
        }

        var body = Encoding.UTF8.GetBytes(json);
        var now = time.GetUtcNow();
        using var request = new HttpRequestMessage(HttpMethod.Post, target.Address) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Headers.TryAddWithoutValidation(WebhookSignature.IdHeader, id);
        request.Headers.TryAddWithoutValidation(WebhookSignature.TimestampHeader, WebhookSignature.Seconds(now));
        request.Headers.TryAddWithoutValidation(WebhookSignature.SignatureHeader, WebhookSignature.Sign(secret, id, now, body));
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Patience);
        try
        {
            using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, limit.Token);
            return response.IsSuccessStatusCode
                ? new WebhookOutcome(null, Retryable: false)
                : new WebhookOutcome(string.Create(CultureInfo.InvariantCulture, $"{target.Address.Authority} answered with status {(int)response.StatusCode}"), Retryable: true);
        }
        catch (ApiRefusedException refused)
        {
            return new WebhookOutcome(refused.Message, Retryable: false);
        }
        catch (HttpRequestException unreachable)
        {
            return unreachable.InnerException is ApiRefusedException refused
                ? new WebhookOutcome(refused.Message, Retryable: false)
                : new WebhookOutcome($"{target.Address.Authority} cannot be reached: {unreachable.Message}", Retryable: true);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new WebhookOutcome(string.Create(CultureInfo.InvariantCulture, $"{target.Address.Authority} did not answer within {Patience.TotalSeconds} s"), Retryable: true);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();
}
