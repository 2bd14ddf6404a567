using Signalbox.Engine.Workflows.Yaml;

namespace Signalbox.Engine.Workflows.Binding;

/// <summary>Rules about the keys of one step together.</summary>
internal static class StepRules
{
    /// <summary>Agents that are command-line programs: what they do to files is not in their answer.</summary>
    private static readonly string[] CommandLineAgents = ["claude", "codex", "copilot", "gemini"];

    public static void Check(StepDraft step, DefaultsSection defaults)
    {
        var section = step.Section;
        var context = section.Context;
        if (step.Prompt is not null && section.KeyOf("agent") is null && !step.IsForWorkers(defaults) && !defaults.IsAgentWritten && section.KeyOf("run") is null)
        {
            context.Error(section.KeyOf("prompt")!, DiagnosticCodes.MissingAgent, "The prompt has no agent; write 'agent' in the step or in 'defaults'.");
        }

        CheckWorkers(step);
        ToolsSection.Check(step, defaults);
        if (step.Cache && !step.IsForWorkers(defaults) && defaults.AgentOf(step.Agent)?.Id is { } agent && CommandLineAgents.Contains(agent, StringComparer.Ordinal))
        {
            context.Warning(section.KeyOf("cache")!, DiagnosticCodes.CacheOfCli, $"'{agent}' edits files, and a cached answer brings back its words only; 'cache' is for agents that are asked over an API.");
        }

        if (step.Iterate is { Until: IterateUntil.Verify } && section.Find("verify") is null)
        {
            context.Error(section.KeyOf("iterate")!, DiagnosticCodes.MissingKey, "'iterate' until verify needs 'verify' in the step, such as 'verify: {run: dotnet test}'.");
        }

        if (step.Iterate is { Until: IterateUntil.DoneWhen })
        {
            if (step.Kind != StepKinds.Agent)
            {
                context.Error(section.KeyOf("iterate")!, DiagnosticCodes.KeyNotForThis, "'iterate' until done_when is for steps with a 'prompt': the agent says when it is done.");
            }
            else if (section.Find("done_when") is null)
            {
                context.Error(section.KeyOf("iterate")!, DiagnosticCodes.MissingKey, "'iterate' until done_when needs 'done_when' in the step, which says when the work is done.");
            }
        }

        if (section.KeyOf("iterate") is { } iterate && section.KeyOf("for_each") is not null)
        {
            context.Error(iterate, DiagnosticCodes.KeyNotForThis, "A step is repeated by 'for_each' or by 'iterate', not by both.");
        }

        foreach (var self in step.Informs.Where(i => string.Equals(i.Text, step.Id?.Text, StringComparison.Ordinal)))
        {
            context.Error(self, DiagnosticCodes.NotAllowed, "A step does not inform itself.");
        }
    }

    private static void CheckWorkers(StepDraft step)
    {
        var (section, context) = (step.Section, step.Section.Context);
        if (section.KeyOf("capabilities") is { } capabilities)
        {
            if (section.KeyOf("agent") is not null)
            {
                context.Error(capabilities, DiagnosticCodes.KeyNotForThis, "'capabilities' stands in place of 'agent': whoever has them may claim the step; leave one of the two out.");
            }
            else if (section.Find("capabilities") is SequenceNode { Items.Count: 0 })
            {
                context.Error(capabilities, DiagnosticCodes.WrongType, "'capabilities' names at least one thing that a worker must be able to do; this is empty.");
            }
        }

        foreach (var capability in step.Capabilities)
        {
            SectionReader.CheckName(capability, "a capability", Patterns.Slug(), Patterns.SlugAllowed, context);
        }
    }
}
