using System.Text;
using System.Text.RegularExpressions;
using Signalbox.Engine.Workflows.Import.Output;
using Signalbox.Engine.Workflows.Import.Reading;
using Signalbox.Engine.Workflows.Yaml;

namespace Signalbox.Engine.Workflows.Import.Building;

/// <summary>Puts a workflow together in our format, with the keys in the order of the format's page, and proves that it parses.</summary>
internal sealed partial class WorkflowBuilder
{
    private static readonly string[] Keys =
    [
        "version", "name", "title", "key", "description", "type", "tags", "metadata", "repositories", "inputs", "env", "defaults", "concurrency", "limits", "schedule", "steps",
    ];

    private static readonly string[] StepKeys =
    [
        "id", "name", "repository", "role", "feature", "task_type", "methodology", "needs", "informs", "when", "with", "agent", "capabilities", "prompt", "run", "workflow", "approval",
        "acceptance_criteria", "done_when", "iterate", "outputs", "output_key", "timeout_seconds", "retry", "next", "max_visits", "priority",
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
        Root.Sort(Keys);
        steps.ForEach(s => s.Step.Sort(StepKeys));
        var yaml = $"# Imported from {Wording.Quote(context.File)} ({dialect}).\n{YamlEmitter.Emit(Root)}";
        if (context.Bag.HasErrors)
        {
            return null;
        }

        var parsed = WorkflowParser.Parse(Encoding.UTF8.GetBytes(yaml), Slug + ".yaml", context.Options.KnownAgents);
        foreach (var fault in parsed.Diagnostics.Where(d => d.Severity == DiagnosticSeverity.Error))
        {
            Refuse(fault, yaml);
        }

        return parsed.IsValid ? new ImportedWorkflow(Slug, yaml) : null;
    }

    /// <summary>A fault of the result is shown where the step stands in the imported file: nobody has seen the result's lines.</summary>
    private void Refuse(Diagnostic fault, string yaml)
    {
        var index = yaml.Split('\n').Take(fault.Line).Count(line => StepLine().IsMatch(line)) - 1;
        var (at, what) = index >= 0 && index < steps.Count ? (steps[index].Node, $"the step '{steps[index].Step["id"]}'") : (node, $"the workflow '{Slug}'");
        context.Bag.Error(at.Start, fault.Code, $"{ImportSection.Capital(what)} would not be valid here: {fault.Message}");
    }

    private static OutputMap Pruned(OutputMap map)
    {
        var pruned = new OutputMap();
        foreach (var (key, value) in map.Entries)
        {
            pruned.Set(key, value is OutputMap child ? Pruned(child) : value);
        }

        return pruned;
    }

    [GeneratedRegex("^  - id: ", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex StepLine();
}
