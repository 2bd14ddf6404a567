using System.Text;
using Signalbox.Engine.Workflows.Binding;
using Signalbox.Engine.Workflows.Import.Building;
using Signalbox.Engine.Workflows.Import.Output;
using Signalbox.Engine.Workflows.Import.Prompts;
using Signalbox.Engine.Workflows.Import.Reading;
using Signalbox.Engine.Workflows.Yaml;

namespace Signalbox.Engine.Workflows.Import.FeatureSpecs;

/// <summary>
/// A feature spec (spec 4, <c>spec.yaml</c>): each task becomes a step with its acceptance criteria, its iterations and when it is done.
/// Tasks without dependencies follow one another: they share one workspace.
/// </summary>
internal sealed class FeatureSpecImporter
{
    private const string DialectName = "feature spec";
    private const int DefaultIterations = 10;
    private const int MostIterations = 20;
    private static readonly string[] RequirementTexts = ["title", "description"];
    private static readonly string[] Methodologies = ["TDD", "BDD", "standard"];

    private readonly ImportContext context;
    private readonly ImportSection file;
    private readonly ImportSection feature;
    private readonly WorkflowBuilder builder;
    private readonly string featureId;

    /// <summary>Our step ids by the tasks' ids.</summary>
    private readonly Dictionary<string, string> steps = new(StringComparer.Ordinal);

    /// <summary>Of each requirement the last task that refers to it.</summary>
    private readonly Dictionary<string, MappingNode> lastOf = new(StringComparer.Ordinal);

    private FeatureSpecImporter(ImportSection file, ImportSection feature, ScalarNode id)
    {
        this.file = file;
        this.feature = feature;
        context = file.Context;
        featureId = id.Text;
        builder = new WorkflowBuilder(context, file.Node, new Slugs().Make(featureId, "feature"));
    }

    public static ImportedWorkflow? Import(MappingNode root, ImportContext context)
    {
        var section = new ImportSection(root, "the feature spec", context);
        if (section.Take("feature") is not { } node)
        {
            context.Error(root, DiagnosticCodes.MissingKey, "The feature spec needs 'feature'.");
            return null;
        }

        var named = ImportSection.Open(node, "the feature", context);
        return named?.Require("id") is { } id ? new FeatureSpecImporter(section, named, id).Import() : null;
    }

    private ImportedWorkflow? Import()
    {
        builder.Root.Set("title", feature.Text("name")?.Text);
        builder.Root.Set("description", Summary());
        builder.Metadata.Set("spec_version", file.Text("version")?.Text);
        feature.Text("id");
        if (!NameRule.Feature.IsMatch(featureId))
        {
            context.Warn(feature.Node, $"{Wording.Quote(featureId)} is no id of a feature here ({NameRule.Feature.Allowed}); its steps belong to '{builder.Slug}'.");
        }

        feature.KeepRest(builder.Metadata.Child("feature"), "metadata.feature");
        builder.Root.Set("defaults", new OutputMap().Set("agent", context.Options.DefaultAgent));
        context.Warn(file.Node, $"A feature spec names no agents; its tasks are given to '{context.Options.DefaultAgent}'.");
        var tasks = Tasks();
        foreach (var (_, task) in tasks)
        {
            if (task.Text("id") is { } id && !steps.ContainsKey(id.Text))
            {
                steps.Add(id.Text, new Slugs().Make(id.Text, "task"));
            }

            if (ReferenceOf(task.Node) is { } reference)
            {
                lastOf[reference] = task.Node;
            }
        }

        string? previous = null;
        foreach (var (role, task) in tasks)
        {
            previous = Step(role, task, previous) ?? previous;
        }

        file.KeepRest(builder.Metadata, "metadata", "is no part of a workflow");
        return builder.Build(DialectName);
    }

    private string? Summary() =>
        file.Node.Find("objective")?.Value is MappingNode objective && objective.Find("summary")?.Value is ScalarNode { Text.Length: > 0 } summary ? summary.Text : null;

    private List<(ScalarNode Role, ImportSection Task)> Tasks()
    {
        List<(ScalarNode, ImportSection)> tasks = [];
        switch (file.Take("tasks"))
        {
            case MappingNode roles:
                foreach (var (role, list) in roles.Entries)
                {
                    foreach (var node in (list as SequenceNode)?.Items ?? [list])
                    {
                        if (ImportSection.Open(node, $"a task of {role.Text}", context) is { } section)
                        {
                            var id = (section.Node.Find("id")?.Value as ScalarNode)?.Text ?? "";
                            tasks.Add((role, new ImportSection(section.Node, $"the task {Wording.Quote(id)}", context)));
                        }
                    }
                }

                break;
            case { } other:
                context.Error(other, DiagnosticCodes.WrongType, "'tasks' of a feature spec is a mapping of roles to lists of tasks.");
                break;
        }

        if (tasks.Count == 0 && !context.Bag.HasErrors)
        {
            context.Error(file.Node, DiagnosticCodes.NoSteps, "The feature spec has no tasks.");
        }

        return tasks;
    }

