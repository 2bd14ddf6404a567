using Signalbox.Engine.Workflows;
using Signalbox.Engine.Workflows.Expressions;

namespace Signalbox.Engine.Runs.Resolution;

/// <summary>What is to be done with one step, by the status of its newest visit.</summary>
internal static class StepRules
{
    public static void Resolve(RunSnapshot run, StepDefinition step, StepRun latest, List<StepAction> actions)
    {
        switch (latest.Status)
        {
            case StepStatus.Pending:
                Pending(run, step, latest, actions);
                break;
            case StepStatus.Running when step.ForEach is not null:
                StepItems.Resolve(run, step, latest, actions);
                break;
            case StepStatus.Running or StepStatus.Blocked:
                Going(run, step, latest, actions);
                break;
            case StepStatus.Completed or StepStatus.Failed or StepStatus.Skipped:
                Ended(run, step, latest, actions);
                break;
            case StepStatus.Cancelled:
                break;
        }
    }

    /// <summary>A step run or an item that has begun.</summary>
    public static void Going(RunSnapshot run, StepDefinition step, StepRun stepRun, List<StepAction> actions)
    {
        if (stepRun.Status == StepStatus.Running && !run.InFlight(stepRun))
        {
            actions.Add(Again(run, stepRun, "trying again"));
        }
        else if (stepRun.Status == StepStatus.Blocked)
        {
            switch (stepRun.BlockedOn)
            {
                case BlockCause.Approval:
                    ApprovalRules.Resolve(run, step, stepRun, actions);
                    break;
                case BlockCause.ChildRun:
                    Child(run, stepRun, actions);
                    break;
                case BlockCause.Claim:
                    Claimed(run, stepRun, actions);
                    break;
                case BlockCause.RateLimit or BlockCause.Retry when stepRun.ResumeAt is not { } at || at <= run.Now:
                    actions.Add(Again(run, stepRun, stepRun.BlockedOn == BlockCause.RateLimit ? "the rate limit is over" : "its time has come"));
                    break;
                case BlockCause.RateLimit or BlockCause.Retry or null:
                    break;
            }
        }
    }

    /// <summary>Begins a step run or an item.</summary>
    public static StepAction Begin(StepDefinition step, StepRun stepRun, string why, int attempts) => step.Kind switch
    {
        StepKind.Agent or StepKind.Shell => new StepAction.Start(stepRun, attempts + 1, why),
        StepKind.Approval => new StepAction.Ask(stepRun, why),
        StepKind.Workflow => new StepAction.CallWorkflow(stepRun, why),
    };

    public static bool HasEnded(StepStatus status) => status is StepStatus.Completed or StepStatus.Failed or StepStatus.Cancelled or StepStatus.Skipped;

    /// <summary>Whether the newest visit of a step is its last word for now.</summary>
    private static bool IsSettled(RunSnapshot run, string stepId) =>
        run.Latest(stepId) is var latest && HasEnded(latest.Status) && !IsToBeRepeated(run, run.Workflow.Step(stepId), latest);

    private static bool IsMet(RunSnapshot run, string stepId) => run.Latest(stepId).Status switch
    {
        StepStatus.Completed => true,
        StepStatus.Failed => run.Workflow.Step(stepId).ContinueOnError,
        StepStatus.Pending or StepStatus.Running or StepStatus.Blocked or StepStatus.Cancelled or StepStatus.Skipped => false,
    };

