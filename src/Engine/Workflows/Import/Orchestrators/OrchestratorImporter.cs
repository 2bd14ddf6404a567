using Signalbox.Engine.Workflows.Import.Agents;
using Signalbox.Engine.Workflows.Import.Output;
using Signalbox.Engine.Workflows.Import.Reading;
using Signalbox.Engine.Workflows.Yaml;

namespace Signalbox.Engine.Workflows.Import.Orchestrators;

/// <summary>An orchestrator with its agents and workflows (spec 5; design/workflow-format.md). Which workflow a request gets is not chosen by an agent here.</summary>
internal static class OrchestratorImporter
{
    public static ImportResult Import(MappingNode root, ImportContext context)
    {
        var isOne = root.Find("workflows") is null;
        var file = new ImportSection(root, isOne ? "the workflow" : "the orchestrator", context);
        var agents = AgentReader.Read(file.Take("agents"), context, wantsCapabilities: false);
        var limits = OrchestratorLimits.OfFile(file);
        var slugs = new Slugs();
        var orchestrator = new OutputMap();
        List<ImportedWorkflow> created = [];
        IReadOnlyList<YamlNode> workflows = isOne ? [root] : file.Items("workflows");
        if (!isOne)
        {
            orchestrator.Set("id", file.Text("id")?.Text);
            file.KeepRest(orchestrator, "metadata.orchestrator", "means nothing to a workflow here");
        }

        foreach (var node in workflows)
        {
            var section = isOne ? file : ImportSection.Open(node, "a workflow", context);
            if (section?.Require("id") is not { } id)
            {
                continue;
            }

            section = isOne ? file : new ImportSection(section.Node, $"the workflow {Wording.Quote(id.Text)}", context);
            var slug = slugs.Make(id.Text, "workflow");
            if (!string.Equals(slug, id.Text, StringComparison.Ordinal))
            {
                context.Warn(id, $"The workflow's name becomes '{slug}'.");
            }

            if (new OrchestratorWorkflow(section, slug, agents).Import(limits, orchestrator) is { } workflow)
            {
                created.Add(workflow);
            }
        }

        if (workflows.Count == 0)
        {
            context.Error(root, DiagnosticCodes.NoSteps, "The orchestrator has no workflows.");
        }

        return new ImportResult { Created = created, Agents = [.. agents.Values] };
    }
}
