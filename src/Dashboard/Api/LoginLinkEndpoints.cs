using Signalbox.Dashboard.Api.Models;
using Signalbox.Dashboard.Hosting.Security;

namespace Signalbox.Dashboard.Api;

/// <summary><c>POST /login-links</c>: a fresh one-time link, for <c>signalbox login</c>.</summary>
internal static class LoginLinkEndpoints
{
    public static void MapLoginLinks(this IEndpointRouteBuilder api) =>
        api.MapPost("/login-links", (LoginLinks links, ServerAddress address, HttpContext context) =>
        {
            context.Response.Headers.CacheControl = "no-store";
            var (code, expiresAt) = links.Create();
            return TypedResults.Ok(new LoginLinkModel($"{address.Url}/login?code={code}", expiresAt));
        }).WithTags("sign-in");
}
