using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Signalbox.Dashboard.Api;

namespace Signalbox.Dashboard.Hosting.Security;

/// <summary>Signing in with a one-time link, and out.</summary>
internal static class LoginEndpoints
{
    /// <summary>Maps <c>/login</c> and <c>/logout</c>.</summary>
    public static void MapLogin(this IEndpointRouteBuilder endpoints)
    {
        // Opening the link does not use it up: previews and scanners open links too.
        endpoints.MapGet("/login", Show).AllowAnonymous().ExcludeFromDescription();
        endpoints.MapPost("/login", SignInAsync).AllowAnonymous().ExcludeFromDescription();
        endpoints.MapPost("/logout", (Delegate)SignOutAsync)
            .RequireAuthorization(Policies.Administrator)
            .WithMetadata(new RequireAntiforgeryTokenAttribute())
            .ExcludeFromDescription();
    }

    /// <summary>The path to go to: only one of our own, never another site's.</summary>
    internal static string LocalOnly(string? url) =>
        url is ['/', ..] && !url.StartsWith("//", StringComparison.Ordinal) && !url.StartsWith("/\\", StringComparison.Ordinal) && !url.Any(char.IsControl)
            && !url.StartsWith("/login", StringComparison.OrdinalIgnoreCase)
            ? url
            : "/";

    private static IResult Show(HttpContext context, LoginLinks links, IAntiforgery antiforgery, string? code = null, string? returnUrl = null)
    {
        context.Response.Headers.CacheControl = "no-store";
        if (code is null)
        {
            return context.User.Identity is { IsAuthenticated: true } ? TypedResults.LocalRedirect(LocalOnly(returnUrl)) : LoginPages.NoLink();
        }

        if (!links.IsOpen(code))
        {
            return LoginPages.UsedUp();
        }

        var tokens = antiforgery.GetAndStoreTokens(context);
        return LoginPages.Button(code, LocalOnly(returnUrl), tokens.FormFieldName, tokens.RequestToken!);
    }

    private static async Task<Results<ContentHttpResult, RedirectHttpResult>> SignInAsync(
        HttpContext context, LoginLinks links, [FromForm] string? code = null, [FromForm] string? returnUrl = null)
    {
        context.Response.Headers.CacheControl = "no-store";
        if (!links.TryUse(code))
        {
            return LoginPages.UsedUp();
        }

        await context.SignInAsync(Policies.Cookie, Administrator.Principal(Policies.Cookie), new AuthenticationProperties { IsPersistent = true });
        return TypedResults.LocalRedirect(LocalOnly(returnUrl));
    }

    private static async Task<RedirectHttpResult> SignOutAsync(HttpContext context)
    {
        await context.SignOutAsync(Policies.Cookie);
        return TypedResults.LocalRedirect("/login");
    }
}
