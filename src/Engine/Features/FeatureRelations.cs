using System.Text.RegularExpressions;
using Signalbox.Engine.Workflows;
using Signalbox.Engine.Workflows.Yaml;

namespace Signalbox.Engine.Features;

/// <summary>What no schema can say: that ids are there once, and that what is named is there. Spec 4's schema decides what is valid, so these are warnings.</summary>
internal static partial class FeatureRelations
{
    public static void Check(MappingNode root, FeatureSpec spec, DiagnosticBag bag)
    {
        var requirements = (root.Find("requirements")?.Value as MappingNode)?.Entries.SelectMany(e => Items(e.Value)).ToList() ?? [];
        var tasks = (root.Find("tasks")?.Value as MappingNode)?.Entries.SelectMany(e => Items(e.Value)).ToList() ?? [];
        Once(requirements, "requirements", bag);
        Once(tasks, "tasks", bag);

        var known = spec.Requirements.Select(r => r.Id).Concat(spec.Qualities.Select(q => q.Id)).ToHashSet(StringComparer.Ordinal);
        var ids = spec.Tasks.Select(t => t.Id).ToHashSet(StringComparer.Ordinal);
        foreach (var task in tasks)
        {
            if (task.Find("reference")?.Value is ScalarNode reference && RequirementId().IsMatch(reference.Text) && !known.Contains(reference.Text))
            {
                bag.Warning(reference.Start, DiagnosticCodes.UnknownName, $"There is no requirement {Wording.Quote(reference.Text)}{Wording.Hint(reference.Text, known, "the requirements are")}");
            }

            foreach (var dependency in (task.Find("dependencies")?.Value as SequenceNode)?.Items.OfType<ScalarNode>() ?? [])
            {
                if (!ids.Contains(dependency.Text))
                {
                    bag.Warning(dependency.Start, DiagnosticCodes.UnknownName, $"There is no task {Wording.Quote(dependency.Text)} to depend on{Wording.Hint(dependency.Text, ids, "the tasks are")}");
                }
            }
        }
    }

    private static void Once(IEnumerable<MappingNode> items, string what, DiagnosticBag bag)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var id in items.Select(i => i.Find("id")?.Value).OfType<ScalarNode>().Where(i => i.Text.Length > 0 && !seen.Add(i.Text)))
        {
            bag.Warning(id.Start, DiagnosticCodes.DuplicateName, $"Two {what} have the id {Wording.Quote(id.Text)}.");
        }
    }

    private static IEnumerable<MappingNode> Items(YamlNode list) => (list as SequenceNode)?.Items.OfType<MappingNode>() ?? [];

    [GeneratedRegex(@"^N?FR-[0-9]+\z", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex RequirementId();
}
