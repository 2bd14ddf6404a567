using System.Net.Mime;
using Microsoft.AspNetCore.Mvc;
using Signalbox.Dashboard.Api.Models;
using Signalbox.Engine.Identity;

namespace Signalbox.Dashboard.Api;

/// <summary><c>/runs/{run}/outputs</c> and <c>/artifacts</c>: what the steps left.</summary>
internal static class RunFileEndpoints
{
    public static void MapRunFiles(this IEndpointRouteBuilder api)
    {
        var runs = api.MapGroup("/runs/{run}").WithTags("runs");
        runs.MapGet("/outputs", OutputsAsync).Produces<IReadOnlyList<OutputModel>>().ProducesProblem(404);
        runs.MapGet("/artifacts/{**path}", ArtifactAsync).Produces(200, contentType: MediaTypeNames.Application.Octet).ProducesProblem(404);
    }

    private static async Task<IResult> OutputsAsync(string run, RunFinder finder, CancellationToken cancellationToken)
    {
        var (state, problem) = await finder.FindAsync(run, cancellationToken);
        if (state is null)
        {
            return problem!;
        }

        var outputs =
            from step in state.Steps
            from output in step.Outputs
            select output.Value is string text && ArtifactFiles.IsOutputPath(text)
                ? new OutputModel(step.StepId, output.Key, "file", text, ArtifactFiles.LengthOf(state.Run.Directory, text), Url(state.Run.Key, text))
                : new OutputModel(step.StepId, output.Key, "string", output.Value, null, null);
        return TypedResults.Ok(outputs.ToList());
    }

    private static async Task<IResult> ArtifactAsync(string run, string path, RunFinder finder, CancellationToken cancellationToken, [FromServices] ServerNode? node = null)
    {
        var (state, problem) = await finder.FindAsync(run, cancellationToken);
        if (state is null)
        {
            return problem!;
        }

        var file = ArtifactFiles.TryOpen(state.Run.Directory, path);
        if (file is null && node?.IsOther(state.Run.Home) == true)
        {
            return Problems.NotFound($"The files of {state.Run.Key} are on node {state.Run.Home}, which this server cannot see: ask the server there for '{path}'.");
        }

        return file is null
            ? Problems.NotFound($"{state.Run.Key} has no output file '{path}': /api/v1/runs/{state.Run.Key}/outputs lists what it has.")
            : TypedResults.Stream(file, MediaTypeNames.Application.Octet, fileDownloadName: Path.GetFileName(path));
    }

    private static string Url(string key, string path) =>
        $"/api/v1/runs/{Uri.EscapeDataString(key)}/artifacts/{string.Join('/', path.Split('/').Select(Uri.EscapeDataString))}";
}
