using System.Text;
using Signalbox.Dashboard.Api.Models;
using Signalbox.Engine.Runs;
using Signalbox.Engine.Workflows;

namespace Signalbox.Dashboard.Api;

/// <summary><c>POST /runs/{run}/steps</c>: a coordinator adds steps to a run.</summary>
internal static class RunStepEndpoints
{
    public static void MapRunSteps(this IEndpointRouteBuilder api) =>
        api.MapPost("/runs/{run}/steps", AddAsync).WithTags("runs")
            .WithSummary("Adds steps to a run")
            .WithDescription("The body is YAML or JSON with 'steps', written as in a workflow. They may need steps of the run; all faults are told at once, with their lines. For runs that have not ended.")
            .Accepts<AddedStepsBody>("application/json", "application/yaml", "text/plain")
            .Produces<RunModel>(201).ProducesProblem(400).ProducesProblem(404).ProducesProblem(409);

    private static async Task<IResult> AddAsync(string run, HttpContext context, RunFinder finder, RunModels models, IRunService service, CancellationToken cancellationToken)
    {
        // Read as text: a fault is told with its line in what was sent.
        if (await ReadAsync(context.Request, cancellationToken) is not { } text)
        {
            return Problems.Invalid("steps", null, "UTF-8", "steps: what is added is not UTF-8.");
        }

        var (id, problem) = await finder.FindIdAsync(run, cancellationToken);
        if (id is null)
        {
            return problem!;
        }

        switch (await service.AddStepsAsync(id.Value, text, Caller.NameOf(context.User), cancellationToken))
        {
            case { NotFound: { } missing }:
                return Problems.NotFound(Sentences.Of(missing));
            case { Refused: { } refused }:
                return Problems.Conflict(Sentences.Of(refused));
            case { Invalid: { } faults }:
                var errors = faults.Where(f => f.Severity == DiagnosticSeverity.Error).ToList();
                return Problems.Of(
                    StatusCodes.Status400BadRequest,
                    "Steps not valid",
                    $"The steps cannot be added: there {(errors.Count == 1 ? "is a fault" : $"are {errors.Count} faults")}.",
                    [.. errors.Select(Shapes.FieldErrorOf)]);
            default:
                return TypedResults.Created($"/api/v1/runs/{id}/steps", await models.OfAsync(id.Value, cancellationToken));
        }
    }

    // How much may be sent is the server's rule for all requests.
    private static async Task<string?> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        using var bytes = new MemoryStream();
        await request.Body.CopyToAsync(bytes, cancellationToken);
        try
        {
            return new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true).GetString(bytes.GetBuffer(), 0, (int)bytes.Length);
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }
}
