using Signalbox.Engine.Workflows.Import.Agents;
using Signalbox.Engine.Workflows.Import.Reading;
using Signalbox.Engine.Workflows.Yaml;

namespace Signalbox.Engine.Workflows.Import.Platform;

/// <summary>The platform of spec 2: one workflow, or a configuration with agents and workflows (design/workflow-format.md).</summary>
internal static class PlatformImporter
{
    public static ImportResult Import(MappingNode root, ImportContext context)
    {
        if (root.Find("workflows") is not null)
        {
            return Configuration(root, context);
        }

        var section = new ImportSection(root, "the workflow", context);
        var called = section.Text("id", "slug") ?? section.Require("name");
        var workflow = new PlatformWorkflow(section, Slug(called, new Slugs(), context), agents: null).Import(defaultTimeout: null);
        return new ImportResult { Created = workflow is null ? [] : [workflow] };
    }

    private static ImportResult Configuration(MappingNode root, ImportContext context)
    {
        var file = new ImportSection(root, "the configuration", context);
        var declared = file.Take("agents");
        var agents = AgentReader.Read(declared, context, wantsCapabilities: true);
        var timeout = Global(file, context);
        var slugs = new Slugs();
        List<ImportedWorkflow> created = [];
        if (file.Take("workflows") is not MappingNode workflows)
        {
            context.Error(root.Find("workflows")!.Value, DiagnosticCodes.WrongType, "'workflows' of a configuration is a mapping of names to workflows.");
            return new ImportResult();
        }

        foreach (var (key, value) in workflows.Entries)
        {
            if (ImportSection.Open(value, $"the workflow {Wording.Quote(key.Text)}", context) is not { } section)
            {
                continue;
            }

            if (section.Node.Find("enabled")?.Value is ScalarNode { Value: false } && section.Node.Find("steps") is null)
            {
                context.Warn(key, $"The workflow '{key.Text}' is switched off and has no steps; it is left out.");
            }
            else if (new PlatformWorkflow(section, Slug(key, slugs, context), declared is null ? null : agents).Import(timeout) is { } workflow)
            {
                created.Add(workflow);
            }
        }

        file.Text("version");
        foreach (var rest in root.Entries.Where(e => e.Key.Text is not ("version" or "global" or "agents" or "workflows")))
        {
            context.Warn(rest.Key, $"{Wording.Quote(rest.Key.Text)} is no part of a workflow and is not imported; 'signalbox config apply' reads a whole configuration.");
        }

        return new ImportResult { Created = created, Agents = [.. agents.Values] };
    }

    /// <summary>The time of a step that says none; the other settings are not a workflow's.</summary>
    private static long? Global(ImportSection file, ImportContext context)
    {
        if (file.Take("global") is not { } node || ImportSection.Open(node, "'global'", context) is not { } section)
        {
            return null;
        }

        var timeout = section.Integer(Binding.StepSection.MinTimeoutSeconds, Binding.StepSection.MaxTimeoutSeconds, "timeout_seconds")?.Value;
        foreach (var rest in section.Node.Entries.Where(e => e.Key.Text is not "timeout_seconds"))
        {
            context.Warn(rest.Key, $"{Wording.Quote(rest.Key.Text)} of 'global' is a setting of the server, not of a workflow, and is not imported; 'signalbox config apply' reads it.");
        }

        return timeout;
    }

    private static string Slug(ScalarNode? called, Slugs slugs, ImportContext context)
    {
        var slug = slugs.Make(called?.Text ?? "", "workflow");
        if (called is not null && !string.Equals(slug, called.Text, StringComparison.Ordinal))
        {
            context.Warn(called, $"The workflow's name becomes '{slug}'.");
        }

        return slug;
    }
}
