using System.Globalization;

namespace Signalbox.Engine.Agents.Api;

/// <summary>Lets calls to one host through and follows no redirect.</summary>
internal sealed class ApiGuard(Uri baseUrl, ApiLimits limits, HttpMessageHandler inner) : DelegatingHandler(inner)
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (request.RequestUri is not { } address || Uri.Compare(address, baseUrl, UriComponents.SchemeAndServer, UriFormat.Unescaped, StringComparison.OrdinalIgnoreCase) != 0)
        {
            throw new ApiRefusedException($"only {baseUrl.GetLeftPart(UriPartial.Authority)} may be called, not {request.RequestUri?.GetLeftPart(UriPartial.Authority)}");
        }

        var answer = await base.SendAsync(request, cancellationToken);
        limits.Read(answer);
        if ((int)answer.StatusCode is >= 300 and < 400)
        {
            var target = answer.Headers.Location is { } location ? new Uri(address, location).GetLeftPart(UriPartial.Authority) : "an address that it does not name";
            var status = ((int)answer.StatusCode).ToString(CultureInfo.InvariantCulture);
            answer.Dispose();
            throw new ApiRefusedException($"{address.Authority} redirects to {target} (status {status}), and redirects are not followed: configure the address where the API is");
        }

        return answer;
    }
}
