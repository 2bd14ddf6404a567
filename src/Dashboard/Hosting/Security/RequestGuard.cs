using Signalbox.Dashboard.Api;

namespace Signalbox.Dashboard.Hosting.Security;

/// <summary>
/// Refuses what comes from other sites: a host name that is not loopback (DNS rebinding), and writes or sockets with a foreign Origin.
/// </summary>
internal sealed class RequestGuard(RequestDelegate next)
{
    public Task InvokeAsync(HttpContext context)
    {
        var request = context.Request;
        if (!ListenAddresses.IsLoopback(request.Host.Host))
        {
            return Problems.Of(
                StatusCodes.Status403Forbidden,
                "Not this host",
                "This server answers to localhost, 127.0.0.1 and [::1] only.").ExecuteAsync(context);
        }

        if (NeedsOwnOrigin(request) && !IsOwnOrigin(request))
        {
            return Problems.Of(StatusCodes.Status403Forbidden, "Foreign origin", "Requests from other sites are refused.").ExecuteAsync(context);
        }

        return next(context);
    }

    private static bool NeedsOwnOrigin(HttpRequest request) =>
        !(HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method) || HttpMethods.IsOptions(request.Method))
        || request.Path.StartsWithSegments("/hubs", StringComparison.OrdinalIgnoreCase)
        || request.Path.StartsWithSegments("/_blazor", StringComparison.OrdinalIgnoreCase);

    private static bool IsOwnOrigin(HttpRequest request)
    {
        // Browsers say it themselves, and pages cannot forge it; programs send neither header.
        var site = request.Headers["Sec-Fetch-Site"].ToString();
        if (site is not ("" or "same-origin" or "none"))
        {
            return false;
        }

        var origin = request.Headers.Origin.ToString();

        // Under "Referrer-Policy: no-referrer" a browser sends 'null' for a form of our own page, and says same-origin beside it.
        return origin is ""
            || origin.Equals($"{request.Scheme}://{request.Host}", StringComparison.OrdinalIgnoreCase)
            || (origin is "null" && site is "same-origin");
    }
}
