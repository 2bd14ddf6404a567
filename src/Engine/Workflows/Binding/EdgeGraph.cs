namespace Signalbox.Engine.Workflows.Binding;

/// <summary>The edges of a workflow of type graph: every target exists, every step can be reached, order comes from edges alone.</summary>
internal static class EdgeGraph
{
    /// <summary>The target that ends a path, unless a step has that id.</summary>
    public const string Done = "done";

    public static void Check(IReadOnlyList<StepDraft> steps, StepGraph graph, BindContext context)
    {
        foreach (var step in steps)
        {
            if (step.Section.KeyOf("needs") is { } needs)
            {
                context.Error(needs, DiagnosticCodes.KeyNotForThis, "A graph has no 'needs': its order comes from 'next'.");
            }

            if (step.Section.KeyOf("iterate") is { } iterate)
            {
                context.Error(iterate, DiagnosticCodes.KeyNotForThis, "A graph has no 'iterate': write an edge back to the step, and 'max_visits'.");
            }

            CheckEdges(step, graph, context);
        }

        CheckReached(steps, graph, context);
    }

    /// <summary>The keys of a graph in a workflow that is none.</summary>
    public static void Refuse(IReadOnlyList<StepDraft> steps, BindContext context)
    {
        foreach (var key in StepKeys.All.Where(k => k.GraphOnly))
        {
            foreach (var step in steps)
            {
                if (step.Section.KeyOf(key.Info.Name) is not { } found)
                {
                    continue;
                }

                context.Error(found, DiagnosticCodes.KeyNotForThis, $"'{key.Info.Name}' is for workflows of type graph; write 'type: graph' at the top, or order the steps by 'needs'.");
            }
        }
    }

    /// <summary>The step that an edge leads to; null for the end of the path.</summary>
    public static string? Target(EdgeDraft edge, StepGraph graph) => IsDone(edge, graph) ? null : edge.To.Text;

    private static bool IsDone(EdgeDraft edge, StepGraph graph) => edge.To.Text is Done && !graph.Steps.ContainsKey(Done);

    private static void CheckEdges(StepDraft step, StepGraph graph, BindContext context)
    {
        foreach (var (index, edge) in step.Next.Index())
        {
            if (!IsDone(edge, graph) && !graph.Steps.ContainsKey(edge.To.Text))
            {
                context.Error(edge.To, DiagnosticCodes.UnknownStep, $"There is no step {Wording.Quote(edge.To.Text)} to go to{Wording.Hint(edge.To.Text, graph.Steps.Keys.Append(Done), "it can go to")}");
            }

            if (index > 0 && step.Next[index - 1] is { When: null } always && IsUnconditional(step, always))
            {
                context.Warning(edge.To, DiagnosticCodes.EdgeNeverTaken, $"This edge is never taken: the one before it, to {Wording.Quote(always.To.Text)}, has no 'when' and always holds.");
                break;
            }
        }
    }

    // a condition that could not be read leaves an edge without one, which is not what was meant
    private static bool IsUnconditional(StepDraft step, EdgeDraft edge) =>
        step.Section.Items("next").OfType<Yaml.MappingNode>().FirstOrDefault(e => e.Find("to")?.Value == edge.To)?.Find("when") is null;

    private static void CheckReached(IReadOnlyList<StepDraft> steps, StepGraph graph, BindContext context)
    {
        if (steps is not [{ Id: not null } first, ..])
        {
            return;
        }

        var reached = new HashSet<string>(StringComparer.Ordinal) { first.Id.Text };
        var open = new Stack<StepDraft>([first]);
        while (open.TryPop(out var step))
        {
            foreach (var target in step.Next.Select(e => e.To.Text))
            {
                if (graph.Steps.TryGetValue(target, out var next) && reached.Add(target))
                {
                    open.Push(next);
                }
            }
        }

        foreach (var step in graph.Steps.Values.Where(s => !reached.Contains(s.Id!.Text)))
        {
            context.Error(step.Id!, DiagnosticCodes.UnreachableStep, $"No path of edges leads from the first step, '{first.Id.Text}', to {Wording.Quote(step.Id!.Text)}, so it would never run.");
        }
    }
}
