using Signalbox.Engine.Workflows;

namespace Signalbox.Engine.Runs.Resolution;

/// <summary>What an approval does to the step run that waits for it.</summary>
internal static class ApprovalRules
{
    public static void Resolve(RunSnapshot run, StepDefinition step, StepRun stepRun, List<StepAction> actions)
    {
        if (run.State.Approvals.LastOrDefault(a => a.StepRunId == stepRun.Id && !a.IsQuestion) is not { } approval)
        {
            return;
        }

        switch (approval.Status)
        {
            case ApprovalStatus.Open when approval.Deadline <= run.Now && approval.OnDeadline != ApprovalDeadlineRule.Wait:
                actions.Add(approval.OnDeadline == ApprovalDeadlineRule.Approve
                    ? new StepAction.Answer(stepRun, approval, ApprovalStatus.Approved, "nobody answered before the deadline, which approves")
                    : new StepAction.Answer(stepRun, approval, ApprovalStatus.Expired, "nobody answered before the deadline"));
                break;
            case ApprovalStatus.Open when approval.IsReminderDue(run.Now):
                actions.Add(new StepAction.Remind(stepRun, approval, "nobody has answered, and the deadline comes near"));
                break;
            case ApprovalStatus.Open:
                break;
            case ApprovalStatus.Approved when approval.IsBefore:
                actions.Add(new StepAction.Start(stepRun, run.AttemptsOf(stepRun).Count + 1, $"{approval.DecidedBy} let it begin"));
                break;
            case ApprovalStatus.Approved:
                actions.Add(new StepAction.Complete(stepRun, $"approved by {approval.DecidedBy}"));
                break;
            case ApprovalStatus.Rejected:
                actions.Add(new StepAction.Fail(stepRun, $"rejected by {approval.DecidedBy}{Said(approval)}"));
                break;
            case ApprovalStatus.Expired:
                actions.Add(new StepAction.Fail(stepRun, "expired: nobody answered before the deadline"));
                break;
            case ApprovalStatus.ChangesRequested:
                Repeat(run, step, stepRun, approval, actions);
                break;
        }
    }

    /// <summary>Has the work done again that the question was about, and asks again.</summary>
    private static void Repeat(RunSnapshot run, StepDefinition step, StepRun stepRun, Approval approval, List<StepAction> actions)
    {
        var why = $"{approval.DecidedBy} asked for changes{Said(approval)}";
        var comment = approval.Comment ?? why;
        if (approval.IsForChanges || approval.IsBefore)
        {
            actions.Add(new StepAction.Fail(stepRun, why));
            actions.Add(new StepAction.Visit(stepRun, comment, why));
            return;
        }

        var work = step.Needs.Select(run.Latest).Where(s => StepRules.HasEnded(s.Status)).ToList();
        if (run.Workflow.Type == WorkflowType.Graph || stepRun.ParentId is not null || work.Count == 0)
        {
            // Where no earlier step is to be done again, the decision is an output that edges and conditions may ask for.
            actions.Add(new StepAction.Complete(stepRun, why));
            return;
        }

        actions.Add(new StepAction.Complete(stepRun, why));
        actions.AddRange(work.Append(stepRun).Select(s => new StepAction.Visit(s, comment, why)));
    }

    private static string Said(Approval approval) => approval.Comment is { Length: > 0 } comment ? $": {comment}" : "";
}
