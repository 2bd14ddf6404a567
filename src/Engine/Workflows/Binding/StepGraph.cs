using Signalbox.Engine.Workflows.Yaml;

namespace Signalbox.Engine.Workflows.Binding;

/// <summary>The steps by id and what they need: unknown and repeated ids, cycles, and which steps come before which.</summary>
internal sealed class StepGraph
{
    private readonly Dictionary<string, StepDraft> byId = new(StringComparer.Ordinal);
    private readonly BindContext context;

    public StepGraph(IReadOnlyList<StepDraft> steps, BindContext context)
    {
        this.context = context;
        foreach (var step in steps.Where(s => s.Id is not null))
        {
            if (!byId.TryAdd(step.Id!.Text, step))
            {
                var first = context.Bag.Source.Position(byId[step.Id.Text].Id!.Start);
                context.Error(step.Id, DiagnosticCodes.DuplicateName, $"Two steps have the id {Wording.Quote(step.Id.Text)}; the other is on line {first.Line}.");
            }
        }
    }

    public IReadOnlyDictionary<string, StepDraft> Steps => byId;

    /// <summary>Checks <c>needs</c> and <c>informs</c>.</summary>
    public void Check(IReadOnlyList<StepDraft> steps)
    {
        foreach (var need in steps.SelectMany(s => s.Needs).Where(n => !byId.ContainsKey(n.Text)))
        {
            context.Error(need, DiagnosticCodes.UnknownStep, $"There is no step {Wording.Quote(need.Text)} to wait for{Wording.Hint(need.Text, byId.Keys, "the steps are")}");
        }

        foreach (var step in steps)
        {
            foreach (var informed in step.Informs.Where(n => !byId.ContainsKey(n.Text)))
            {
                context.Error(informed, DiagnosticCodes.UnknownStep, $"There is no step {Wording.Quote(informed.Text)} to inform{Wording.Hint(informed.Text, byId.Keys, "the steps are")}");
            }
        }

        CheckCycles();
    }

    /// <summary>Ids of all steps that have ended before this one begins, not its own.</summary>
    public IReadOnlySet<string> Before(StepDraft step)
    {
        var before = new HashSet<string>(StringComparer.Ordinal);
        var open = new Stack<StepDraft>([step]);
        while (open.TryPop(out var next))
        {
            foreach (var need in next.Needs)
            {
                if (byId.TryGetValue(need.Text, out var found) && before.Add(need.Text))
                {
                    open.Push(found);
                }
            }
        }

        before.Remove(step.Id?.Text ?? "");
        return before;
    }

    /// <summary>Depth first, without recursion: a chain of thousands of steps is legal.</summary>
    private void CheckCycles()
    {
        if (IsInOrder())
        {
            return;
        }

        var done = new HashSet<StepDraft>();
        // empty again after each beginning: what is entered is left
        var path = new List<StepDraft>();
        var nexts = new Stack<IEnumerator<ScalarNode>>();
        var onPath = new HashSet<StepDraft>();
        foreach (var start in byId.Values)
        {
            Enter(start);
            while (nexts.TryPeek(out var needs))
            {
                if (!needs.MoveNext())
                {
                    nexts.Pop().Dispose();
                    done.Add(path[^1]);
                    onPath.Remove(path[^1]);
                    path.RemoveAt(path.Count - 1);
                }
                else if (byId.TryGetValue(needs.Current.Text, out var next))
                {
                    if (onPath.Contains(next))
                    {
                        var ids = path.SkipWhile(s => s != next).Append(next).Select(s => s.Id!.Text);
                        context.Error(needs.Current, DiagnosticCodes.NeedsCycle, $"These steps wait for each other and would never start: {string.Join(" -> ", Shorten([.. ids]))}.");
                    }
                    else
                    {
                        Enter(next);
                    }
                }
            }

        }

        void Enter(StepDraft step)
        {
            if (!done.Contains(step) && onPath.Add(step))
            {
                path.Add(step);
                nexts.Push(step.Needs.GetEnumerator());
            }
        }
    }

    /// <summary>Whether every step needs only those written above it, as in nearly every file: then there is no cycle.</summary>
    private bool IsInOrder()
    {
        var above = new HashSet<string>(byId.Count, StringComparer.Ordinal);
        foreach (var (id, step) in byId)
        {
            foreach (var need in step.Needs)
            {
                if (byId.ContainsKey(need.Text) && !above.Contains(need.Text))
                {
                    return false;
                }
            }

            above.Add(id);
        }

        return true;
    }

    private static IEnumerable<string> Shorten(IReadOnlyList<string> ids) =>
        ids.Count <= 12 ? ids : [.. ids.Take(6), "...", .. ids.Skip(ids.Count - 5)];
}
