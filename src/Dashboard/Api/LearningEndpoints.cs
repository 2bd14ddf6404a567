using Microsoft.AspNetCore.Http.HttpResults;
using Signalbox.Dashboard.Api.Models;
using Signalbox.Engine.Identity;
using Signalbox.Engine.Learnings;
using Signalbox.Engine.Library;
using Signalbox.Engine.Workspaces;

namespace Signalbox.Dashboard.Api;

/// <summary><c>/learnings</c>: agents propose them, people accept or reject them.</summary>
internal static class LearningEndpoints
{
    private const int MaxLimit = 500;

    public static void MapLearnings(this IEndpointRouteBuilder api)
    {
        var learnings = api.MapGroup("/learnings").WithTags("learnings");
        learnings.MapGet("/", ListAsync).WithSummary("Lists learnings, newest first").WithDescription(NextPage.More("learning")).Produces<IReadOnlyList<LearningModel>>().ProducesProblem(400);
        learnings.MapPost("/", ProposeAsync).WithSummary("Proposes a learning").WithDescription("What was proposed before is answered as it stands.")
            .Produces<LearningModel>(201).ProducesProblem(400).ProducesProblem(404);
        Decide(learnings.MapPost("/{id}/accept", (string id, HttpContext context, LearningDesk desk, IWorkflowLibrary library, CancellationToken cancellationToken) =>
            DecideAsync(id, LearningStatus.Accepted, context, desk, library, cancellationToken)), "Accepts a learning: prompts that ask for its kind carry it");
        Decide(learnings.MapPost("/{id}/reject", (string id, HttpContext context, LearningDesk desk, IWorkflowLibrary library, CancellationToken cancellationToken) =>
            DecideAsync(id, LearningStatus.Rejected, context, desk, library, cancellationToken)), "Rejects a learning, or takes back one that was accepted");
    }

    private static void Decide(RouteHandlerBuilder endpoint, string summary) => endpoint.WithSummary(summary).Produces<LearningModel>().ProducesProblem(404).ProducesProblem(409);

    private static async Task<IResult> ListAsync(
        HttpContext context, LearningDesk desk, IWorkflowLibrary library, CancellationToken cancellationToken,
        string? repository = null, string? kind = null, string? status = null, string? before = null, int limit = 100)
    {
        var faults = QueryFaults.Range("limit", limit, 1, MaxLimit).ToList();
        var of = string.IsNullOrEmpty(repository) ? null : await FindAsync(repository, library, cancellationToken);
        if (!string.IsNullOrEmpty(repository) && of is null)
        {
            faults.Add(QueryFaults.Fault("repository", repository, "the id, name or path of a repository"));
        }

        var wanted = LearningWords.Read(kind);
        if (!string.IsNullOrEmpty(kind) && wanted is null)
        {
            faults.Add(QueryFaults.Fault("kind", kind, string.Join(", ", LearningWords.Kinds)));
        }

        LearningStatus? at = Enum.GetNames<LearningStatus>().FirstOrDefault(n => n.Equals(status, StringComparison.OrdinalIgnoreCase)) is { } name ? Enum.Parse<LearningStatus>(name) : null;
        if (!string.IsNullOrEmpty(status) && at is null)
        {
            faults.Add(QueryFaults.Fault("status", status, string.Join(", ", Enum.GetNames<LearningStatus>())));
        }

        LearningId? after = EntityId.TryParse<LearningId>(before, out var last) ? last : null;
        if (!string.IsNullOrEmpty(before) && (after is null || await desk.FindAsync(last, cancellationToken) is null))
        {
            faults.Add(QueryFaults.Fault("before", before, "the id of a learning"));
        }

        if (faults.Count > 0)
        {
            return QueryFaults.Problem(faults);
        }

        var names = (await library.RepositoriesAsync(cancellationToken)).ToDictionary(r => r.Id, r => r.Name);
        var page = NextPage.Of(context, await desk.ListAsync(of?.Id, wanted, at, after, limit + 1, cancellationToken), limit, l => l.Id.Value);
        return TypedResults.Ok(page.Select(l => SessionShapes.Of(l, names.GetValueOrDefault(l.RepositoryId, l.RepositoryId.Value))).ToList());
    }

    private static async Task<IResult> ProposeAsync(LearningBody body, HttpContext context, LearningDesk desk, RunFinder finder, IWorkflowLibrary library, CancellationToken cancellationToken)
    {
        RunId? run = null;
        Repository? repository = null;
        if (!string.IsNullOrWhiteSpace(body.Run))
        {
            var (state, problem) = await finder.FindAsync(body.Run, cancellationToken);
            if (state is null)
            {
                return problem!;
            }

            // Who works on a step of it has learned it in the step's repository.
            var at = state.Attempts.LastOrDefault(a => a.EndedAt is null && (string.Equals(a.Worker, body.Agent, StringComparison.Ordinal) || string.Equals(a.Agent, body.Agent, StringComparison.Ordinal)));
            (run, repository) = (state.Run.Id, state.Steps.FirstOrDefault(s => s.Id == at?.StepRunId) is { } step ? state.RepositoryOf(step) : state.Repository);
        }

        if (!string.IsNullOrWhiteSpace(body.Repository))
        {
            repository = await FindAsync(body.Repository, library, cancellationToken);
        }

        if (repository is null)
        {
            return QueryFaults.Problem([QueryFaults.Fault("repository", body.Repository, "the id, name or path of a repository, or a run")]);
        }

        var by = string.IsNullOrWhiteSpace(body.Agent) ? Caller.NameOf(context.User) : body.Agent;
        var result = await desk.ProposeAsync(repository.Id, body.Kind, body.Text, by, run, cancellationToken);
        return result.Learning is { } learning
            ? TypedResults.Created($"/api/v1/learnings?repository={Uri.EscapeDataString(repository.Name)}", SessionShapes.Of(learning, repository.Name))
            : QueryFaults.Problem([.. result.Invalid!.Select(f => new FieldError(f.Field, f.Found, f.Allowed, f.Message))]);
    }

    private static async Task<IResult> DecideAsync(string id, LearningStatus status, HttpContext context, LearningDesk desk, IWorkflowLibrary library, CancellationToken cancellationToken)
    {
        if (!EntityId.TryParse<LearningId>(id, out var learning))
        {
            return NotFound(id);
        }

        var result = await desk.DecideAsync(learning, status, Caller.NameOf(context.User), cancellationToken);
        return result switch
        {
            { Learning: { } decided } => TypedResults.Ok(SessionShapes.Of(
                decided, (await library.RepositoriesAsync(cancellationToken)).FirstOrDefault(r => r.Id == decided.RepositoryId)?.Name ?? decided.RepositoryId.Value, result.Warning is { } warning ? Sentences.Of(warning) : null)),
            { NotFound: not null } => NotFound(id),
            _ => Problems.Conflict(Sentences.Of(result.Refused ?? "it was refused")),
        };
    }

    private static async Task<Repository?> FindAsync(string named, IWorkflowLibrary library, CancellationToken cancellationToken) =>
        (await library.RepositoriesAsync(cancellationToken)).FirstOrDefault(r => string.Equals(r.Id.Value, named, StringComparison.Ordinal) || string.Equals(r.Name, named, StringComparison.Ordinal) || string.Equals(r.Path, named, StringComparison.Ordinal));

    private static ProblemHttpResult NotFound(string id) => Problems.NotFound($"There is no learning '{id}'.");
}
