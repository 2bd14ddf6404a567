using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Signalbox.Dashboard.Hosting;

/// <summary>For monitors: alive, ready, which version. They say nothing about data and need no sign-in.</summary>
internal static class HealthEndpoints
{
    /// <summary>Registers the checks of this folder; the jobs add theirs with <see cref="Ready"/>.</summary>
    public static void AddHealth(this IServiceCollection services) =>
        services.AddHealthChecks().AddCheck<DatabaseHealthCheck>("database", tags: [Ready]);

    /// <summary>Tag of the checks that <c>/readyz</c> asks.</summary>
    public const string Ready = "ready";

    /// <summary>Maps <c>/healthz</c>, <c>/readyz</c> and <c>/version</c>.</summary>
    public static void MapHealth(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapHealthChecks("/healthz", new HealthCheckOptions { Predicate = _ => false, ResponseWriter = WriteAsync }).AllowAnonymous();
        endpoints.MapHealthChecks("/readyz", new HealthCheckOptions { Predicate = c => c.Tags.Contains(Ready), ResponseWriter = WriteAsync }).AllowAnonymous();
        endpoints.MapGet("/version", () => TypedResults.Ok(new { name = "signalbox", version = ProductVersion.Text })).AllowAnonymous().ExcludeFromDescription();
    }

    private static Task WriteAsync(HttpContext context, HealthReport report) => context.Response.WriteAsJsonAsync(
        new
        {
            status = report.Status.ToString(),
            checks = report.Entries.ToDictionary(e => e.Key, e => new { status = e.Value.Status.ToString(), e.Value.Description }, StringComparer.Ordinal),
        },
        context.RequestAborted);
}
