using Signalbox.Dashboard.Api.Models;
using Signalbox.Engine.Runs;

namespace Signalbox.Dashboard.Api;

/// <summary>Answers requests that begin a run.</summary>
internal sealed class StartAnswers(RunModels models)
{
    /// <summary>201 with the run, or the problem that says every fault.</summary>
    public async Task<IResult> OfAsync(StartRunResult result, string workflow, CancellationToken cancellationToken)
    {
        switch (result)
        {
            case { NotFound: { } missing }:
                return Problems.NotFound(Sentences.Of(missing));
            case { Refused: { } refused }:
                return Problems.Conflict(Sentences.Of(refused));
            case { Broken: { } errors }:
                return Problems.Of(
                    StatusCodes.Status400BadRequest,
                    "Workflow not valid",
                    $"The workflow '{workflow}' cannot run: its file has {(errors.Count == 1 ? "a fault" : $"{errors.Count} faults")}.",
                    [.. errors.Select(Shapes.FieldErrorOf)]);
            case { Invalid: { } faults }:
                return Problems.Of(
                    StatusCodes.Status400BadRequest,
                    "Inputs not valid",
                    string.Join(" ", faults.Select(f => f.Message)),
                    [.. faults.Select(f => new FieldError(f.Field, f.Found, f.Allowed, f.Message))]);
            case { Run: { } run }:
                return TypedResults.Created($"/api/v1/runs/{run.Id}", await models.OfAsync(run.Id, cancellationToken));
            default:
                throw new InvalidOperationException("a start gave no result");
        }
    }
}
