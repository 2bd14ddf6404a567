using Signalbox.Engine.Workflows;
using Signalbox.Engine.Workflows.Expressions;

namespace Signalbox.Engine.Runs.Resolution;

/// <summary>
/// The path through a graph (design/workflow-format.md, <c>type: graph</c>): one step after another along the edges that were taken. An edge that
/// was taken is written to the step run it leaves from, so the path is known from the rows.
/// </summary>
internal static class GraphPath
{
    /// <summary>What <see cref="StepRun.ChosenBranch"/> says of an edge to the end.</summary>
    public const string Done = "done";

    /// <summary>Why a step was skipped that the run did not come to.</summary>
    public const string NeverCame = "the run ended before it";

    /// <summary>Why a step was skipped that no path led to.</summary>
    public const string NoPath = "no path led here";

    /// <summary>Whether the path has come to this visit.</summary>
    public static bool IsReached(RunSnapshot run, StepRun visit)
    {
        var begins = string.Equals(run.Workflow.Steps[0].Id, visit.StepId, StringComparison.Ordinal) ? 1 : 0;
        var led = begins + run.State.Steps.Count(s => string.Equals(s.ChosenBranch, visit.StepId, StringComparison.Ordinal));

        // A visit that an earlier end of the run skipped was never come to.
        var before = run.State.Steps.Count(s => s.ParentId is null && s.Visit < visit.Visit && string.Equals(s.StepId, visit.StepId, StringComparison.Ordinal) && !WasNeverReached(s));
        return before < led;
    }

    /// <summary>Whether this visit was skipped because the run ended before any path came to it.</summary>
    public static bool WasNeverReached(StepRun step) => step is { Status: StepStatus.Skipped, StatusReason: NeverCame or NoPath };

    /// <summary>Takes the first edge that holds.</summary>
    public static void Resolve(RunSnapshot run, StepDefinition step, StepRun latest, List<StepAction> actions)
    {
        if (latest.ChosenBranch is not null || step.Next.Count == 0 || !IsReached(run, latest))
        {
            return;
        }

        var isFailure = latest.Status == StepStatus.Failed && !step.ContinueOnError;
        foreach (var edge in step.Next)
        {
            if (edge.When is null ? isFailure : isFailure && !edge.When.AsksStatus)
            {
                // What failed ends the path, unless an edge asks for failures.
                continue;
            }

            var value = edge.When?.Evaluate(run.ModelOf(step), isFailure ? ExpressionStatus.Failure : ExpressionStatus.Success) ?? new ExpressionResult(true, null);
            if (value.Value is true)
            {
                Take(run, latest, edge, actions);
                return;
            }
        }
    }

    /// <summary>The end of a run whose path would visit a step too often, or whose edge has no value; null when neither.</summary>
    public static RunEnd? Overrun(RunSnapshot run)
    {
        if (run.Workflow.Type != WorkflowType.Graph)
        {
            return null;
        }

        foreach (var step in run.Workflow.Steps)
        {
            var latest = run.Latest(step.Id);
            if (!StepRules.HasEnded(latest.Status) || latest.ChosenBranch is not null || !IsReached(run, latest))
            {
                continue;
            }

            foreach (var edge in step.Next.Where(e => e.When is not null))
            {
                var value = edge.When!.Evaluate(run.ModelOf(step), latest.Status == StepStatus.Failed ? ExpressionStatus.Failure : ExpressionStatus.Success);
                if (value.Fault is not null)
                {
                    return new RunEnd(RunStatus.Failed, $"step {step.Id}, next: {value.Fault}");
                }

                if (value.Value is true && edge.To is { } to && Exceeds(run, to))
                {
                    return TooOften(run, to);
                }
            }

            if (latest.Status != StepStatus.Failed && step.Next.FirstOrDefault(e => e.When is null)?.To is { } plain && Exceeds(run, plain))
            {
                return TooOften(run, plain);
            }
        }

        return null;
    }

    private static void Take(RunSnapshot run, StepRun latest, NextEdge edge, List<StepAction> actions)
    {
        var why = edge.When is null ? "the way on" : $"`{edge.When.Text}` is true";
        if (edge.To is null)
        {
            actions.Add(new StepAction.Follow(latest, null, NewVisit: false, why));
        }
        else if (!Exceeds(run, edge.To))
        {
            actions.Add(new StepAction.Follow(latest, edge.To, NewVisit: run.Latest(edge.To).Status != StepStatus.Pending, why));
        }
    }

    private static bool Exceeds(RunSnapshot run, string stepId) =>
        run.Latest(stepId) is { Status: not StepStatus.Pending } latest && latest.Visit >= run.Workflow.Step(stepId).MaxVisits;

    private static RunEnd TooOften(RunSnapshot run, string stepId) =>
        new(RunStatus.Failed, $"step {stepId} was visited {run.Workflow.Step(stepId).MaxVisits} times, which is its max_visits, and would be visited again");
}
