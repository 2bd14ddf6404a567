using System.Text;
using Signalbox.Engine.Workflows.Import.Building;
using Signalbox.Engine.Workflows.Import.Output;
using Signalbox.Engine.Workflows.Import.Prompts;
using Signalbox.Engine.Workflows.Import.Reading;
using Signalbox.Engine.Workflows.Yaml;

namespace Signalbox.Engine.Workflows.Import.Plans;

/// <summary>A plan of tasks (spec 3; design/workflow-format.md): each task becomes a step.</summary>
internal sealed class PlanImporter
{
    private const string DialectName = "plan";

    private readonly ImportContext context;
    private readonly ImportSection file;
    private readonly WorkflowBuilder builder;

    private PlanImporter(ImportSection file, string slug)
    {
        this.file = file;
        context = file.Context;
        builder = new WorkflowBuilder(context, file.Node, slug);
    }

    /// <summary>The name that a plan gets: its own, else the file's.</summary>
    public static string Slug(MappingNode root, ImportContext context)
    {
        var name = context.Options.Name ?? (root.Find("name")?.Value as ScalarNode)?.Text;
        return new Slugs().Make(string.IsNullOrWhiteSpace(name) ? Path.GetFileNameWithoutExtension(context.File) : name, "plan");
    }

    /// <param name="root">The plan, without variables in it.</param>
    /// <param name="context">Where faults go.</param>
    /// <param name="slug">Name of the workflow.</param>
    public static ImportedWorkflow? Import(MappingNode root, ImportContext context, string slug) =>
        new PlanImporter(new ImportSection(root, "the plan", context), slug).Import();

    private ImportedWorkflow? Import()
    {
        var name = file.Text("name");
        var title = name is null || context.Options.Name is not null || string.Equals(name.Text, builder.Slug, StringComparison.Ordinal) ? null : name.Text;
        builder.Root.Set("title", title);
        file.Take("variables");
        var approach = file.Text("approach")?.Text;
        string?[] about = [file.Text("summary")?.Text, file.Text("description")?.Text, approach];
        builder.Root.Set("description", string.Join("\n\n", about.OfType<string>()) is { Length: > 0 } text ? text : null);
        var tasks = Tasks();
        if (context.Bag.HasErrors)
        {
            return null;
        }

        new PlanOrder(tasks, context).Resolve();
        var needsAgent = false;
        foreach (var task in tasks)
        {
            needsAgent |= Step(task, approach);
        }

        if (needsAgent)
        {
            builder.Root.Set("defaults", new OutputMap().Set("agent", context.Options.DefaultAgent));
            context.Warn(file.Node, $"The plan names no agents; its tasks are given to '{context.Options.DefaultAgent}'.");
        }

        Repositories(tasks);
        file.KeepRest(builder.Metadata, "metadata");
        return builder.Build(DialectName);
    }

    /// <summary>The tasks by position: the sequence decides, the order of the file where it is the same or missing.</summary>
    private List<PlanTask> Tasks()
    {
        List<PlanTask> tasks = [];
        var ids = new Slugs();
        foreach (var node in file.Items("tasks"))
        {
            if (ImportSection.Open(node, "a task", context) is not { } section || section.Require("name", "title") is not { } name)
            {
                continue;
            }

            section = new ImportSection(section.Node, $"the task {Wording.Quote(name.Text)}", context);
            section.Text("name", "title");
            if (tasks.Exists(t => string.Equals(t.Name.Text, name.Text, StringComparison.Ordinal)))
            {
                context.Error(name, DiagnosticCodes.DuplicateName, $"Two tasks are called {Wording.Quote(name.Text)}.");
            }

            tasks.Add(new PlanTask
            {
                Section = section,
                Name = name,
                Id = ids.Make(name.Text, "task"),
                Sequence = section.Integer(0, int.MaxValue, "sequence", "position")?.Value,
                Group = section.Text("parallel_group", "group")?.Text,
                NamesDependencies = section.Node.Find("depends_on") is not null || section.Node.Find("dependencies") is not null,
            });
        }

        if (tasks.Count == 0 && !context.Bag.HasErrors)
        {
            context.Error(file.Take("tasks") ?? file.Node, DiagnosticCodes.NoSteps, "The plan has no tasks.");
        }

        return [.. tasks.OrderBy(t => t.Sequence ?? long.MaxValue)];
    }

    /// <summary>Whether the step has neither an agent nor capabilities of its own.</summary>
    private bool Step(PlanTask task, string? approach)
    {
        var section = task.Section;
        var step = builder.AddStep(task.Id, section.Node).Set("name", string.Equals(task.Name.Text, task.Id, StringComparison.Ordinal) ? null : task.Name.Text);
        step.Set("needs", task.WaitsFor.Select(t => t.Id).ToArray());
        step.Set("informs", task.Informs.Select(t => t.Id).ToArray());
        var agent = section.Text("agent", "assigned_to");
        var capabilities = section.Texts("capabilities").Select(c => c.Text).ToArray();
        step.Set("agent", agent?.Text).Set("capabilities", agent is null ? capabilities : null);
        step.Set("role", section.Text("role")?.Text);
        step.Set("repository", section.Text("repository", "repository_id", "repo")?.Text);
        step.Set("prompt", Prompt(task, approach));
        step.Set("acceptance_criteria", section.Texts("acceptance_criteria").Select(c => c.Text).ToArray());
        step.Set("done_when", section.Text("done_when")?.Text);
        var metadata = builder.StepMetadata(task.Id);
        metadata.Set("parallel_group", task.Group).Set("sequence", task.Sequence);
        section.KeepRest(metadata, WorkflowBuilder.Place(task.Id));
        return agent is null && capabilities.Length == 0;
    }

    /// <summary>The name, the description, the plan's approach and the files: everything the task says to whoever does it.</summary>
    private string? Prompt(PlanTask task, string? approach)
    {
        var prompt = new StringBuilder(task.Name.Text).Append('\n');
        foreach (var text in new[] { task.Section.Text("description"), task.Section.Text("prompt") }.OfType<ScalarNode>())
        {
            prompt.Append('\n').Append(text.Text.TrimEnd()).Append('\n');
        }

        if (approach is not null)
        {
            prompt.Append("\nThe approach of the whole plan: ").Append(approach.TrimEnd()).Append('\n');
        }

        if (task.Section.Node.Find("files_likely_affected")?.Value is SequenceNode files)
        {
            prompt.Append("\nFiles that are likely affected:\n");
            files.Items.OfType<ScalarNode>().ToList().ForEach(f => prompt.Append("- ").Append(f.Text).Append('\n'));
        }

        var escaped = HandlebarsText.Escape(prompt.ToString());
        if (escaped is null)
        {
            context.NotMappable(task.Name, $"{ImportSection.Capital(task.Section.Owner)} has a backslash directly before '{{{{', which no prompt can say; put a space between them.");
        }

        return escaped;
    }

    private void Repositories(List<PlanTask> tasks)
    {
        var named = builder.Steps.Select(s => s["repository"] as string).ToList();
        var all = file.Texts("repositories").Select(r => r.Text).Concat(named.OfType<string>()).Distinct(StringComparer.Ordinal).ToArray();
        builder.Root.Set("repositories", all);
        if (all.Length < 2)
        {
            return;
        }

        foreach (var (task, _) in tasks.Zip(named).Where(t => t.Second is null))
        {
            context.Error(task.Name, DiagnosticCodes.MissingKey, $"The plan works in several repositories ({Wording.List(all)}), so {task.Section.Owner} needs a 'repository'.");
        }
    }
}
