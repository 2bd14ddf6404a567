using System.Text;
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

        var given = context.Options.Variables ?? new Dictionary<string, string>(StringComparer.Ordinal);
        var value = variables.Bind(root, given);
        if (IsOurs(root))
        {
            return One(Ours(root, value, context));
        }

        if (context.Bag.HasErrors)
        {
            return new ImportResult();
        }

        var applied = (MappingNode)TemplateSubstitution.Apply(root, value);
        return One(PlanImporter.Import(applied, context, PlanImporter.Slug(applied, context)));
    }

    /// <summary>Whether it holds steps of our own format.</summary>
    public static bool IsOurs(MappingNode root) => root.Find("tasks") is null && root.Find("steps") is not null;

    /// <summary>The template that a file is, with or without variables; null after saying what is wrong with them.</summary>
    public static ImportedTemplate? Describe(MappingNode root, ImportContext context)
    {
        var variables = TemplateVariables.Read(root, context, findsUndeclared: !IsOurs(root));
        return context.Bag.HasErrors ? null : Describe(root, variables, context);
    }

    private static ImportResult One(ImportedWorkflow? workflow) => new() { Created = workflow is null ? [] : [workflow] };

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
            [.. variables.All.Select(v => new ImportedVariable(v.Name, v.Required, v.Default, v.Description) { Typed = v.Typed })])
        {
            Title = (root.Find("title")?.Value as ScalarNode)?.Text,
            Tags = root.Find("tags")?.Value is SequenceNode tags ? [.. tags.Items.OfType<ScalarNode>().Select(t => t.Text)] : [],
            Steps = ((root.Find("steps") ?? root.Find("tasks"))?.Value as SequenceNode)?.Items.Count ?? 0,
        };
    }

    /// <summary>A workflow of our own format: its text with the values in it, else written anew.</summary>
    private static ImportedWorkflow? Ours(MappingNode root, Func<string, TemplateValue?> value, ImportContext context)
    {
        var slug = PlanImporter.Slug(root, context);
        var applied = new MappingNode(root.Start);
        foreach (var entry in ((MappingNode)TemplateSubstitution.Apply(root, value)).Entries.Where(e => e.Key.Text is not ("variables" or "name")))
        {
            applied.TryAdd(entry);
        }

        applied.TryAdd(new MappingEntry(Text("version", root.Start), Text("1.0", root.Start)));
        applied.TryAdd(new MappingEntry(Text("name", root.Start), Text(slug, root.Start)));
        var text = TemplateText.Write(context.Bag.Source.Text, root, applied, slug, value);
        context.Draft = text?.Text;
        if (context.Bag.HasErrors)
        {
            return null;
        }

        return text is null ? Anew(applied, context, slug) : Proven(text, context, slug);
    }

    private static ScalarNode Text(string text, int at) => new(at, at, text, ScalarKind.Text, text);

    /// <summary>The text as it is, when it is a workflow; its faults stand at the places of the template that they come from.</summary>
    private static ImportedWorkflow? Proven(TemplateText text, ImportContext context, string slug)
    {
        var parsed = WorkflowParser.Parse(Encoding.UTF8.GetBytes(text.Text), slug + ".yaml", context.Options.KnownAgents);
        var lines = new SourceText(text.Text);
        foreach (var fault in parsed.Diagnostics.Where(d => d.Severity == DiagnosticSeverity.Error))
        {
            context.Bag.Error(text.ToSource(lines.LineStart(fault.Line) + fault.Column - 1), fault.Code, fault.Message);
        }

        return parsed.IsValid ? new ImportedWorkflow(parsed.Definition!.Name, text.Text) : null;
    }

    private static ImportedWorkflow? Anew(MappingNode applied, ImportContext context, string slug)
    {
        var map = new OutputMap();
        applied.Entries.ForEach(e => map.Set(e.Key.Text, e.Value));
        map.Sort(["version", "name"]);

        var steps = applied.Find("steps")?.Value as SequenceNode;
        return WorkflowBuilder.Prove(map, slug, applied, steps?.Items ?? [], context, "template");
    }
}
