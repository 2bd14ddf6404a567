using System.Text.Json;

namespace Signalbox.Dashboard.Api;

/// <summary>A JSON body that may be left out altogether: an endpoint that binds one would be passed over for a request without a content type.</summary>
internal static class OptionalBody
{
    /// <summary>The body; null when there is none. A problem when there is something else.</summary>
    public static async Task<(T? Body, IResult? Problem)> ReadAsync<T>(HttpContext context, CancellationToken cancellationToken)
        where T : class
    {
        if (context.Request.ContentLength is 0 || context.Request.ContentType is null)
        {
            return (null, null);
        }

        if (!context.Request.HasJsonContentType())
        {
            return (null, Problems.Of(
                StatusCodes.Status415UnsupportedMediaType, "Not JSON", $"Content-Type: found '{context.Request.ContentType}', allowed is application/json."));
        }

        try
        {
            return (await context.Request.ReadFromJsonAsync<T>(ApiJson.Options, cancellationToken), null);
        }
        catch (JsonException fault)
        {
            return (null, Problems.Of(StatusCodes.Status400BadRequest, "Not valid", $"The body is not the JSON that is asked for: {fault.Message}"));
        }
    }
}