    private static void Pending(RunSnapshot run, StepDefinition step, StepRun latest, List<StepAction> actions)
    {
        if (run.Workflow.Type == WorkflowType.Graph ? !GraphPath.IsReached(run, latest) : !step.Needs.All(n => IsSettled(run, n)))
        {
            return;
        }

        var unmet = run.Workflow.Type == WorkflowType.Graph ? null : step.Needs.FirstOrDefault(n => !IsMet(run, n));
        if (unmet is not null && step.When?.AsksStatus != true)
        {
            actions.Add(new StepAction.Skip(latest, $"it needs {unmet}, which {(run.Latest(unmet).Status == StepStatus.Skipped ? "was skipped" : "did not complete")}"));
            return;
        }

        var why = latest.Visit > 1 ? "it is visited again" : step.Needs.Count == 0 ? "it needs no other step" : $"{string.Join(", ", step.Needs)} ended";
        if (step.When is { } condition)
        {
            var value = condition.Evaluate(run.ModelOf(step), StatusOf(run, step.Needs));
            if (value.Fault is not null || value.Value is not bool holds)
            {
                actions.Add(new StepAction.Fail(latest, $"when: {value.Fault ?? $"`{condition.Text}` is neither true nor false"}"));
                return;
            }

            if (!holds)
            {
                actions.Add(new StepAction.Skip(latest, $"`{condition.Text}` is false"));
                return;
            }

            why = $"`{condition.Text}` is true";
        }

        actions.Add(step.ForEach is not null ? run.ItemsOf(latest).Count > 0 ? new StepAction.Expand(latest, [], "it goes on with its items") : StepItems.Expand(run, step, latest, why) : Begin(step, latest, why, run.AttemptsOf(latest).Count));
    }

    /// <summary>What <c>success()</c> and <c>failure()</c> say.</summary>
    private static ExpressionStatus StatusOf(RunSnapshot run, IReadOnlyList<string> needs) =>
        needs.All(n => IsMet(run, n)) ? ExpressionStatus.Success
        : needs.Any(n => run.Latest(n).Status == StepStatus.Failed && !IsMet(run, n)) ? ExpressionStatus.Failure
        : ExpressionStatus.Neither;

    private static void Ended(RunSnapshot run, StepDefinition step, StepRun latest, List<StepAction> actions)
    {
        if (IsToBeRepeated(run, step, latest))
        {
            actions.Add(new StepAction.Visit(latest, latest.StatusReason ?? "it is not done yet", $"visit {latest.Visit} of at most {step.Iterate!.Max} did not do it"));
        }
        else if (run.Workflow.Type == WorkflowType.Graph)
        {
            GraphPath.Resolve(run, step, latest, actions);
        }
    }

    private static bool IsToBeRepeated(RunSnapshot run, StepDefinition step, StepRun latest) =>
        step.Iterate is { } iterate
        && latest.Status == StepStatus.Failed
        && latest.Visit < iterate.Max
        && run.AttemptsOf(latest) is [.., { Error.Code: AttemptFollowUp.NotVerified or AttemptFollowUp.NotDone }];

    private static void Child(RunSnapshot run, StepRun stepRun, List<StepAction> actions)
    {
        if (run.Signals.Children.FirstOrDefault(c => c.Id == stepRun.ChildRunId) is not { } child)
        {
            return;
        }

        if (child.Status == RunStatus.Completed)
        {
            actions.Add(new StepAction.Complete(stepRun, $"{child.Key} completed"));
        }
        else if (child.Status is RunStatus.Failed or RunStatus.Cancelled)
        {
            actions.Add(new StepAction.Fail(stepRun, $"{child.Key} {(child.Status == RunStatus.Failed ? "failed" : "was cancelled")}{(child.StatusReason is null ? "" : $": {child.StatusReason}")}"));
        }
    }

    private static void Claimed(RunSnapshot run, StepRun stepRun, List<StepAction> actions)
    {
        if (run.AttemptsOf(stepRun) is [.., { Status: AttemptStatus.Running } attempt]
            && run.Signals.Claims.FirstOrDefault(c => c.AttemptId == attempt.Id) is { AgentId: { } worker, Status: not ClaimStatus.Open } claim)
        {
            actions.Add(new StepAction.Hand(stepRun, claim, $"{worker} claimed it"));
        }
    }

    private static StepAction.Start Again(RunSnapshot run, StepRun step, string why)
    {
        var attempts = run.AttemptsOf(step);
        return new StepAction.Start(step, attempts.Count + 1, attempts.Count == 0 ? why : $"attempt {attempts.Count} ended {attempts[^1].Status}; {why}");
    }
}
