using Signalbox.Engine.Workflows.Import.Agents;
using Signalbox.Engine.Workflows.Import.Building;
using Signalbox.Engine.Workflows.Import.Output;
using Signalbox.Engine.Workflows.Import.Reading;
using Signalbox.Engine.Workflows.Yaml;

namespace Signalbox.Engine.Workflows.Import.RunFiles;

/// <summary>
/// Run-file workflows (spec 1; design/workflow-format.md): steps run in the order of the file, prompts are Handlebars. That a failed agent
/// counts as success there is not kept.
/// </summary>
internal sealed class RunFileImporter
{
    private const string DialectName = "run-file workflow";
    private const int DefaultTimeoutSeconds = 300;

    private readonly ImportContext context;
    private readonly ImportSection file;
    private readonly WorkflowBuilder builder;
    private readonly RunFileNames names;
    private readonly Slugs stepIds = new();

    private RunFileImporter(ImportSection file, ScalarNode? name, string slug)
    {
        this.file = file;
        context = file.Context;
        builder = new WorkflowBuilder(context, (YamlNode?)name ?? file.Node, slug);
        names = new RunFileNames(builder, context);
    }

    public static ImportedWorkflow? Import(MappingNode root, ImportContext context)
    {
        var section = new ImportSection(root, "the workflow", context);
        var name = section.Require("name");
        var slug = new Slugs().Make(name?.Text ?? "", "workflow");
        if (name is not null && !string.Equals(name.Text, slug, StringComparison.Ordinal))
        {
            context.Warn(name, $"The name becomes '{slug}'; the name as written is kept as the title.");
        }

        return new RunFileImporter(section, name, slug).Import(name);
    }

    private ImportedWorkflow? Import(ScalarNode? name)
    {
        builder.Root.Set("title", name is not null && !string.Equals(name.Text, builder.Slug, StringComparison.Ordinal) ? name.Text : null);
        Version();
        builder.Root.Set("description", file.Text("description")?.Text);
        var defaults = Defaults();
        names.Declare(file.Take("inputs"));
        var steps = file.Items("steps");
        if (steps.Count == 0)
        {
            context.Error(file.Take("steps") ?? file.Node, DiagnosticCodes.NoSteps, "The workflow has no steps.");
        }

        string? previous = null;
        foreach (var node in steps)
        {
            previous = Step(node, previous, defaults) ?? previous;
        }

        file.KeepRest(builder.Metadata, "metadata");
        return builder.Build(DialectName);
    }

    private void Version()
    {
        var version = file.Text("version");
        if (version is null)
        {
            context.Warn(file.Node, "The file has no 'version'; it is read as version \"1.0\".");
        }
        else if (version.Text is not ("1" or "1.0"))
        {
            builder.Metadata.Set("file_version", version.Text);
            context.Warn(version, $"The version {Wording.Quote(version.Text)} is read as \"1.0\" and kept as 'metadata.file_version'.");
        }
    }

    private RunFileDefaults Defaults()
    {
        var node = file.Take("defaults");
        if (node is null || ImportSection.Open(node, "'defaults'", context) is not { } section)
        {
            return new RunFileDefaults(null, null);
        }

        var agent = section.Text("agent", "tool");
        if (agent is not null)
        {
            context.Warn(agent, $"The agent {Wording.Quote(agent.Text)} of 'defaults' is written in each step that names none.");
        }

        var model = section.Text("model");
        var timeout = Timeout(section);
        builder.Root.Set("defaults", new OutputMap().Set("timeout_seconds", timeout));
        section.KeepRest(builder.Metadata.Child("defaults"), "metadata.defaults");
        return new RunFileDefaults(agent, model);
    }

