using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http.HttpResults;
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
        Genuine(endpoints.MapPost("/login", (Delegate)SignInAsync)).AllowAnonymous();
        Genuine(endpoints.MapPost("/logout", (Delegate)SignOutAsync)).RequireAuthorization(Policies.Administrator);
    }

    /// <summary>The path to go to: only one of our own, never another site's.</summary>
    internal static string LocalOnly(string? url) =>
        url is ['/', ..] && !url.StartsWith("//", StringComparison.Ordinal) && !url.StartsWith("/\\", StringComparison.Ordinal) && !url.Any(char.IsControl)
            && !url.StartsWith("/login", StringComparison.OrdinalIgnoreCase)
            ? url
            : "/";

    // A form that did not come from one of our pages is refused before it is read.
    private static RouteHandlerBuilder Genuine(RouteHandlerBuilder form) => form
        .WithMetadata(new RequireAntiforgeryTokenAttribute())
        .AddEndpointFilter((request, next) => request.HttpContext.Features.Get<IAntiforgeryValidationFeature>() is { IsValid: true }
            ? next(request)
            : ValueTask.FromResult<object?>(LoginPages.Fault("Not valid", "The form did not come from this server, or from a page opened too long ago: open the link again.", StatusCodes.Status400BadRequest)))
        .ExcludeFromDescription();

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

    private static async Task<Results<ContentHttpResult, RedirectHttpResult>> SignInAsync(HttpContext context, LoginLinks links)
    {
        context.Response.Headers.CacheControl = "no-store";
        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        if (!links.TryUse(form["code"]))
        {
            return LoginPages.UsedUp();
        }

        await context.SignInAsync(Policies.Cookie, Administrator.Principal(Policies.Cookie), new AuthenticationProperties { IsPersistent = true });
        return TypedResults.LocalRedirect(LocalOnly(form["returnUrl"]));
    }

    private static async Task<RedirectHttpResult> SignOutAsync(HttpContext context)
    {
        await context.SignOutAsync(Policies.Cookie);
        return TypedResults.LocalRedirect("/login");
    }
}
