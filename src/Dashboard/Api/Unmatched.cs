using System.Net.Mime;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing.Template;
using Signalbox.Dashboard.Api.Models;

namespace Signalbox.Dashboard.Api;

/// <summary>
/// Answers what no endpoint below <c>/api</c> took: an address that there is not (404), a method that a known address does not take (405
/// with those it does), a body of another kind than it takes (415).
/// </summary>
internal sealed class Unmatched(EndpointDataSource endpoints)
{
    private readonly Lazy<IReadOnlyList<(TemplateMatcher Path, IReadOnlyList<string> Methods, IReadOnlyList<string> Types)>> _known = new(() => Read(endpoints));

    /// <summary>The problem of this request.</summary>
    public IResult Explain(HttpContext context)
    {
        var request = context.Request;
        var known = _known.Value.Where(k => k.Path.TryMatch(request.Path, [])).ToList();
        var methods = known.SelectMany(k => k.Methods).Distinct(StringComparer.OrdinalIgnoreCase).Order(StringComparer.Ordinal).ToList();
        if (methods.Count == 0)
        {
            return Problems.NotFound($"There is no {request.Path}: /openapi/v1.json lists what there is.");
        }

        var method = HeadRequests.MethodOf(context);
        if (!methods.Contains(method, StringComparer.OrdinalIgnoreCase))
        {
            var allowed = string.Join(", ", methods);
            context.Response.Headers.Allow = allowed;
            return Problems.Of(StatusCodes.Status405MethodNotAllowed, "Method not allowed", $"{request.Path} does not take {request.Method}: it takes {allowed}.");
        }

        var found = BodylessRequests.TypeOf(context);
        var types = string.Join(", ", known.Where(k => k.Methods.Contains(method, StringComparer.OrdinalIgnoreCase)).SelectMany(k => k.Types).Distinct(StringComparer.OrdinalIgnoreCase));
        var sentence = $"Content-Type: found {(found is null ? "none" : $"'{found}'")}, allowed is {types}.";
        return Problems.Of(StatusCodes.Status415UnsupportedMediaType, $"Not {(types is MediaTypeNames.Application.Json ? "JSON" : types)}", sentence, new FieldError("Content-Type", found, types, sentence));
    }

    private static List<(TemplateMatcher, IReadOnlyList<string>, IReadOnlyList<string>)> Read(EndpointDataSource endpoints) =>
    [
        .. from endpoint in endpoints.Endpoints.OfType<RouteEndpoint>()
           let methods = endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods
           where methods is { Count: > 0 } && endpoint.RoutePattern.RawText?.StartsWith("/api/", StringComparison.Ordinal) == true
           select (new TemplateMatcher(new RouteTemplate(endpoint.RoutePattern), []), WithHead(methods), endpoint.Metadata.GetMetadata<IAcceptsMetadata>()?.ContentTypes ?? []),
    ];

    private static IReadOnlyList<string> WithHead(IReadOnlyList<string> methods) => methods.Contains(HttpMethods.Get, StringComparer.OrdinalIgnoreCase) ? [.. methods, HttpMethods.Head] : methods;
}
