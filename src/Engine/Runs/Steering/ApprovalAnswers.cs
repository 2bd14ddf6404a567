using Signalbox.Engine.Runs.Execution;
using Signalbox.Engine.Workflows;

namespace Signalbox.Engine.Runs.Steering;

/// <summary>Takes people's answers: the form is checked like the inputs of a run, the first answer counts.</summary>
internal sealed class ApprovalAnswers(IApprovalStore approvals, IRunQueries queries, RunOrders orders)
{
    private const int MaxComment = 8 * 1024;

    public async Task<DecideResult> DecideAsync(DecideRequest request, CancellationToken cancellationToken)
    {
        if (await approvals.GetAsync(request.Approval, cancellationToken) is not var (approval, run) || approval is null)
        {
            return new DecideResult { NotFound = $"there is no approval {request.Approval}" };
        }

        if (WhyNot(approval, request) is { } refusal)
        {
            return new DecideResult { Refused = refusal };
        }

        var state = await queries.GetAsync(run.Id, cancellationToken);
        var workflow = state is null ? null : WorkflowParser.Parse(state.Version.Yaml, run.Workflow).Definition;
        List<InputFault> faults = [];
        if (request.Decision is ApprovalStatus.Open or ApprovalStatus.Expired)
        {
            faults.Add(new InputFault("decision", request.Decision.ToString(), "approve, reject or request changes", "An answer approves, rejects or requests changes."));
        }

        if (request.Decision == ApprovalStatus.ChangesRequested && string.IsNullOrWhiteSpace(request.Comment))
        {
            faults.Add(new InputFault("comment", null, "what is to change", "Say in the comment what is to change."));
        }

        if (request.Comment is { Length: > MaxComment } comment)
        {
            faults.Add(new InputFault("comment", $"{comment.Length} characters", $"at most {MaxComment} characters", $"The comment has {comment.Length} characters; at most {MaxComment} are allowed."));
        }

        // The form says what a yes needs; a no needs none of it.
        var binding = request.Decision == ApprovalStatus.Approved && workflow is not null
            ? InputBinder.Bind(workflow with { Inputs = workflow.Step(approval.StepId).Approval?.Form ?? [] }, request.Answers)
            : null;
        faults.AddRange(binding?.Faults ?? []);
        if (faults.Count > 0)
        {
            return new DecideResult { Invalid = faults };
        }

        var answers = binding?.Values ?? new Dictionary<string, object?>(StringComparer.Ordinal);
        var decision = await approvals.DecideAsync(request.Approval, request.Decision, request.Actor, request.Comment, answers, cancellationToken);
        if (!decision.Decided)
        {
            return new DecideResult
            {
                Refused = decision.Approval is { Status: not ApprovalStatus.Open } answered
                    ? $"{answered.Id} was answered already: {answered.Status} by {answered.DecidedBy}"
                    : $"{run.Key} has ended: its questions are answered no more",
            };
        }

        await orders.TellAsync(run.Id, decision.Events, decision.WakeUp is { } wakeUp ? [wakeUp] : [], cancellationToken);
        return new DecideResult { Approval = decision.Approval };
    }

    /// <summary>Why this person may not answer; null: they may.</summary>
    private static string? WhyNot(Approval approval, DecideRequest request)
    {
        if (request.IsAdministrator)
        {
            return null;
        }

        if (approval.ForAdministrators)
        {
            return $"only an administrator answers {approval.Id}: {approval.TrustReason}, and that level escalates";
        }

        var isAsked = approval.Reviewers.Count == 0 || approval.Reviewers.Any(r => string.Equals(r, request.Actor, StringComparison.Ordinal) || request.Roles.Contains(r, StringComparer.OrdinalIgnoreCase));
        return isAsked ? null : $"{approval.Id} is asked of {string.Join(" or ", approval.Reviewers)}, and {request.Actor} is not among them";
    }
}
