using Signalbox.Engine.Runs.Resolution;
using Signalbox.Engine.Workflows;

namespace Signalbox.Engine.Runs.Records;

/// <summary>A run's own pointers: what is under way and what is expected next (spec 5 P09-T04).</summary>
internal static class RunPointer
{
    public static void Set(RunState state, WorkflowDefinition workflow, string next)
    {
        var under = state.Steps.Where(s => s.Status is StepStatus.Running or StepStatus.Blocked && (s.ParentId is not null || workflow.Step(s.StepId).ForEach is null)).ToList();
        var names = under.Count > 5 ? $"{under.Count} steps" : string.Join(", ", under.Select(StepResolver.NameOf));
        var run = state.Run;
        run.CurrentStep = under.Count > 0 ? names : run.CurrentStep;
        if (under.All(s => s.Status != StepStatus.Running))
        {
            run.NextAction = next;
            return;
        }

        var running = under.Select(s => s.StepId).ToHashSet(StringComparer.Ordinal);
        var following = workflow.Type == WorkflowType.Graph
            ? []
            : workflow.Steps
                .Where(s => s.Needs.Count > 0 && state.Latest(s.Id)!.Status == StepStatus.Pending && s.Needs.All(n => state.Latest(n)!.HasEnded || running.Contains(n)))
                .Select(s => s.Id)
                .ToList();
        run.NextAction = $"wait for {names}{(following.Count > 0 ? $", then start {string.Join(", ", following)}" : workflow.Type == WorkflowType.Graph ? ", then follow its edges" : ", then end")}";
    }
}
