using Signalbox.Engine.Workflows.Import.Building;
using Signalbox.Engine.Workflows.Import.Output;
using Signalbox.Engine.Workflows.Import.Reading;
using Signalbox.Engine.Workflows.Yaml;

namespace Signalbox.Engine.Workflows.Import.Plans;

/// <summary>
/// A file with tasks (spec 3): a plan becomes a workflow; one with variables is a template, which becomes a workflow when it is applied. A
/// template may also hold a workflow of our own format: there only declared variables are replaced, the other braces are the prompts'.
/// </summary>
internal static class TemplateImporter
{
    /// <summary>The workflow when there are no variables or values are given for them, else the template.</summary>
    public static ImportResult Import(MappingNode root, ImportContext context)
    {
        var variables = TemplateVariables.Read(root, context, findsUndeclared: !IsOurs(root));
        if (context.Bag.HasErrors)
        {
            return new ImportResult();
        }

        var isTemplate = root.Find("variables") is not null || variables.All.Count > 0;
        if (isTemplate && context.Options.Variables is null)
        {
            return Template(root, variables, context);
        }

        var slug = PlanImporter.Slug(root, context);
        var values = context.Options.Variables ?? new Dictionary<string, string>(StringComparer.Ordinal);
        if (variables.Apply(root, values) is not { } applied)
        {
            return new ImportResult();
        }

        var workflow = IsOurs(root) ? Ours(applied, context, slug) : PlanImporter.Import(applied, context, PlanImporter.Slug(applied, context));
        return new ImportResult { Created = workflow is null ? [] : [workflow] };
    }

    /// <summary>Whether it holds steps of our own format.</summary>
    public static bool IsOurs(MappingNode root) => root.Find("tasks") is null && root.Find("steps") is not null;

    /// <summary>The template that a file is, with or without variables; null after saying what is wrong with them.</summary>
    public static ImportedTemplate? Describe(MappingNode root, ImportContext context)
    {
        var variables = TemplateVariables.Read(root, context, findsUndeclared: !IsOurs(root));
        return context.Bag.HasErrors ? null : Describe(root, variables, context);
    }

    private static ImportResult Template(MappingNode root, TemplateVariables variables, ImportContext context)
    {
        var template = Describe(root, variables, context);
        var required = variables.All.Where(v => v.Required).Select(v => v.Name).ToList();
        var what = required.Count == 0 ? "its variables all have values of their own" : $"it needs {Wording.List(required)}";
        context.Warn(
            variables.All.FirstOrDefault(v => v.Required)?.At ?? root,
            $"The file is the template '{template.Slug}', not yet a workflow: {what}. 'signalbox template apply {template.Slug}{string.Concat(required.Select(r => $" {r}=..."))}' makes one.");
        return new ImportResult { Templates = [template] };
    }

    private static ImportedTemplate Describe(MappingNode root, TemplateVariables variables, ImportContext context)
    {
        var text = context.Bag.Source.Text;
        return new ImportedTemplate(
            PlanImporter.Slug(root, context),
            ((root.Find("description") ?? root.Find("summary"))?.Value as ScalarNode)?.Text,
            text,
            JsonComposer.IsJson(text),
            [.. variables.All.Select(v => new ImportedVariable(v.Name, v.Required, v.Default, v.Description))]);
    }

    private static ImportedWorkflow? Ours(MappingNode applied, ImportContext context, string slug)
    {
        var map = new OutputMap();
        applied.Entries.Where(e => e.Key.Text is not "variables").ToList().ForEach(e => map.Set(e.Key.Text, e.Value));
        map.Set("version", map["version"] ?? "1.0").Set("name", slug);
        map.Sort(["version", "name"]);

        var steps = applied.Find("steps")?.Value as SequenceNode;
        return WorkflowBuilder.Prove(map, slug, applied, steps?.Items ?? [], context, "template");
    }
}
