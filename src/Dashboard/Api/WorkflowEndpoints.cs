using Microsoft.AspNetCore.Mvc;
using Signalbox.Dashboard.Api.Models;
using Signalbox.Engine.Agents;
using Signalbox.Engine.Library;
using Signalbox.Engine.Workflows;

namespace Signalbox.Dashboard.Api;

/// <summary><c>/workflows</c>: list, show, validate.</summary>
internal static class WorkflowEndpoints
{
    private const long MaxYamlRequestBytes = 4L * 1024 * 1024;

    public static void MapWorkflows(this IEndpointRouteBuilder api)
    {
        var workflows = api.MapGroup("/workflows").WithTags("workflows");
        workflows.MapGet("/", ListAsync).WithSummary("Lists workflows").Produces<IReadOnlyList<WorkflowModel>>();
        workflows.MapGet("/{**name}", ShowAsync).WithSummary("Shows a workflow").WithDescription("By slug, or repository/slug where two have it.").Produces<WorkflowModel>().ProducesProblem(404).ProducesProblem(409);

        // A workflow of 1 MiB grows when it is written as JSON; past its own limit the parser says so in one sentence.
        workflows.MapPost("/validate", ValidateAsync).WithMetadata(new RequestSizeLimitAttribute(MaxYamlRequestBytes)).WithSummary("Checks a workflow and says every fault").Produces<ValidationModel>().ProducesProblem(400);
        workflows.MapPost("/import", ImportAsync).WithMetadata(new RequestSizeLimitAttribute(MaxYamlRequestBytes)).WithSummary("Imports a file of ours or of an older format")
            .WithDescription("What it holds becomes files of a repository. A file that is refused changes nothing: created is empty and diagnostics say why.")
            .Produces<ImportModel>().ProducesProblem(400).ProducesProblem(404).ProducesProblem(409);
    }

    private static async Task<IResult> ListAsync(IWorkflowLibrary library, IScheduleFeed feed, CancellationToken cancellationToken)
    {
        var schedules = await feed.AllAsync(cancellationToken);
        return TypedResults.Ok((await library.ListAsync(cancellationToken)).Select(e => Shapes.Of(e) with { Schedules = [.. schedules[e.Workflow.Id]] }).ToList());
    }

    private static async Task<IResult> ShowAsync(string name, IWorkflowLibrary library, IScheduleFeed feed, CancellationToken cancellationToken)
    {
        var (entry, problem) = await WorkflowFinder.FindAsync(library, name, cancellationToken);
        return entry is null
            ? problem!
            : TypedResults.Ok(Shapes.Of(entry, await YamlOfAsync(entry, cancellationToken)) with { Schedules = [.. (await feed.AllAsync(cancellationToken))[entry.Workflow.Id]] });
    }

    private static async Task<IResult> ImportAsync(ImportBody body, WorkflowImports imports, CancellationToken cancellationToken)
    {
        if (body.Text is null)
        {
            return Problems.Invalid("text", null, "the text of a file", "text: the text of the file to import is missing.");
        }

        var (repository, problem) = await imports.RepositoryAsync(body.Repository, cancellationToken);
        return repository is null ? problem! : await imports.ImportAsync(body.Text, body.File ?? "workflow.yaml", repository, body.Replace, cancellationToken);
    }

    private static async Task<IResult> ValidateAsync(ValidateBody body, IAgentCatalog agents, IWorkflowLibrary library, RepositoryScope scope, CancellationToken cancellationToken)
    {
        if (body.Yaml is null)
        {
            return Problems.Invalid("yaml", null, "the text of a workflow", "yaml: the text of a workflow is missing.");
        }

        var known = new KnownRepositories((await library.RepositoriesAsync(cancellationToken)).Select(r => r.Name).ToHashSet(StringComparer.Ordinal), scope.Only is not null);
        var servers = agents.McpServers.Select(s => s.Id).ToHashSet(StringComparer.Ordinal);
        return TypedResults.Ok(Shapes.Of(WorkflowParser.Parse(
            body.Yaml, body.File ?? "workflow.yaml", agents.Agents.Select(a => a.Id).ToHashSet(StringComparer.Ordinal), knownRepositories: known, knownMcpServers: servers)));
    }

    // The file when it is broken: that is what the diagnostics are about.
    private static async Task<string?> YamlOfAsync(WorkflowEntry entry, CancellationToken cancellationToken)
    {
        if (entry.IsValid)
        {
            return entry.Version!.Yaml;
        }

        try
        {
            var file = new FileInfo(entry.Workflow.SourcePath);
            return file.Exists && file.LinkTarget is null && file.Length <= WorkflowParser.MaxBytes ? await File.ReadAllTextAsync(file.FullName, cancellationToken) : entry.Version?.Yaml;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return entry.Version?.Yaml;
        }
    }
}
