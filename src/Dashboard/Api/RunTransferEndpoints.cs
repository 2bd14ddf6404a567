using Microsoft.AspNetCore.Mvc;
using Signalbox.Dashboard.Api.Models;
using Signalbox.Engine.Runs;
using Signalbox.Engine.Runs.Export;

namespace Signalbox.Dashboard.Api;

/// <summary>
/// <c>/runs/{run}/export</c> and <c>/runs/import</c>: a run as a tar of spec 1's layout. The files travel, so that a server never writes to or reads
/// from a path that a client names.
/// </summary>
internal static class RunTransferEndpoints
{
    // Names and headers come on top of the files.
    private const long MaxArchive = ImportSource.MaxBytes + (64L * 1024 * 1024);

    public static void MapRunTransfers(this IEndpointRouteBuilder api)
    {
        var runs = api.MapGroup("/runs").WithTags("runs");
        runs.MapGet("/{run}/export", ExportAsync).Produces(200, contentType: RunArchive.MediaType).ProducesProblem(404).ProducesProblem(409);
        runs.MapPost("/import", ImportAsync)
            .Accepts<IFormFile>(RunArchive.MediaType)
            .WithMetadata(new RequestSizeLimitAttribute(MaxArchive))
            .Produces<RunImportModel>(201).ProducesProblem(400).ProducesProblem(409);
    }

    private static async Task<IResult> ExportAsync(
        string run, HttpContext context, RunFinder finder, [FromServices] RunExporter exporter, [FromServices] RunServiceOptions options, [FromServices] TimeProvider time, CancellationToken cancellationToken)
    {
        var (id, problem) = await finder.FindIdAsync(run, cancellationToken);
        if (id is null)
        {
            return problem!;
        }

        var folder = TransferFolder.Create(options.RunsFolder, time);
        context.Response.RegisterForDispose(folder);
        var exported = await exporter.ExportAsync(id.Value, folder.Path, cancellationToken);
        return exported.Folder is { } task
            ? TypedResults.Stream(
                body => RunArchive.WriteAsync(folder.Path, body, cancellationToken),
                RunArchive.MediaType,
                fileDownloadName: $"{Path.GetFileName(task)}.tar")
            : Problems.Conflict(exported.Fault!);
    }

    private static async Task<IResult> ImportAsync(
        string? key, HttpContext context, [FromServices] RunImporter importer, [FromServices] RunServiceOptions options, ServerAddress address, [FromServices] TimeProvider time, CancellationToken cancellationToken)
    {
        using var folder = TransferFolder.Create(options.RunsFolder, time);
        if (await RunArchive.ReadAsync(context.Request.Body, folder.Path, cancellationToken) is { } broken)
        {
            return Problems.Invalid("body", null, "a tar archive of a run's files", broken);
        }

        if (ImportSource.TasksIn(folder.Path) is not [var task])
        {
            return Problems.Invalid("body", null, "the files of one run", $"The archive holds no {RunExportLayout.Metadata}, or the files of several runs.");
        }

        var result = await importer.ImportAsync(new RunImportRequest(task, key, Caller.TriggerOf(context), Caller.NameOf(context.User)), cancellationToken);
        return result switch
        {
            { Invalid: { } invalid } => Problems.Invalid("body", null, "the files of a run in spec 1's layout", invalid),
            { Refused: { } refused } => Problems.Conflict(refused),
            { State: { } state } => TypedResults.Created(
                $"/api/v1/runs/{state.Run.Id}",
                new RunImportModel([state.Run.Key], [.. result.LeftOut.Select(text => new RunImportWarningModel(null, null, text))], [], RunShapes.Of(state, null, address))),
            _ => throw new InvalidOperationException("an import gave no result"),
        };
    }
}
