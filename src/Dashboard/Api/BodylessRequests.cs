using System.Net.Mime;
using Microsoft.AspNetCore.Http.Features;

namespace Signalbox.Dashboard.Api;

/// <summary>
/// A request without a body needs no content type. Routing, however, passes over an endpoint that takes JSON, though its body be optional, for a request
/// that names none: so what is not there is called JSON.
/// </summary>
internal sealed class BodylessRequests(RequestDelegate next)
{
    private static readonly object Key = new();

    /// <summary>The content type as it was sent.</summary>
    public static string? TypeOf(HttpContext context) => context.Items.ContainsKey(Key) ? null : context.Request.ContentType;

    public async Task InvokeAsync(HttpContext context)
    {
        var request = context.Request;
        if (string.IsNullOrEmpty(request.ContentType) && IsBodyless(context) && request.Path.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase))
        {
            context.Items[Key] = true;
            request.ContentType = MediaTypeNames.Application.Json;
        }

        await next(context);
    }

    private static bool IsBodyless(HttpContext context) =>
        context.Request.ContentLength is 0 || context.Features.Get<IHttpRequestBodyDetectionFeature>() is { CanHaveBody: false };
}
