using Signalbox.Dashboard.Api.Models;
using Signalbox.Engine.Workspaces;
using Signalbox.Engine.Workspaces.Upkeep;

namespace Signalbox.Dashboard.Api;

/// <summary><c>/workspaces</c>: the worktrees of runs, what they hold, and their removal.</summary>
internal static class WorkspaceEndpoints
{
    private const int MaxLimit = 200;
    private const int MaxWait = 60;

    public static void MapWorkspaces(this IEndpointRouteBuilder api)
    {
        var workspaces = api.MapGroup("/workspaces").WithTags("workspaces");
        workspaces.MapGet("/", ListAsync).WithSummary("Lists workspaces, newest first")
            .WithDescription("Those that are there, unless a status is named. What has not been seen within `wait` seconds is null.").Produces<PageModel<WorkspaceModel>>().ProducesProblem(400).ProducesProblem(404);
        workspaces.MapGet("/{workspace}", ShowAsync).WithSummary("Looks at a workspace").WithDescription("By id, the beginning of one, or the key of its run.").Produces<WorkspaceModel>().ProducesProblem(404).ProducesProblem(409);
        workspaces.MapGet("/{workspace}/diff", DiffAsync).WithSummary("Shows what a workspace holds against the commit it started from").Produces<WorkspaceDiffModel>().ProducesProblem(404).ProducesProblem(409);
        workspaces.MapPost("/{workspace}/keep", KeepAsync).WithSummary("Keeps a workspace from retention").Produces<WorkspaceModel>().ProducesProblem(404).ProducesProblem(409);
        workspaces.MapDelete("/{workspace}", RemoveAsync).WithSummary("Removes a workspace")
            .WithDescription("Refused with what would be lost. With `force=true` it is lost, but for the commits, which stay on their branch; with `told` as the refusal gave it, nothing else is.")
            .Produces<WorkspaceRemovalModel>().ProducesProblem(404).ProducesProblem(409);
    }

    private static async Task<IResult> ListAsync(
        WorkspaceDesk desk, RepositoryUpkeep repositories, RunFinder runs, CancellationToken cancellationToken,
        string? repository = null, string? run = null, string? status = null, string? cursor = null, int limit = 50, int wait = 2)
    {
        List<FieldError> faults = [.. QueryFaults.Range("limit", limit, 1, MaxLimit), .. QueryFaults.Range("wait", wait, 0, MaxWait)];
        var filter = new WorkspaceFilter { Cursor = string.IsNullOrEmpty(cursor) ? null : cursor, Limit = limit };
        if (!string.IsNullOrEmpty(status))
        {
            filter = filter with { Statuses = Statuses(status, faults) };
        }

        if (faults.Count > 0)
        {
            return QueryFaults.Problem(faults);
        }

        if (!string.IsNullOrEmpty(repository))
        {
            if (await repositories.GetAsync(repository, cancellationToken) is not { } known)
            {
                return Problems.NotFound($"There is no repository '{repository}': 'signalbox repo list' shows those that are known.");
            }

            filter = filter with { Repository = known.Id };
        }

        if (!string.IsNullOrEmpty(run))
        {
            var (id, problem) = await runs.FindIdAsync(run, cancellationToken);
            if (problem is not null)
            {
                return problem;
            }

            filter = filter with { Run = id };
        }

        try
        {
            var (page, looks) = await desk.ListAsync(filter, TimeSpan.FromSeconds(wait), cancellationToken);
            return TypedResults.Ok(new PageModel<WorkspaceModel>([.. page.Items.Zip(looks, WorkspaceShapes.Of)], page.NextCursor, page.Total));
        }
        catch (ArgumentException e)
        {
            return Problems.Invalid("cursor", cursor, "a cursor that this list gave", Sentences.Of(e.Message));
        }
    }