    /// <summary>Longer than a step may take here is cut to the longest, and said.</summary>
    private long? Timeout(ImportSection section)
    {
        if (section.Integer(0, int.MaxValue, "timeout_secs", "timeout_seconds", "timeout") is not { } timeout)
        {
            return null;
        }

        context.Warn(timeout.Node, $"The time of {section.Owner} is written as 'timeout_seconds' here.");
        var cut = Math.Clamp(timeout.Value, Binding.StepSection.MinTimeoutSeconds, Binding.StepSection.MaxTimeoutSeconds);
        if (cut != timeout.Value)
        {
            context.Warn(timeout.Node, $"A step's time is 10 to 3600 seconds here; {timeout.Value} becomes {cut}.");
        }

        return cut == DefaultTimeoutSeconds ? null : cut;
    }

    /// <summary>The id of the step; null when it cannot be read.</summary>
    private string? Step(YamlNode node, string? previous, RunFileDefaults defaults)
    {
        if (ImportSection.Open(node, "a step", context) is not { } section)
        {
            return null;
        }

        var name = section.Text("name");
        var written = section.Text("id") ?? name;
        if (written is null)
        {
            context.Error(node, DiagnosticCodes.MissingKey, "A step needs an 'id'.");
        }

        section = new ImportSection((MappingNode)node, $"the step {Wording.Quote(written?.Text ?? "")}", context);
        var id = stepIds.Make(written?.Text ?? "", "step");
        if (written is not null && !names.TryAddStep(written.Text, id))
        {
            context.Error(written, DiagnosticCodes.DuplicateName, $"Two steps have the id {Wording.Quote(written.Text)}.");
        }
        else if (written is not null && !string.Equals(id, section.Text("id")?.Text, StringComparison.Ordinal))
        {
            context.Warn(written, $"The step's id becomes '{id}'.");
        }

        var step = builder.AddStep(id, node).Set("name", section.Text("name")?.Text);
        step.Set("needs", previous is null ? null : new[] { previous });
        Type(section);
        step.Set("agent", Agent(section, defaults));
        step.Set("timeout_seconds", Timeout(section));
        if (section.Require("prompt") is { } prompt)
        {
            step.Set("prompt", names.Translate(prompt));
        }

        step.Set("outputs", new RunFileOutputs(section, builder, id).Read(names.OutputsOf(written?.Text ?? "")));
        section.Text("id");
        section.KeepRest(builder.StepMetadata(id), WorkflowBuilder.Place(id));
        return id;
    }

    private void Type(ImportSection section)
    {
        if (section.Text("type") is { } type && !type.Text.Equals("agent", StringComparison.OrdinalIgnoreCase))
        {
            context.NotMappable(type, $"A step of type {Wording.Quote(type.Text)} cannot be imported; only steps of type 'agent' can.");
        }
    }

    /// <summary>An id, or an agent with a model.</summary>
    private object Agent(ImportSection section, RunFileDefaults defaults)
    {
        var own = section.Text("agent", "tool");
        var model = (section.Text("model") ?? (own is null ? defaults.Model : null))?.Text;
        var id = (own ?? defaults.Agent)?.Text;
        if (id is not null && context.Options.KnownAgents?.Contains(id) != true && AgentKinds.OfModel(id) is { } maker)
        {
            context.Warn((own ?? defaults.Agent)!, $"{Wording.Quote(id)} is a model and no agent: {section.Owner} is given to '{maker}' with that model.");
            (model, id) = (model ?? id, maker);
        }

        if (id is null)
        {
            id = context.Options.DefaultAgent;
            context.Warn(section.Node, $"{ImportSection.Capital(section.Owner)} names no agent; it is given to '{id}'.");
        }
        else if (!Binding.Patterns.Slug().IsMatch(id))
        {
            context.Error((own ?? defaults.Agent)!, DiagnosticCodes.BadName, $"The id of an agent is {Binding.Patterns.SlugAllowed}; this is {Wording.Quote(id)}.");
        }

        return model is null ? id : new OutputMap { IsFlow = true }.Set("provider", id).Set("model", model);
    }

    private sealed record RunFileDefaults(ScalarNode? Agent, ScalarNode? Model);
}
