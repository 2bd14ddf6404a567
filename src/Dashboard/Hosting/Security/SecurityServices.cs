using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.DataProtection;
using Signalbox.Dashboard.Api;

namespace Signalbox.Dashboard.Hosting.Security;

/// <summary>Who may come in: cookie for browsers, token for programs, everything else is closed.</summary>
internal static class SecurityServices
{
    /// <summary>Registers sign-in and the closed-by-default policy.</summary>
    public static void AddSecurity(this IServiceCollection services, DataDirectory data, SignalboxOptions options, CliToken token)
    {
        services.AddSingleton(token);
        services.AddSingleton<LoginLinks>();
        services.AddDataProtection().SetApplicationName("signalbox").PersistKeysToFileSystem(new DirectoryInfo(data.KeysDirectory));
        services.AddAntiforgery(o =>
        {
            o.Cookie.Name = $"signalbox-{token.DirectoryId}-form";
            o.Cookie.SameSite = SameSiteMode.Strict;
            o.SuppressXFrameOptionsHeader = true;
        });
        services.AddAuthentication(Policies.Scheme)
            .AddPolicyScheme(Policies.Scheme, null, o => o.ForwardDefaultSelector = context =>
                context.Request.Headers.ContainsKey("Authorization") ? Policies.Token : Policies.Cookie)
            .AddScheme<AuthenticationSchemeOptions, TokenAuthenticationHandler>(Policies.Token, null)
            .AddCookie(Policies.Cookie, o => Configure(o, options, token));
        services.AddAuthorization(o =>
        {
            var administrator = new AuthorizationPolicyBuilder(Policies.Scheme).RequireRole(Policies.Administrator).Build();
            o.AddPolicy(Policies.Administrator, administrator);
            o.DefaultPolicy = administrator;
            o.FallbackPolicy = administrator;
        });
        services.AddCascadingAuthenticationState();
    }

    private static void Configure(CookieAuthenticationOptions cookie, SignalboxOptions options, CliToken token)
    {
        // The directory's id keeps two servers on one host from signing each other out: cookies do not know ports.
        cookie.Cookie.Name = $"signalbox-{token.DirectoryId}";
        cookie.Cookie.HttpOnly = true;
        cookie.Cookie.SameSite = SameSiteMode.Lax;
        cookie.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        cookie.ExpireTimeSpan = options.SessionLifetime;
        cookie.SlidingExpiration = true;
        cookie.LoginPath = "/login";
        cookie.Events.OnRedirectToLogin = context => Unauthenticated.AnswerAsync(context.HttpContext);
        cookie.Events.OnRedirectToAccessDenied = context => Unauthenticated.ForbidAsync(context.HttpContext);
    }
}
