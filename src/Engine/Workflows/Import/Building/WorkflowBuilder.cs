using System.Text;
using System.Text.RegularExpressions;
using Signalbox.Engine.Workflows.Import.Output;
using Signalbox.Engine.Workflows.Import.Reading;
using Signalbox.Engine.Workflows.Yaml;

namespace Signalbox.Engine.Workflows.Import.Building;

/// <summary>Puts a workflow together in our format, with the keys in the order of the format's page, and proves that it parses.</summary>
internal sealed partial class WorkflowBuilder
{
    private static readonly string[] WorkflowOrder =
    [
        "version", "name", "title", "key", "description", "type", "tags", "metadata", "repositories", "inputs", "env", "defaults", "concurrency", "limits", "schedule", "steps",
    ];

    private static readonly string[] StepOrder =
    [
        "id", "name", "repository", "role", "feature", "task_type", "methodology", "needs", "informs", "when", "with", "agent", "capabilities", "prompt", "run", "workflow", "approval",
        "acceptance_criteria", "done_when", "verify", "iterate", "outputs", "output_key", "timeout_seconds", "retry", "next", "max_visits", "priority",
    ];

    private readonly ImportContext context;
    private readonly YamlNode node;
    private readonly List<(OutputMap Step, YamlNode Node)> steps = [];

    /// <param name="context">Where faults go.</param>
    /// <param name="node">The workflow in the imported file.</param>
    /// <param name="slug">Its name here.</param>
    public WorkflowBuilder(ImportContext context, YamlNode node, string slug)
    {
        this.context = context;
        this.node = node;
        Slug = slug;
        Root.Set("version", "1.0").Set("name", slug);
    }

    public string Slug { get; }

    public OutputMap Root { get; } = new();

    /// <summary>What the file says and a workflow has no key for.</summary>
    public OutputMap Metadata { get; } = new();

    /// <summary>The inputs by name; each is one line.</summary>
    public OutputMap Inputs { get; } = new();

    public IReadOnlyList<OutputMap> Steps => [.. steps.Select(s => s.Step)];

    /// <summary>Declares an input, or finds it declared.</summary>
    public OutputMap Input(string name, string type)
    {
        if (Inputs[name] is OutputMap known)
        {
            return known;
        }

        var input = new OutputMap { IsFlow = true }.Set("type", type);
        Inputs.Set(name, input);
        return input;
    }

    /// <summary>A step; <paramref name="at"/> is where it stands in the imported file.</summary>
    public OutputMap AddStep(string id, YamlNode at)
    {
        var step = new OutputMap().Set("id", id);
        steps.Add((step, at));
        return step;
    }

    /// <summary>Where what a step has no key for is kept.</summary>
    public OutputMap StepMetadata(string id) => Metadata.Child("steps").Child(id);

    /// <summary>How that place is called in warnings.</summary>
    public static string Place(string id) => $"metadata.steps.{id}";

    /// <summary>The finished workflow; null after saying what keeps it from being one.</summary>
    public ImportedWorkflow? Build(string dialect)
    {
        Root.Set("metadata", Pruned(Metadata)).Set("inputs", Inputs);
        Root.Set("steps", steps.ConvertAll(s => s.Step));
        Root.Sort(WorkflowOrder);
        steps.ForEach(s => s.Step.Sort(StepOrder));
        return Prove(Root, Slug, node, [.. steps.Select(s => s.Node)], context, dialect);
    }

    /// <summary>The workflow as text, after reading it as one; null after saying what keeps it from being one.</summary>
    /// <param name="root">The whole workflow.</param>
    /// <param name="slug">Its name.</param>
    /// <param name="node">Where it stands in the imported file.</param>
    /// <param name="stepNodes">Where its steps stand there, in their order.</param>
    /// <param name="context">Where faults go.</param>
    /// <param name="dialect">What it was, for the first line.</param>
    public static ImportedWorkflow? Prove(OutputMap root, string slug, YamlNode node, IReadOnlyList<YamlNode> stepNodes, ImportContext context, string dialect)
    {
        if (context.Bag.HasErrors)
        {
            return null;
        }

        var yaml = $"# Imported from {Wording.Quote(context.File)} ({dialect}).\n{YamlEmitter.Emit(root)}";
        var parsed = WorkflowParser.Parse(Encoding.UTF8.GetBytes(yaml), slug + ".yaml", context.Options.KnownAgents);
        foreach (var fault in parsed.Diagnostics.Where(d => d.Severity == DiagnosticSeverity.Error))
        {
            // a fault of the result is shown where the step stands in the imported file: nobody has seen the result's lines
            var index = yaml.Split('\n').Take(fault.Line).Count(line => StepLine().IsMatch(line)) - 1;
            var isStep = index >= 0 && index < stepNodes.Count;
            var what = isStep ? $"The step '{((root["steps"] as IReadOnlyList<OutputMap>)?[index]["id"] as string) ?? Id(stepNodes[index])}'" : $"The workflow '{slug}'";
            context.Bag.Error((isStep ? stepNodes[index] : node).Start, fault.Code, $"{what} would not be valid here: {fault.Message}");
        }

        return parsed.IsValid ? new ImportedWorkflow(parsed.Definition!.Name, yaml) : null;
    }

    private static string Id(YamlNode step) => ((step as MappingNode)?.Find("id")?.Value as ScalarNode)?.Text ?? "";

    private static OutputMap Pruned(OutputMap map)
    {
        var pruned = new OutputMap();
        foreach (var (key, value) in map.Entries)
        {
            pruned.Set(key, value is OutputMap child ? Pruned(child) : value);
        }

        return pruned;
    }

    [GeneratedRegex("^  - [a-z{]", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex StepLine();
}
