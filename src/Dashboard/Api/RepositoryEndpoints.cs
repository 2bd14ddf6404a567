using Signalbox.Dashboard.Api.Models;
using Signalbox.Engine.Library;

namespace Signalbox.Dashboard.Api;

/// <summary><c>/repositories</c>: the git repositories that are known.</summary>
internal static class RepositoryEndpoints
{
    public static void MapRepositories(this IEndpointRouteBuilder api)
    {
        var repositories = api.MapGroup("/repositories").WithTags("repositories");
        repositories.MapGet("/", ListAsync).Produces<IReadOnlyList<RepositoryModel>>();
        repositories.MapPost("/", AddAsync).Produces<RepositoryModel>().ProducesProblem(400);
    }

    private static async Task<IResult> ListAsync(IWorkflowLibrary library, CancellationToken cancellationToken) =>
        TypedResults.Ok((await library.RepositoriesAsync(cancellationToken)).Select(Shapes.Of).ToList());

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
}
