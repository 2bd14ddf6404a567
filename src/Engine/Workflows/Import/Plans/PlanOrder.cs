using Signalbox.Engine.Workflows.Import.Reading;
using Signalbox.Engine.Workflows.Yaml;

namespace Signalbox.Engine.Workflows.Import.Plans;

/// <summary>
/// Which task of a plan waits for which: <c>depends_on</c> and <c>blocks</c> wait, <c>informs</c> does not; without either the position
/// decides. Unknown names, a task that waits for itself, and circles are refused by name.
/// </summary>
internal sealed class PlanOrder(IReadOnlyList<PlanTask> tasks, ImportContext context)
{
    private readonly Dictionary<string, PlanTask> byName = tasks.GroupBy(t => t.Name.Text, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.First(), StringComparer.Ordinal);

    public void Resolve()
    {
        foreach (var task in tasks)
        {
            Dependencies(task);
            foreach (var blocked in task.Section.Texts("blocks"))
            {
                Add(task, blocked, other => other.WaitsFor, task);
            }

            foreach (var informed in task.Section.Texts("informs"))
            {
                Add(task, informed, _ => task.Informs, Find(informed));
            }
        }

        CheckCircles();
        ByPosition();
    }

    /// <summary>A name, or a mapping with the name and how it is meant.</summary>
    private void Dependencies(PlanTask task)
    {
        foreach (var item in task.Section.Items("depends_on", "dependencies"))
        {
            if (item is ScalarNode name)
            {
                Add(task, name, _ => task.WaitsFor, Find(name));
                continue;
            }

            if (ImportSection.Open(item, $"a dependency of {task.Section.Owner}", context) is not { } section || section.Require("task", "name", "depends_on") is not { } named)
            {
                continue;
            }

            var type = section.Text("type", "dependency_type");
            if (type is { Text: "informs" })
            {
                Add(task, named, other => other.Informs, task);
            }
            else if (type is null or { Text: "blocks" })
            {
                Add(task, named, _ => task.WaitsFor, Find(named));
            }
            else
            {
                context.NotMappable(type, $"{Wording.Quote(type.Text)} is not a kind of dependency; there are blocks (waits) and informs (does not).");
            }
        }
    }

    private PlanTask? Find(ScalarNode name) => byName.GetValueOrDefault(name.Text);

    private void Add(PlanTask task, ScalarNode named, Func<PlanTask, List<PlanTask>> list, PlanTask? added)
    {
        if (Find(named) is not { } other)
        {
            context.Error(named, DiagnosticCodes.UnknownStep, $"There is no task {Wording.Quote(named.Text)}, which {task.Section.Owner} names{Wording.Hint(named.Text, byName.Keys, "the tasks are")}");
        }
        else if (other == task)
        {
            context.Error(named, DiagnosticCodes.NeedsCycle, $"{ImportSection.Capital(task.Section.Owner)} depends on itself.");
        }
        else if (added is not null && !list(other).Contains(added))
        {
            list(other).Add(added);
        }
    }

    /// <summary>Takes away, again and again, what waits for nothing that is left; what stays waits in a circle.</summary>
    private void CheckCircles()
    {
        var left = tasks.ToHashSet();
        while (left.RemoveWhere(t => !t.WaitsFor.Exists(left.Contains)) > 0)
        {
        }

        if (left.Count == 0)
        {
            return;
        }

        List<PlanTask> path = [tasks.First(left.Contains)];
        while (path[^1].WaitsFor.First(left.Contains) is var next && !path.Contains(next))
        {
            path.Add(next);
        }

        var circle = path.SkipWhile(t => t != path[^1].WaitsFor.First(left.Contains)).ToList();
        var names = circle.Append(circle[0]).Select(t => Wording.Quote(t.Name.Text)).ToList();
        var shown = names.Count <= 12 ? names : [.. names.Take(6), "...", .. names.TakeLast(5)];
        context.Error(circle[0].Name, DiagnosticCodes.NeedsCycle, $"These tasks wait for each other and would never start: {string.Join(" -> ", shown)}.");
    }

    /// <summary>
    /// A task that says nothing of what it waits for comes after those of the next lower sequence; without any sequence or dependency in the
    /// plan, after the task or group before it.
    /// </summary>
    private void ByPosition()
    {
        var isPlain = tasks.All(t => t.Sequence is null && !t.NamesDependencies && t.WaitsFor.Count == 0);
        foreach (var task in tasks.Where(t => !t.NamesDependencies && t.WaitsFor.Count == 0).ToList())
        {
            if (task.Sequence is { } sequence && tasks.Where(t => t.Sequence < sequence).Max(t => t.Sequence) is { } before)
            {
                // what waits for this task, however far away, cannot come before it
                task.WaitsFor.AddRange(tasks.Where(t => t.Sequence == before && !Waits(t, task)));
            }
            else if (isPlain)
            {
                task.WaitsFor.AddRange(Before(task));
            }
        }
    }

    private IEnumerable<PlanTask> Before(PlanTask task)
    {
        var earlier = tasks.TakeWhile(t => t != task).Reverse().SkipWhile(t => task.Group is not null && string.Equals(t.Group, task.Group, StringComparison.Ordinal)).ToList();
        return earlier.Count == 0 ? []
            : earlier[0].Group is not { } group ? [earlier[0]]
            : earlier.TakeWhile(t => string.Equals(t.Group, group, StringComparison.Ordinal)).Reverse();
    }

    private static bool Waits(PlanTask task, PlanTask target)
    {
        var seen = new HashSet<PlanTask>();
        var open = new Stack<PlanTask>([task]);
        while (open.TryPop(out var next))
        {
            if (next == target)
            {
                return true;
            }

            if (seen.Add(next))
            {
                next.WaitsFor.ForEach(open.Push);
            }
        }

        return false;
    }
}