    private static List<WorkspaceStatus> Statuses(string text, List<FieldError> faults)
    {
        var statuses = new List<WorkspaceStatus>();
        foreach (var word in text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (Enum.GetNames<WorkspaceStatus>().FirstOrDefault(n => n.Equals(word, StringComparison.OrdinalIgnoreCase)) is { } name)
            {
                statuses.Add(Enum.Parse<WorkspaceStatus>(name));
            }
            else
            {
                faults.Add(QueryFaults.Fault("status", word, string.Join(", ", Enum.GetNames<WorkspaceStatus>())));
            }
        }

        return statuses;
    }

    private static Task<IResult> ShowAsync(string workspace, WorkspaceDesk desk, CancellationToken cancellationToken) => WithAsync(
        workspace,
        desk,
        async found =>
        {
            var (entry, look, changes) = await desk.LookAsync(found, cancellationToken);
            return TypedResults.Ok(WorkspaceShapes.Of(entry, look) with { Changes = [.. changes.Select(WorkspaceShapes.Of)] });
        },
        cancellationToken);

    private static Task<IResult> DiffAsync(string workspace, WorkspaceDesk desk, CancellationToken cancellationToken) => WithAsync(
        workspace,
        desk,
        async entry =>
        {
            var patch = await desk.DiffAsync(entry, cancellationToken);
            return patch.Fault is { } fault
                ? Problems.Conflict(Sentences.Of(fault))
                : TypedResults.Ok(new WorkspaceDiffModel(entry.Id.Value, entry.Workspace.BaseCommit, patch.Text, patch.IsCut, patch.LeftOut));
        },
        cancellationToken);

    private static Task<IResult> KeepAsync(string workspace, HttpContext context, WorkspaceDesk desk, WorkspaceRemovals removals, CancellationToken cancellationToken) => WithAsync(
        workspace,
        desk,
        async entry =>
        {
            var result = await removals.KeepAsync(entry.Id, Caller.NameOf(context.User), cancellationToken);
            return result.Refused is { } refused ? Problems.Conflict(Sentences.Of(refused)) : TypedResults.Ok(WorkspaceShapes.Of(result.Entry!, desk.Known(entry.Id)));
        },
        cancellationToken);

    private static Task<IResult> RemoveAsync(
        string workspace, HttpContext context, WorkspaceDesk desk, WorkspaceRemovals removals, CancellationToken cancellationToken, bool force = false, string? told = null) => WithAsync(
        workspace,
        desk,
        async entry =>
        {
            var by = Caller.NameOf(context.User);
            var result = force
                ? await removals.ForceAsync(entry.Id, by, told, cancellationToken)
                : await removals.RemoveAsync(entry.Id, by, cancellationToken);
            if (result.Refused is not { } refused)
            {
                return TypedResults.Ok(new WorkspaceRemovalModel(WorkspaceShapes.Of(result.Entry!, look: null), result.State?.Losses ?? [], result.KeptBranch, result.IsForgotten));
            }

            var problem = Problems.Conflict(Sentences.Of(refused));
            if (result is { MayBeForced: true, State: { } state })
            {
                problem.ProblemDetails.Extensions["losses"] = state.Losses;
                problem.ProblemDetails.Extensions["stays"] = state.Stays;
                problem.ProblemDetails.Extensions["told"] = state.Fingerprint;
            }

            return problem;
        },
        cancellationToken);

    private static async Task<IResult> WithAsync(string text, WorkspaceDesk desk, Func<WorkspaceEntry, Task<IResult>> answer, CancellationToken cancellationToken) =>
        await desk.ResolveAsync(text, cancellationToken) switch
        {
            [var one] => await answer(one),
            [] => Problems.NotFound($"There is no workspace '{text}': 'signalbox workspace list' shows those there are."),
            var several => Problems.Conflict($"'{text}' names several workspaces: {string.Join(", ", several.Select(e => $"{e.Id} ({e.Repository.Name})"))}."),
        };
}
