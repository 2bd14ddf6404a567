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
        workflows.MapGet("/", ListAsync).Produces<IReadOnlyList<WorkflowModel>>();
        workflows.MapGet("/{**name}", ShowAsync).Produces<WorkflowModel>().ProducesProblem(404).ProducesProblem(409);

        // A workflow of 1 MiB grows when it is written as JSON; past its own limit the parser says so in one sentence.
        workflows.MapPost("/validate", Validate).WithMetadata(new RequestSizeLimitAttribute(MaxYamlRequestBytes)).Produces<ValidationModel>().ProducesProblem(400);
    }

    private static async Task<IResult> ListAsync(IWorkflowLibrary library, CancellationToken cancellationToken) =>
        TypedResults.Ok((await library.ListAsync(cancellationToken)).Select(e => Shapes.Of(e)).ToList());

    private static async Task<IResult> ShowAsync(string name, IWorkflowLibrary library, CancellationToken cancellationToken)
    {
        var found = await library.FindAsync(name, cancellationToken);
        return found.Count switch
        {
            0 => Problems.NotFound($"There is no workflow '{name}': 'signalbox workflow list' shows what there is."),
            1 => TypedResults.Ok(Shapes.Of(found[0], await YamlOfAsync(found[0], cancellationToken))),
            _ => Problems.Conflict($"Several repositories have '{name}': say which with {string.Join(" or ", found.Select(f => $"{f.Repository.Name}/{f.Workflow.Slug}"))}."),
        };
    }

    private static IResult Validate(ValidateBody body, IAgentCatalog agents) => body.Yaml is null
        ? Problems.Invalid("yaml", null, "the text of a workflow", "yaml: the text of a workflow is missing.")
        : TypedResults.Ok(Shapes.Of(WorkflowParser.Parse(body.Yaml, body.File ?? "workflow.yaml", agents.Agents.Select(a => a.Id).ToHashSet(StringComparer.Ordinal))));

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