    private string? Step(ScalarNode role, ImportSection task, string? previous)
    {
        var id = task.Require("id");
        var title = task.Require("title");
        if (id is null || title is null)
        {
            return null;
        }

        var step = builder.AddStep(steps[id.Text], task.Node).Set("name", title.Text).Set("role", role.Text).Set("feature", NameRule.Feature.IsMatch(featureId) ? featureId : builder.Slug);
        if (builder.Steps.Count(s => string.Equals(s["id"] as string, steps[id.Text], StringComparison.Ordinal)) > 1)
        {
            context.Error(id, DiagnosticCodes.DuplicateName, $"Two tasks have the id {Wording.Quote(id.Text)}.");
        }

        step.Set("needs", Needs(task, previous));
        step.Set("task_type", task.Text("type")?.Text).Set("methodology", Methodology(task));
        step.Set("prompt", Prompt(task, title));
        string[] criteria = [.. task.Texts("acceptance_criteria").Select(c => c.Text), .. Commands(task)];
        step.Set("acceptance_criteria", criteria);
        Until(task, step, id, criteria);
        task.KeepRest(builder.StepMetadata(steps[id.Text]), WorkflowBuilder.Place(steps[id.Text]));
        return steps[id.Text];
    }

    private string[] Needs(ImportSection task, string? previous)
    {
        var isOrdered = task.Node.Find("dependencies") is not null;
        List<string> needs = [];
        foreach (var dependency in task.Texts("dependencies"))
        {
            if (steps.TryGetValue(dependency.Text, out var step))
            {
                needs.Add(step);
            }
            else
            {
                context.Error(dependency, DiagnosticCodes.UnknownStep, $"There is no task {Wording.Quote(dependency.Text)}, which {task.Owner} depends on{Wording.Hint(dependency.Text, steps.Keys, "the tasks are")}");
            }
        }

        return isOrdered ? [.. needs.Distinct(StringComparer.Ordinal)] : previous is null ? [] : [previous];
    }

    private string? Methodology(ImportSection task)
    {
        var methodology = task.Text("methodology");
        if (methodology is not null && !Methodologies.Contains(methodology.Text, StringComparer.Ordinal))
        {
            context.Error(methodology, DiagnosticCodes.NotAllowed, $"{Wording.Quote(methodology.Text)} is not a methodology; the methodologies are: {string.Join(", ", Methodologies)}.");
        }

        return methodology?.Text;
    }

    /// <summary>
    /// A task that says when it is done is repeated until then; one that does not is done once. What its criteria name as a command proves it,
    /// and where that says when it is done, nobody asks the agent.
    /// </summary>
    private void Until(ImportSection task, OutputMap step, ScalarNode id, IReadOnlyList<string> criteria)
    {
        var done = task.Text("done_when");
        var most = task.Integer(1, MostIterations, "max_iterations");
        var script = SpecCommand.Script([.. criteria, done?.Text]);
        if (script is not null)
        {
            step.Set("verify", new OutputMap().Set("run", script));
        }

        if (done is not null || script is not null)
        {
            var until = script is not null && (done is null || SpecCommand.Of(done.Text) is not null) ? "verify" : "done_when";
            step.Set("done_when", done?.Text);
            step.Set("iterate", new OutputMap { IsFlow = true }.Set("max", most?.Value ?? DefaultIterations).Set("until", until));
        }
        else if (most is not null)
        {
            context.Warn(most.Value.Node, $"{ImportSection.Capital(task.Owner)} does not say when it is done, so it is done once; its 'max_iterations' is not used.");
        }
        else
        {
            context.Warn(id, $"{ImportSection.Capital(task.Owner)} does not say when it is done; it is done once.");
        }
    }

    /// <summary>The task, the feature it belongs to, and the requirement it refers to. The criteria are told to the agent by the engine.</summary>
    private string? Prompt(ImportSection task, ScalarNode title)
    {
        var prompt = new StringBuilder(title.Text).Append('\n');
        if (task.Text("description") is { } description)
        {
            prompt.Append('\n').Append(description.Text.TrimEnd()).Append('\n');
        }

        var name = (feature.Node.Find("name")?.Value as ScalarNode)?.Text ?? featureId;
        prompt.Append("\nIt is part of the feature: ").Append(name).Append('\n').Append(Summary() is { } summary ? summary.TrimEnd() + "\n" : "");
        if (task.Text("reference") is { } reference)
        {
            prompt.Append("\nReference: ").Append(reference.Text).Append('\n').Append(Requirement(reference.Text));
        }

        var escaped = HandlebarsText.Escape(prompt.ToString());
        if (escaped is null)
        {
            context.NotMappable(title, $"{ImportSection.Capital(task.Owner)} has a backslash directly before '{{{{', which no prompt can say; put a space between them.");
        }

        return escaped;
    }

    /// <summary>The criteria of the task's requirement that name a command: proved with the last task that refers to it, when all that it asks for is there.</summary>
    private IEnumerable<string> Commands(ImportSection task) =>
        ReferenceOf(task.Node) is { } id && ReferenceEquals(lastOf.GetValueOrDefault(id), task.Node)
            ? ((Find(id)?.Find("acceptance_criteria")?.Value as SequenceNode)?.Items ?? []).OfType<ScalarNode>().Select(c => c.Text).Where(c => SpecCommand.Of(c) is not null)
            : [];

    private static string? ReferenceOf(MappingNode task) => (task.Find("reference")?.Value as ScalarNode)?.Text;

    private MappingNode? Find(string id) =>
        ((file.Node.Find("requirements")?.Value as MappingNode)?.Find("functional")?.Value as SequenceNode)?.Items.OfType<MappingNode>()
            .FirstOrDefault(r => string.Equals((r.Find("id")?.Value as ScalarNode)?.Text, id, StringComparison.Ordinal));

    private string Requirement(string id)
    {
        var found = Find(id);
        var texts = RequirementTexts.Select(k => found?.Find(k)?.Value as ScalarNode).OfType<ScalarNode>();
        return string.Concat(texts.Select(t => t.Text.TrimEnd() + "\n"));
    }
}
