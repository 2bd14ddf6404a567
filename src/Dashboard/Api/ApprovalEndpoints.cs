using Microsoft.AspNetCore.Http.HttpResults;
using Signalbox.Dashboard.Api.Models;
using Signalbox.Engine.Identity;
using Signalbox.Engine.Runs;
using Signalbox.Engine.Runs.Records;
using Signalbox.Engine.Workflows;

namespace Signalbox.Dashboard.Api;

/// <summary><c>/approvals</c>: questions to people, and their answers.</summary>
internal static class ApprovalEndpoints
{
    private const int MaxLimit = 200;

    public static void MapApprovals(this IEndpointRouteBuilder api)
    {
        var approvals = api.MapGroup("/approvals").WithTags("approvals");
        approvals.MapGet("/", ListAsync).WithSummary("Lists approvals, newest first").Produces<IReadOnlyList<ApprovalModel>>().ProducesProblem(400).ProducesProblem(404);
        approvals.MapGet("/{id}", ShowAsync).WithSummary("Shows an approval").Produces<ApprovalModel>().ProducesProblem(404);
        Answer(approvals, "/{id}/approve", ApprovalStatus.Approved, "Approves");
        Answer(approvals, "/{id}/reject", ApprovalStatus.Rejected, "Rejects");
        Answer(approvals, "/{id}/request-changes", ApprovalStatus.ChangesRequested, "Asks for changes; the comment says which");
    }

    private static void Answer(RouteGroupBuilder approvals, string path, ApprovalStatus decision, string summary) =>
        approvals.MapPost(path, (string id, HttpContext context, IRunService service, RunRecords records, CancellationToken cancellationToken, DecideBody? body = null) =>
            DecideAsync(id, decision, body, context, service, records, cancellationToken))
            .WithSummary(summary).Produces<ApprovalModel>().ProducesProblem(400).ProducesProblem(404).ProducesProblem(409);

    private static async Task<IResult> ListAsync(RunFinder finder, RunRecords records, CancellationToken cancellationToken, string? run = null, string? status = null, int limit = 50)
    {
        var faults = QueryFaults.Range("limit", limit, 1, MaxLimit).ToList();
        ApprovalStatus? wanted = null;
        if (!string.IsNullOrEmpty(status))
        {
            if (Enum.GetNames<ApprovalStatus>().FirstOrDefault(n => n.Equals(status, StringComparison.OrdinalIgnoreCase)) is { } name)
            {
                wanted = Enum.Parse<ApprovalStatus>(name);
            }
            else
            {
                faults.Add(QueryFaults.Fault("status", status, string.Join(", ", Enum.GetNames<ApprovalStatus>())));
            }
        }

        if (faults.Count > 0)
        {
            return QueryFaults.Problem(faults);
        }

        RunId? id = null;
        if (!string.IsNullOrEmpty(run))
        {
            var (found, problem) = await finder.FindIdAsync(run, cancellationToken);
            if (found is null)
            {
                return problem!;
            }

            id = found;
        }

        return TypedResults.Ok((await records.ApprovalsAsync(id, wanted, limit, cancellationToken)).Select(a => GovernanceShapes.Of(a.Approval, a.Run)).ToList());
    }

    private static async Task<IResult> ShowAsync(string id, RunRecords records, CancellationToken cancellationToken) =>
        EntityId.TryParse<ApprovalId>(id, out var approval) && await records.ApprovalAsync(approval, cancellationToken) is { } found
            ? TypedResults.Ok(GovernanceShapes.Of(found.Approval, found.Run))
            : NotFound(id);

    private static async Task<IResult> DecideAsync(
        string id, ApprovalStatus decision, DecideBody? body, HttpContext context, IRunService service, RunRecords records, CancellationToken cancellationToken)
    {
        if (!EntityId.TryParse<ApprovalId>(id, out var approval))
        {
            return NotFound(id);
        }

        var (answers, faults) = NamedValues.Read("answers", body?.Answers, body?.AnswerTexts);
        if (faults.Count > 0)
        {
            return Invalid(faults);
        }

        var request = new DecideRequest
        {
            Approval = approval,
            Decision = decision,
            Comment = body?.Comment,
            Answers = answers,
            Actor = Caller.NameOf(context.User),
            IsAdministrator = context.User.IsInRole(Policies.Administrator),
            Roles = Caller.RolesOf(context.User),
        };
        var result = await service.DecideAsync(request, cancellationToken);
        return result switch
        {
            { NotFound: not null } => NotFound(id),
            { Refused: { } refused } => Problems.Conflict(Sentences.Of(refused)),
            { Invalid: { } invalid } => Invalid(invalid),
            _ => await ShowAsync(id, records, cancellationToken),
        };
    }

    private static IResult Invalid(IReadOnlyList<InputFault> faults) => QueryFaults.Problem([.. faults.Select(f => new FieldError(f.Field, f.Found, f.Allowed, f.Message))]);

    private static ProblemHttpResult NotFound(string id) => Problems.NotFound($"There is no approval '{id}': 'signalbox approval list' shows those that are open.");
}
