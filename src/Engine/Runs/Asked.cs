using Signalbox.Engine.Identity;
using Signalbox.Engine.Runs.Resolution;
using Signalbox.Engine.Workflows;

namespace Signalbox.Engine.Runs;

/// <summary>Makes approvals and words what waits for them.</summary>
internal static class Asked
{
    public static Approval Of(RunState state, StepRun step, ApprovalDefinition definition, string question, bool isForChanges, DateTimeOffset now, TrustReview? review = null, bool isBefore = false)
    {
        var approval = new Approval
        {
            Id = EntityId.New<ApprovalId>(),
            RunId = state.Run.Id,
            StepRunId = step.Id,
            StepId = step.StepId,
            Question = question,
            Fields = [.. definition.Form.Select(f => f.Name)],
            Reviewers = definition.Reviewers,
            IsForChanges = isForChanges,
            IsBefore = isBefore,
            TrustLevel = review?.Decision.Level,
            TrustReason = review?.Why,
            ForAdministrators = review?.Escalates == true,
            Deadline = now + definition.Deadline,
            OnDeadline = definition.OnDeadline,
            RemindAt = now + definition.Deadline - definition.RemindBefore,
            CreatedAt = now,
        };
        state.Approvals.Add(approval);
        return approval;
    }

    public static string Waits(StepRun step, IReadOnlyList<string> reviewers) =>
        $"{StepResolver.NameOf(step)} waits for an answer{(reviewers.Count == 0 ? "" : $" of {string.Join(" or ", reviewers)}")}";
}
