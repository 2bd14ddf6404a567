using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Signalbox.Dashboard.Api;
using Signalbox.Dashboard.Hosting.Security;

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
        endpoints.MapGet("/version", Version).AllowAnonymous().ExcludeFromDescription();
    }

    // With a nonce, also the proof that a command asks for before it sends its token (ServerProof).
    private static IResult Version(HttpContext context, CliToken token, string? nonce = null)
    {
        if (nonce is not null && !ServerProof.IsNonce(nonce))
        {
            return Problems.Invalid("nonce", null, "64 characters 0-9a-f", "nonce: 64 characters 0-9a-f are taken.");
        }

        return TypedResults.Ok(new ServerVersion("signalbox", ProductVersion.Text, nonce is null ? null : token.Proof.Answer(nonce, context.Connection.LocalPort)));
    }

    private static Task WriteAsync(HttpContext context, HealthReport report) => context.Response.WriteAsJsonAsync(
        new
        {
            status = report.Status.ToString(),
            checks = report.Entries.ToDictionary(e => e.Key, e => new { status = e.Value.Status.ToString(), e.Value.Description }, StringComparer.Ordinal),
        },
        context.RequestAborted);
}
