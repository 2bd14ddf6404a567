using Microsoft.AspNetCore.Http.HttpResults;
using Signalbox.Dashboard.Api.Models;
using Signalbox.Engine.Library;
using Signalbox.Engine.Workspaces.Upkeep;

namespace Signalbox.Dashboard.Api;

/// <summary><c>/repositories</c>: the git repositories that are known.</summary>
internal static class RepositoryEndpoints
{
    public static void MapRepositories(this IEndpointRouteBuilder api)
    {
        var repositories = api.MapGroup("/repositories").WithTags("repositories");
        repositories.MapGet("/", ListAsync).WithSummary("Lists repositories").Produces<IReadOnlyList<RepositoryModel>>();
        repositories.MapPost("/", AddAsync).WithSummary("Makes a repository known, or reads its workflows again").Produces<RepositoryModel>().ProducesProblem(400);
        repositories.MapGet("/{repository}", ShowAsync).WithSummary("Shows a repository").WithDescription("By id or name, or by its path with slashes escaped.").Produces<RepositoryModel>().ProducesProblem(404);
        repositories.MapPut("/{repository}", ChangeAsync).WithSummary("Changes a repository").WithDescription("Its default branch is the one that workspaces are compared with; fetch and push are about its remote, origin. What is not given stays.").Produces<RepositoryModel>().ProducesProblem(400).ProducesProblem(404);
        repositories.MapDelete("/{repository}", ForgetAsync).WithSummary("Forgets a repository")
            .WithDescription("Its files and the records of its runs stay. Refused while a run of it has not ended or a workspace of it is there.").Produces(204).ProducesProblem(404).ProducesProblem(409);
    }

    private static async Task<IResult> ListAsync(RepositoryUpkeep repositories, CancellationToken cancellationToken) =>
        TypedResults.Ok((await repositories.ListAsync(cancellationToken)).Select(WorkspaceShapes.Of).ToList());

    private static async Task<IResult> AddAsync(AddRepositoryBody body, IWorkflowLibrary library, CancellationToken cancellationToken)
    {
        if (body.Path is null || !Path.IsPathRooted(body.Path))
        {
            return Problems.Invalid("path", body.Path, "an absolute path", "path: an absolute path of a git repository on the server's machine is needed.");
        }

        // Adding one that is known reads its workflows again and is no fault: 200 in both cases.
        var (repository, fault) = await library.AddRepositoryAsync(body.Path, cancellationToken);
        return repository is null ? Problems.Invalid("path", body.Path, "a git repository", fault!) : TypedResults.Ok(Shapes.Of(repository));
    }

    private static async Task<IResult> ShowAsync(string repository, RepositoryUpkeep repositories, CancellationToken cancellationToken) =>
        await repositories.FindAsync(Named(repository), cancellationToken) is { } known ? TypedResults.Ok(WorkspaceShapes.Of(known)) : NotFound(repository);

    private static async Task<IResult> ChangeAsync(string repository, ChangeRepositoryBody body, RepositoryUpkeep repositories, CancellationToken cancellationToken)
    {
        if (await repositories.FindAsync(Named(repository), cancellationToken) is not { } known)
        {
            return NotFound(repository);
        }

        if (string.IsNullOrWhiteSpace(body.DefaultBranch) && (body.DefaultBranch is not null || (body.Fetch ?? body.Push) is null))
        {
            return QueryFaults.Problem([QueryFaults.Fault("defaultBranch", body.DefaultBranch, "the name of a branch")]);
        }

        if (body.DefaultBranch is { } branch && await repositories.SetDefaultBranchAsync(known.Repository, branch, cancellationToken) is { } fault)
        {
            return Problems.Invalid("defaultBranch", branch, "a branch of the repository", Sentences.Of(fault));
        }

        var now = await repositories.FindAsync(known.Repository.Id.Value, cancellationToken) ?? known;
        if ((body.Fetch ?? body.Push) is not null && await repositories.SetSyncAsync(now.Repository, body.Fetch, body.Push, cancellationToken) is { } unsynced)
        {
            return Problems.Invalid(body.Fetch is true ? "fetch" : "push", "true", "a repository with a remote called origin", Sentences.Of(unsynced));
        }

        return TypedResults.Ok(WorkspaceShapes.Of(await repositories.FindAsync(known.Repository.Id.Value, cancellationToken) ?? known));
    }

    private static async Task<IResult> ForgetAsync(string repository, RepositoryUpkeep repositories, CancellationToken cancellationToken) =>
        await repositories.FindAsync(Named(repository), cancellationToken) is not { } known ? NotFound(repository)
        : await repositories.ForgetAsync(known.Repository, cancellationToken) is { } hold ? Problems.Conflict(Sentences.Of(hold))
        : TypedResults.NoContent();

    // A slash in a part of an address stays escaped.
    private static string Named(string repository) => repository.Replace("%2F", "/", StringComparison.OrdinalIgnoreCase);

    private static ProblemHttpResult NotFound(string repository) => Problems.NotFound($"There is no repository '{repository}': 'signalbox repo list' shows those that are known.");
}
