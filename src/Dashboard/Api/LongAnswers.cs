using Microsoft.AspNetCore.Http.Metadata;
using Signalbox.Dashboard.Api.Models;
using Signalbox.Engine.Runs;
using Signalbox.Persistence;

namespace Signalbox.Dashboard.Api;

/// <summary>What is said to a request that is sent again and whose first answer was too long to be kept: the run as it is now, or where to look.</summary>
internal sealed class LongAnswers(RunFinder finder, RunModels models)
{
    private const string Runs = "/api/v1/runs/";

    /// <summary>The answer.</summary>
    /// <param name="context">The request.</param>
    /// <param name="status">Status of the first answer.</param>
    /// <param name="location">Where the first answer said that what it made is.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<IResult> OfAsync(HttpContext context, int status, string? location, CancellationToken cancellationToken)
    {
        if (IsOfARun(context, status) && await FindAsync(context, location, cancellationToken) is { } state)
        {
            return TypedResults.Json(await models.OfAsync(state, cancellationToken), statusCode: status);
        }

        var kept = $"longer than the {IIdempotencyStore.MaxBodyBytes / 1024} KiB that are kept";
        return status < StatusCodes.Status400BadRequest
            ? Problems.Conflict($"The request with this Idempotency-Key was carried out, and its answer was {kept}: it is not carried out again; {(location is null ? "ask for what it changed" : $"what it made is at {location}")}.")
            : Problems.Of(status, "Refused", $"The request with this Idempotency-Key was refused, and what was said against it was {kept}: send it with a new key to be told again.");
    }

    // Said by the endpoint for its description too.
    private static bool IsOfARun(HttpContext context, int status) =>
        context.GetEndpoint()?.Metadata.GetOrderedMetadata<IProducesResponseTypeMetadata>().Any(m => m.StatusCode == status && m.Type == typeof(RunModel)) == true;

    // A run that was made is where the answer said; one that was ordered something is the one of the address.
    private async Task<RunState?> FindAsync(HttpContext context, string? location, CancellationToken cancellationToken)
    {
        var name = location?.StartsWith(Runs, StringComparison.Ordinal) == true ? location[Runs.Length..].Split('/')[0] : context.GetRouteValue("run") as string;
        return string.IsNullOrEmpty(name) ? null : (await finder.FindAsync(name, cancellationToken)).State;
    }
}
