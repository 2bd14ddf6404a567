using Signalbox.Engine.Runs.Resolution;
using Signalbox.Engine.Workflows;
using Signalbox.Engine.Workflows.Expressions;

namespace Signalbox.Unit.Engine.Runs;

/// <summary>Short ways to write definitions.</summary>
internal static class Steps
{
    public static StepDefinition Step(string id, params string[] needs) => new()
    {
        Id = id,
        Name = id,
        Line = 1,
        Kind = StepKind.Shell,
        Agent = "shell",
        Run = "true",
        Needs = needs,
        Timeout = TimeSpan.FromSeconds(60),
    };

    public static StepDefinition Approval(string id, params string[] needs) =>
        Step(id, needs) with { Kind = StepKind.Approval, Run = null, Approval = new ApprovalDefinition { Question = "?" } };

    public static StepDefinition Child(string id, params string[] needs) => Step(id, needs) with { Kind = StepKind.Workflow, Run = null, Workflow = "other" };

    public static Expression When(string text)
    {
        var parsed = Expression.Parse(text);
        Assert.Null(parsed.Fault);
        return parsed.Expression!;
    }

    public static NextEdge To(string? step, string? when = null) => new(step, when is null ? null : When(when));

    public static PlayedRun Play(params StepDefinition[] steps) => new(new WorkflowDefinition { Version = "1.0", Name = "w", Key = "W", Steps = steps });

    public static PlayedRun Graph(params StepDefinition[] steps) => new(new WorkflowDefinition { Version = "1.0", Name = "w", Key = "W", Type = WorkflowType.Graph, Steps = steps });

    public static IEnumerable<string> Started(this Decision decision) => decision.Actions.OfType<StepAction.Start>().Select(a => StepResolver.NameOf(a.Step));
}
