using System.Text.Json;
using Microsoft.AspNetCore.Diagnostics;
using Signalbox.Dashboard.Api.Models;
using Signalbox.Dashboard.Api;
using Signalbox.Dashboard.Hosting.Security;
using Signalbox.Persistence;

namespace Signalbox.Dashboard.Hosting;

/// <summary>Answers requests that threw: one sentence, never a stack; the log file has the details.</summary>
internal sealed class Unexpected : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        var (status, title, sentence, errors) = Explain(exception, httpContext);
        httpContext.Response.StatusCode = status;
        IResult result = Unauthenticated.IsForPrograms(httpContext.Request.Path)
            ? Problems.Of(status, title, sentence, errors)
            : LoginPages.Fault(title, sentence, status);
        await result.ExecuteAsync(httpContext);
        return true;
    }

    /// <summary>Whether the request is at fault, which is no news for the log.</summary>
    public static bool IsRequestFault(Exception exception) => exception is BadHttpRequestException;

    private static (int Status, string Title, string Sentence, FieldError[] Errors) Explain(Exception exception, HttpContext context)
    {
        switch (exception)
        {
            case BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge }:
                return (StatusCodes.Status413PayloadTooLarge, "Too large", "The request is larger than this address takes (1 MiB; 4 MiB for a workflow to validate).", []);
            case BadHttpRequestException { InnerException: JsonException json } request:
                var field = json.Path is { Length: > 2 } path ? path[2..] : "body";
                var sentence = $"{field}: the request body is not the JSON expected here.";
                return (request.StatusCode, "Not valid", sentence, [new FieldError(field, null, "JSON as /openapi/v1.json describes", sentence)]);
            case BadHttpRequestException request when QueryFaults.Of(context.Request, context.Features.Get<IExceptionHandlerFeature>()?.Endpoint) is { Count: > 0 } faults:
                return (request.StatusCode, "Not valid", string.Join(" ", faults.Select(f => f.Message)), [.. faults]);
            case BadHttpRequestException request:
                return (request.StatusCode, "Not valid", request.Message, []);
            case var _ when DatabaseFaults.Explain(exception) is { } trouble:
                return (StatusCodes.Status503ServiceUnavailable, "Database not available", trouble, []);
            default:
                return (StatusCodes.Status500InternalServerError, "Something went wrong", "The server met a fault it did not expect; server.log in the data directory has the details.", []);
        }
    }
}
