using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Signalbox.Dashboard.Api.Models;

namespace Signalbox.Dashboard.Api;

/// <summary>Problem documents (RFC 9457) with <c>errors[]</c> that name field, found and allowed.</summary>
internal static class Problems
{
    /// <summary>A problem with one sentence, and the fields at fault where there are such.</summary>
    public static ProblemHttpResult Of(int status, string title, string detail, params IReadOnlyList<FieldError> errors)
    {
        var problem = new ProblemDetails { Status = status, Title = title, Detail = detail };
        if (errors.Count > 0)
        {
            problem.Extensions["errors"] = errors;
        }

        return TypedResults.Problem(problem);
    }

    /// <summary>404 with its sentence.</summary>
    public static ProblemHttpResult NotFound(string detail) => Of(StatusCodes.Status404NotFound, "Not found", detail);

    /// <summary>409 with its sentence.</summary>
    public static ProblemHttpResult Conflict(string detail) => Of(StatusCodes.Status409Conflict, "Refused", detail);

    /// <summary>400 for one field.</summary>
    public static ProblemHttpResult Invalid(string field, string? found, string allowed, string message) =>
        Of(StatusCodes.Status400BadRequest, "Not valid", message, new FieldError(field, found, allowed, message));
}
