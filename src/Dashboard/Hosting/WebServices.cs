using Microsoft.AspNetCore.Components.Server.Circuits;
using Radzen;
using Signalbox.Dashboard.Api;
using Signalbox.Dashboard.Components;
using Signalbox.Dashboard.Components.Live;
using Signalbox.Dashboard.Hosting.Security;
using Signalbox.Dashboard.Hubs;

namespace Signalbox.Dashboard.Hosting;

/// <summary>Everything that answers over HTTP, registered and mapped feature by feature.</summary>
internal static class WebServices
{
    /// <summary>Bytes of a request body; one endpoint asks for more.</summary>
    public const long MaxRequestBytes = 1024 * 1024;

    /// <summary>Registers pages, API, hub and what guards them.</summary>
    public static void AddWeb(this IServiceCollection services, DataDirectory data, SignalboxOptions options, CliToken token, bool embedded)
    {
        services.AddSecurity(data, options, token);
        services.AddExceptionHandler<Unexpected>();
        services.AddProblemDetails();
        services.AddHealth();
        services.AddApi(embedded);
        services.AddSingleton<ILogFeed, LogFeed>();
        services.AddSingleton<IHookIds, HookIds>();
        services.AddRunHub();
        services.AddRazorComponents().AddInteractiveServerComponents();
        services.AddRadzenComponents();
        services.AddScoped<OrderDesk>();
        services.AddScoped<CircuitHandler, AuditCircuits>();
    }

    /// <summary>The pipeline: headers and guards stand before everything that could answer.</summary>
    public static void UseWeb(this WebApplication app)
    {
        app.UseMiddleware<SecurityHeaders>();
        app.UseExceptionHandler(new ExceptionHandlerOptions { SuppressDiagnosticsCallback = c => Unexpected.IsRequestFault(c.Exception) });
        app.UseMiddleware<RequestGuard>();
        app.UseWhen(UnknownAddress.IsOfAPerson, people => people.UseStatusCodePagesWithReExecute(UnknownAddress.Page, createScopeForStatusCodePages: true));
        app.UseMiddleware<HeadRequests>();
        app.UseMiddleware<BodylessRequests>();
        app.UseRouting();
        app.UseAuthentication();
        app.UseMiddleware<AuditOrigins>();
        app.UseAuthorization();
        app.UseAntiforgery();
        app.UseMiddleware<IdempotencyKeys>();

        app.MapStaticAssets().AllowAnonymous();
        app.MapHealth();
        app.MapLogin();
        app.MapLoginLinks();
        app.MapApi();
        app.MapRunHub();
        app.MapRazorComponents<App>()
            .AddInteractiveServerRenderMode(o => o.ContentSecurityFrameAncestorsPolicy = "'none'")
            .RequireAuthorization(Policies.Administrator);
    }
}
