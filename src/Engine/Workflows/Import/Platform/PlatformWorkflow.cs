using Signalbox.Engine.Workflows.Import.Building;
using Signalbox.Engine.Workflows.Import.Output;
using Signalbox.Engine.Workflows.Import.Reading;

namespace Signalbox.Engine.Workflows.Import.Platform;

/// <summary>One workflow of the platform, in either of its spellings.</summary>
internal sealed class PlatformWorkflow
{
    private const string DialectName = "platform workflow";
    private const int DefaultTimeoutSeconds = 300;

    private readonly ImportContext context;
    private readonly ImportSection section;
    private readonly IReadOnlyDictionary<string, ImportedAgent>? agents;
    private readonly WorkflowBuilder builder;

    /// <param name="section">The workflow.</param>
    /// <param name="slug">Its name here.</param>
    /// <param name="agents">The agents that the file declares; null when it declares none and a step may name any.</param>
    public PlatformWorkflow(ImportSection section, string slug, IReadOnlyDictionary<string, ImportedAgent>? agents)
    {
        this.section = section;
        this.agents = agents;
        context = section.Context;
        builder = new WorkflowBuilder(context, section.Node, slug);
    }

    /// <param name="defaultTimeout">Seconds of a step that says none; null: 300.</param>
    public ImportedWorkflow? Import(long? defaultTimeout)
    {
        section.Text("id");
        var title = section.Text("name")?.Text;
        builder.Root.Set("title", string.Equals(title, builder.Slug, StringComparison.Ordinal) ? null : title);
        builder.Root.Set("description", section.Text("description")?.Text);
        var isGraph = IsGraph();
        builder.Root.Set("type", isGraph ? "graph" : null);
        CheckAgents();
        if (section.Flag("enabled") == false)
        {
            builder.Metadata.Set("enabled", false);
            context.Warn(section.Node, $"{ImportSection.Capital(section.Owner)} is switched off there; a workflow here has no such switch. It is kept as 'metadata.enabled'.");
        }

        var version = section.Text("version");
        builder.Metadata.Set("file_version", version?.Text);
        if (section.Take("metadata") is { } metadata && ImportSection.Open(metadata, $"the metadata of {section.Owner}", context) is { } kept)
        {
            kept.Node.Entries.ForEach(e => builder.Metadata.Set(e.Key.Text, kept.Take(e.Key.Text)));
        }

        builder.Root.Set("defaults", defaultTimeout is null or DefaultTimeoutSeconds ? null : new OutputMap().Set("timeout_seconds", defaultTimeout));
        var steps = ReadSteps();
        if (!context.Bag.HasErrors)
        {
            new PlatformStepWriter(builder, steps, agents, context).Write(isGraph);
        }

        section.KeepRest(builder.Metadata, "metadata");
        return builder.Build(DialectName);
    }

    private bool IsGraph()
    {
        switch (section.Text("type"))
        {
            case null:
                return false;
            case var type when type.Text.Equals("simple", StringComparison.OrdinalIgnoreCase):
                return false;
            case var type when type.Text.Equals("langgraph", StringComparison.OrdinalIgnoreCase) || type.Text.Equals("graph", StringComparison.OrdinalIgnoreCase):
                return true;
            case var type:
                context.NotMappable(type, $"{Wording.Quote(type.Text)} is not a type of workflow; the types are: SIMPLE, LANGGRAPH.");
                return false;
        }
    }

    private void CheckAgents()
    {
        foreach (var agent in section.Texts("agents").Where(a => agents?.ContainsKey(a.Text) == false))
        {
            context.Error(agent, DiagnosticCodes.UnknownAgent, $"There is no agent {Wording.Quote(agent.Text)}{Wording.Hint(agent.Text, agents!.Keys, "the agents of the file are")}");
        }
    }

    private List<PlatformStep> ReadSteps()
    {
        var reader = new PlatformStepReader(context);
        List<PlatformStep> steps = [.. section.Items("steps").Select(reader.Read).OfType<PlatformStep>()];
        if (steps.Count == 0 && !context.Bag.HasErrors)
        {
            context.Error(section.Take("steps") ?? section.Node, DiagnosticCodes.NoSteps, $"{ImportSection.Capital(section.Owner)} has no steps.");
        }

        foreach (var step in steps)
        {
            step.Output = step.OutputKey is null ? null : new Slugs().MakeName(step.OutputKey.Text);
            if (step.OutputKey is not null && !string.Equals(step.Output, step.OutputKey.Text, StringComparison.Ordinal))
            {
                context.Warn(step.OutputKey, $"The output's name becomes '{step.Output}'.");
            }
        }

        return steps;
    }
}
