using Signalbox.Engine.Workflows.Import.Output;
using Signalbox.Engine.Workflows.Import.Reading;
using Signalbox.Engine.Workflows.Yaml;

namespace Signalbox.Engine.Workflows.Import.Orchestrators;

/// <summary>Where each step goes on: <c>next</c>, and for reviews the ways of an approval and a rejection. A step that names none goes on to the one after it.</summary>
internal sealed class OrchestratorEdges(IReadOnlyList<OrchestratorStep> steps, ImportContext context)
{
    private const string Done = "done";

    /// <summary>Reads the edges; a target that does not exist is named.</summary>
    public void Read()
    {
        foreach (var (step, index) in steps.Select((s, i) => (s, i)))
        {
            var following = index + 1 < steps.Count ? steps[index + 1] : null;
            if (!step.IsReview)
            {
                Add(step, step.Section.Text("next"), when: null, following);
                continue;
            }

            Add(step, step.Section.Text("on_approve", "approve"), Approves(step), following);
            if (step.Section.Require("on_reject", "reject") is { } reject)
            {
                // Expressions tell cases apart. A word that nobody expected must not end the run as if it were done.
                Add(step, reject, when: null, following: null);
                context.Warn(reject, $"The review '{step.Name.Text}' approves with 'approve', 'Approve' or 'APPROVE'; every other decision counts as a rejection.");
            }
        }
    }

    /// <summary>The steps that a run can come back to.</summary>
    public IReadOnlySet<OrchestratorStep> InLoops() => steps.Where(s => Reaches(s, s)).ToHashSet();

    public static IReadOnlyList<OutputMap> Write(OrchestratorStep step) =>
        [.. step.Next.Select(n => new OutputMap { IsFlow = true }.Set("to", n.To?.Id ?? Done).Set("when", n.When))];

    /// <summary>The spellings that agents use; a line end may follow.</summary>
    private static string Approves(OrchestratorStep step) =>
        string.Join(" || ", ((string[])["approve", "Approve", "APPROVE"]).Select(s => $"startsWith(steps.{step.Id}.outputs.decision, '{s}')"));

    private void Add(OrchestratorStep step, ScalarNode? target, string? when, OrchestratorStep? following)
    {
        var to = target is null ? following : steps.FirstOrDefault(s => string.Equals(s.Name.Text, target.Text, StringComparison.Ordinal));
        if (target is null && following is not null)
        {
            context.Warn(step.Name, $"The step '{step.Name.Text}' does not say where it goes on{(when is null ? "" : " when approved")}; it goes on to '{following.Name.Text}', the step after it.");
        }
        else if (target is not null && to is null && target.Text is not Done)
        {
            context.Error(target, DiagnosticCodes.UnknownStep, $"The step '{step.Name.Text}' goes on to {Wording.Quote(target.Text)}, and there is no such step{Wording.Hint(target.Text, steps.Select(s => s.Name.Text), "the steps are")}");
            return;
        }
        else if (target is not null && to is null)
        {
            context.Warn(target, $"The step '{step.Name.Text}' goes on to 'done', and there is no step of that name; it ends the run.");
        }

        step.Next.Add((to, when));
    }

    private static bool Reaches(OrchestratorStep from, OrchestratorStep target)
    {
        var seen = new HashSet<OrchestratorStep>();
        var open = new Stack<OrchestratorStep>(from.Next.Select(n => n.To).OfType<OrchestratorStep>());
        while (open.TryPop(out var step))
        {
            if (step == target)
            {
                return true;
            }

            if (seen.Add(step))
            {
                step.Next.ForEach(n => { if (n.To is not null) { open.Push(n.To); } });
            }
        }

        return false;
    }
}
