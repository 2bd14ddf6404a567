using Signalbox.Dashboard.Api.Models;
using Signalbox.Engine.Library;
using Signalbox.Engine.Workflows;
using Signalbox.Engine.Workspaces.Diffs;

namespace Signalbox.Dashboard.Api;

/// <summary><c>/workflow-versions</c>: what a workflow was, and what changed. The name is a query value: it may hold a slash.</summary>
internal static class WorkflowVersionEndpoints
{
    private const int MaxListed = 200;

    public static void MapWorkflowVersions(this IEndpointRouteBuilder api)
    {
        var group = api.MapGroup("/workflow-versions").WithTags("workflows");
        group.MapGet("/", ListAsync).WithSummary("Lists the versions of a workflow, newest first").Produces<IReadOnlyList<WorkflowVersionModel>>().ProducesProblem(404).ProducesProblem(409);
        group.MapGet("/{number}", ShowAsync).WithSummary("Shows a version as it was written").Produces<WorkflowVersionModel>().ProducesProblem(400).ProducesProblem(404).ProducesProblem(409);
        group.MapGet("/diff", DiffAsync).WithSummary("Compares two versions").Produces<WorkflowDiffModel>().ProducesProblem(400).ProducesProblem(404).ProducesProblem(409);
    }

    private static async Task<IResult> ListAsync(string workflow, IWorkflowLibrary library, WorkflowVersions versions, CancellationToken cancellationToken)
    {
        var (entry, problem) = await WorkflowFinder.FindAsync(library, workflow, cancellationToken);
        return entry is null ? problem! : TypedResults.Ok((await versions.ListAsync(entry.Workflow, MaxListed, cancellationToken)).Select(v => Of(v) with { Yaml = null }).ToList());
    }

    private static async Task<IResult> ShowAsync(string workflow, int number, IWorkflowLibrary library, WorkflowVersions versions, CancellationToken cancellationToken)
    {
        var (version, problem) = await FindAsync(workflow, number, library, versions, cancellationToken);
        return version is null ? problem! : TypedResults.Ok(Of(version));
    }

    private static async Task<IResult> DiffAsync(string workflow, int from, int to, IWorkflowLibrary library, WorkflowVersions versions, CancellationToken cancellationToken)
    {
        var (first, problem) = await FindAsync(workflow, from, library, versions, cancellationToken);
        if (first is null)
        {
            return problem!;
        }

        var (second, missing) = await FindAsync(workflow, to, library, versions, cancellationToken);
        return second is null
            ? missing!
            : TypedResults.Ok(new WorkflowDiffModel(from, to, LineDiff.Unified(first.Yaml, second.Yaml, $"{workflow} v{from}", $"{workflow} v{to}")));
    }

    private static async Task<(WorkflowVersion? Version, IResult? Problem)> FindAsync(string workflow, int number, IWorkflowLibrary library, WorkflowVersions versions, CancellationToken cancellationToken)
    {
        var (entry, problem) = await WorkflowFinder.FindAsync(library, workflow, cancellationToken);
        if (entry is null)
        {
            return (null, problem);
        }

        return await versions.GetAsync(entry.Workflow, number, cancellationToken) is { } version
            ? (version, null)
            : (null, Problems.NotFound($"'{workflow}' has no version {number}: it has {(entry.Workflow.CurrentVersion == 0 ? "none yet" : $"1 to {entry.Workflow.CurrentVersion}")}."));
    }

    private static WorkflowVersionModel Of(WorkflowVersion v) => new(v.Number, v.Sha256, v.CreatedAt, v.Yaml);
}
