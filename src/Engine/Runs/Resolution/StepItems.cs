using System.Globalization;
using System.Text;
using Signalbox.Engine.Identity;
using Signalbox.Engine.Workflows;
using Signalbox.Engine.Workflows.Expressions;

namespace Signalbox.Engine.Runs.Resolution;

/// <summary>The items of a <c>for_each</c>: a step run each, below the visit that they belong to.</summary>
internal static class StepItems
{
    /// <summary>The items that the list has now.</summary>
    public static StepAction Expand(RunSnapshot run, StepDefinition step, StepRun latest, string why)
    {
        var each = step.ForEach!;
        var value = each.In.Evaluate(run.ModelOf(step), ExpressionStatus.Success);
        return value switch
        {
            { Fault: { } fault } => new StepAction.Fail(latest, $"for_each: {fault}"),
            { Value: IReadOnlyList<object?> { Count: > ForEachDefinition.MaxItems } list } => new StepAction.Fail(latest, $"for_each: `{each.In.Text}` has {list.Count} items; at most {ForEachDefinition.MaxItems} are allowed"),
            { Value: IReadOnlyList<object?> list } => new StepAction.Expand(latest, list, $"{why}; {list.Count} {(list.Count == 1 ? "item" : "items")}"),
            _ => new StepAction.Fail(latest, $"for_each: `{each.In.Text}` is not a list"),
        };
    }

    /// <summary>The step runs of the items of a visit.</summary>
    public static IEnumerable<StepRun> Make(StepRun step, IReadOnlyList<object?> items)
    {
        HashSet<string> names = new(StringComparer.Ordinal);
        for (var index = 0; index < items.Count; index++)
        {
            yield return new StepRun
            {
                Id = EntityId.New<StepRunId>(),
                RunId = step.RunId,
                StepId = step.StepId,
                Name = Called(step.Name, items[index], index, names),
                Position = step.Position,
                Visit = step.Visit,
                Repository = step.Repository,
                Agent = step.Agent,
                Needs = step.Needs,
                Comment = step.Comment,
                ParentId = step.Id,
                ItemIndex = index,
                Item = items[index],
            };
        }
    }

    /// <summary>Begins items as there are places, and ends the visit with the last of them.</summary>
    public static void Resolve(RunSnapshot run, StepDefinition step, StepRun latest, List<StepAction> actions)
    {
        var items = run.ItemsOf(latest);
        var busy = items.Count(i => i.Status is StepStatus.Running or StepStatus.Blocked);
        foreach (var item in items)
        {
            if (item.Status == StepStatus.Pending)
            {
                if (step.ForEach!.MaxParallel is not { } places || busy < places)
                {
                    busy++;
                    actions.Add(StepRules.Begin(step, item, "its turn has come", run.AttemptsOf(item).Count));
                }
            }
            else
            {
                StepRules.Going(run, step, item, actions);
            }
        }

        if (items.Any(i => !StepRules.HasEnded(i.Status)))
        {
            return;
        }

        var failed = items.Where(i => i.Status != StepStatus.Completed).ToList();
        actions.Add(failed.Count == 0
            ? new StepAction.Complete(latest, items.Count == 0 ? "the list has no items" : $"all {items.Count} items completed")
            : new StepAction.Fail(latest, $"{failed.Count} of {items.Count} items failed: {string.Join(", ", failed.Take(5).Select(NameOf))}{(failed.Count > 5 ? ", ..." : "")}"));
    }

    /// <summary>An item as people say it: its text, short.</summary>
    public static string NameOf(StepRun item)
    {
        var text = item.Item as string ?? PlainValue.ToJson(item.Item);
        return text.Length is > 0 and <= 40 ? text : string.Create(CultureInfo.InvariantCulture, $"item {item.ItemIndex + 1}");
    }

    /// <summary>What an item's step run is called: as its step, with its place where the list has the same item twice.</summary>
    public static string Called(string step, object? item, int index, HashSet<string> names) =>
        names.Add(item as string ?? PlainValue.ToJson(item)) ? step : step + Place(index);

    private static string Place(int? index) => string.Create(CultureInfo.InvariantCulture, $" #{index + 1}");

    /// <summary>The folder of an item: its text where that can be a name, with its place where two would have the same.</summary>
    public static string FolderOf(StepRun item)
    {
        var name = new StringBuilder();
        foreach (var c in NameOf(item))
        {
            name.Append(char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '.' ? c : '_');
        }

        var text = name.ToString().Trim('.');
        var isOnlyOne = !item.Name.EndsWith(Place(item.ItemIndex), StringComparison.Ordinal);
        return isOnlyOne && string.Equals(text, NameOf(item), StringComparison.Ordinal) && text.Length > 0
            ? text
            : string.Create(CultureInfo.InvariantCulture, $"{text}~{item.ItemIndex + 1}");
    }
}
