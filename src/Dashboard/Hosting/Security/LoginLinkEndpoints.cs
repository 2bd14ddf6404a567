using Signalbox.Dashboard.Api;
using Signalbox.Dashboard.Api.Models;

namespace Signalbox.Dashboard.Hosting.Security;

/// <summary><c>POST /login-links</c>: a fresh one-time link, for <c>signalbox login</c>.</summary>
internal static class LoginLinkEndpoints
{
    public static void MapLoginLinks(this IEndpointRouteBuilder endpoints) =>
        UnkeptAnswer.On(endpoints.MapPost("/api/v1/login-links", (LoginLinks links, ServerAddress address, HttpContext context) =>
        {
            context.Response.Headers.CacheControl = "no-store";
            var (code, expiresAt) = links.Create();
            return TypedResults.Ok(new LoginLinkModel($"{address.Url}/login?code={code}", expiresAt));
        })).RequireAuthorization(Policies.Administrator).WithTags("sign-in");
}
