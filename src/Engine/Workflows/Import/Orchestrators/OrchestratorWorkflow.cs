using Signalbox.Engine.Workflows.Import.Agents;
using Signalbox.Engine.Workflows.Import.Building;
using Signalbox.Engine.Workflows.Import.Output;
using Signalbox.Engine.Workflows.Import.Reading;
using Signalbox.Engine.Workflows.Yaml;

namespace Signalbox.Engine.Workflows.Import.Orchestrators;

/// <summary>One workflow of an orchestrator: a graph of tasks and reviews, where a rejection leads back.</summary>
internal sealed class OrchestratorWorkflow
{
    private const string DialectName = "orchestrator workflow";

    private readonly ImportContext context;
    private readonly ImportSection section;
    private readonly IReadOnlyDictionary<string, ImportedAgent> agents;
    private readonly WorkflowBuilder builder;

    public OrchestratorWorkflow(ImportSection section, string slug, IReadOnlyDictionary<string, ImportedAgent> agents)
    {
        this.section = section;
        this.agents = agents;
        context = section.Context;
        builder = new WorkflowBuilder(context, section.Node, slug);
    }

    /// <param name="outer">Limits of the whole file.</param>
    /// <param name="orchestrator">What the file says of the orchestrator itself.</param>
    public ImportedWorkflow? Import(OrchestratorLimits outer, OutputMap orchestrator)
    {
        section.Text("id");
        builder.Root.Set("title", section.Text("name", "title")?.Text).Set("description", section.Text("description")?.Text);
        builder.Root.Set("tags", section.Texts("tags").Select(t => t.Text).Distinct(StringComparer.Ordinal).ToArray());
        builder.Metadata.Set("file_version", section.Text("version")?.Text).Set("orchestrator", orchestrator);
        var limits = outer.Above(section);
        limits.Write(builder);
        var inputs = Inputs();
        var steps = Steps();
        var edges = new OrchestratorEdges(steps, context);
        var isGraph = steps.Count > 1 || steps.Exists(s => s.IsReview || s.Section.Node.Find("next") is not null);
        edges.Read();
        builder.Root.Set("type", isGraph ? "graph" : null);
        var loops = edges.InLoops();
        if (loops.Count > 0)
        {
            limits.SayIterations(section.Node);
        }

        var prompts = new OrchestratorPrompt(steps, inputs, builder.Slug, context);
        foreach (var step in steps)
        {
            var written = Write(step, prompts, limits);
            written.Set("next", isGraph ? OrchestratorEdges.Write(step) : null);
            written.Set("max_visits", loops.Contains(step) ? limits.Iterations : null);
        }

        section.KeepRest(builder.Metadata, "metadata");
        return builder.Build(DialectName);
    }

    private Dictionary<string, string> Inputs()
    {
        var inputs = new Dictionary<string, string>(StringComparer.Ordinal);
        var names = new Slugs();
        foreach (var node in section.Items("inputs"))
        {
            if ((node as ScalarNode ?? (node as MappingNode)?.Find("name")?.Value) is not ScalarNode name)
            {
                context.Error(node, DiagnosticCodes.WrongType, $"An input of {section.Owner} is a name.");
                continue;
            }

            var ours = names.MakeName(name.Text);
            if (!inputs.TryAdd(name.Text, ours))
            {
                context.Error(name, DiagnosticCodes.DuplicateName, $"{ImportSection.Capital(section.Owner)} has two inputs named {Wording.Quote(name.Text)}.");
                continue;
            }

            var declared = node is MappingNode mapping ? new ImportSection(mapping, $"the input {Wording.Quote(name.Text)}", context) : null;
            declared?.Text("name");
            builder.Input(ours, "string").Set("required", declared?.Flag("required") == false ? null : true).Set("description", declared?.Text("description")?.Text);
            declared?.KeepRest(builder.Metadata.Child("inputs").Child(ours), $"metadata.inputs.{ours}");
        }

        return inputs;
    }

    private List<OrchestratorStep> Steps()
    {
        List<OrchestratorStep> steps = [];
        var ids = new Slugs();
        foreach (var node in section.Items("steps"))
        {
            if (ImportSection.Open(node, "a step", context) is not { } read || read.Require("id") is not { } name)
            {
                continue;
            }

            read = new ImportSection(read.Node, $"the step {Wording.Quote(name.Text)}", context);
            read.Text("id");
            var id = ids.Make(name.Text, "step");
            if (steps.Exists(s => string.Equals(s.Name.Text, name.Text, StringComparison.Ordinal)))
            {
                context.Error(name, DiagnosticCodes.DuplicateName, $"Two steps have the id {Wording.Quote(name.Text)}.");
            }
            else if (!string.Equals(id, name.Text, StringComparison.Ordinal))
            {
                context.Warn(name, $"The step's id becomes '{id}'.");
            }

            var type = read.Text("type");
            var isReview = type is { Text: "agent_review" };
            if (type is not (null or { Text: "agent_task" or "agent_review" }))
            {
                context.NotMappable(type, $"{Wording.Quote(type.Text)} is not a type of step that can be imported; there are agent_task and agent_review.");
            }

            steps.Add(new OrchestratorStep { Section = read, Name = name, Id = id, IsReview = isReview, Outputs = OrchestratorOutputs.Read(read, id, isReview) });
        }

        if (steps.Count == 0 && !context.Bag.HasErrors)
        {
            context.Error(section.Take("steps") ?? section.Node, DiagnosticCodes.NoSteps, $"{ImportSection.Capital(section.Owner)} has no steps.");
        }

        return steps;
    }

    private OutputMap Write(OrchestratorStep step, OrchestratorPrompt prompts, OrchestratorLimits limits)
    {
        var read = step.Section;
        var written = builder.AddStep(step.Id, read.Node).Set("name", read.Text("name", "title")?.Text);
        if (read.Require("agent") is { } agent)
        {
            written.Set("agent", agents.TryGetValue(agent.Text, out var declared) ? AgentKinds.Write(declared) : null);
            if (declared is null)
            {
                context.Error(agent, DiagnosticCodes.UnknownAgent, $"There is no agent {Wording.Quote(agent.Text)}{Wording.Hint(agent.Text, agents.Keys, "the agents of the file are")}");
            }
            else
            {
                builder.StepMetadata(step.Id).Set("agent", agent.Text);
            }
        }

        if (read.Require("prompt") is { } prompt)
        {
            written.Set("prompt", prompts.Translate(prompt, step));
        }

        written.Set("outputs", step.Outputs.Select(o => new OutputMap { IsFlow = true }
            .Set("name", o.Name).Set("type", o.Path is null ? "string" : "file").Set("source", o.Path).Set("optional", o.IsOptional ? true : null)).ToArray());
        limits.Above(read).Write(written, limits);
        if (read.Node.Find("workspace_mode")?.Value is ScalarNode { Text: "run_workspace" })
        {
            read.Text("workspace_mode");
        }

        read.KeepRest(builder.StepMetadata(step.Id), WorkflowBuilder.Place(step.Id));
        return written;
    }
}
