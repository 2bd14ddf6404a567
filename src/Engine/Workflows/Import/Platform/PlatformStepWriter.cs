using Signalbox.Engine.Workflows.Binding;
using Signalbox.Engine.Workflows.Import.Agents;
using Signalbox.Engine.Workflows.Import.Building;
using Signalbox.Engine.Workflows.Import.Jinja;
using Signalbox.Engine.Workflows.Import.Output;
using Signalbox.Engine.Workflows.Import.Prompts;
using Signalbox.Engine.Workflows.Yaml;

namespace Signalbox.Engine.Workflows.Import.Platform;

/// <summary>Writes the steps of a platform workflow: texts translated, names ours, order as needs or as edges.</summary>
internal sealed class PlatformStepWriter(
    WorkflowBuilder builder, IReadOnlyList<PlatformStep> steps, IReadOnlyDictionary<string, ImportedAgent>? agents, Reading.ImportContext context)
{
    private const int DefaultTimeoutSeconds = 300;

    private readonly PlatformNames names = new(steps);

    /// <summary>Conditions in our language, by step.</summary>
    private readonly Dictionary<PlatformStep, string> conditions = [];

    public void Write(bool isGraph)
    {
        foreach (var step in steps)
        {
            Translated(step.Prompt, () => names.CollectPrompt(step));
            Translated(step.ConditionNode, () => names.CollectCondition(step));
            foreach (var (_, node, value) in step.Mappings)
            {
                Translated(node, () => names.CollectMapping(step, value));
            }
        }

        if (context.Bag.HasErrors)
        {
            return;
        }

        names.Declare(builder);
        foreach (var step in steps)
        {
            Write(step);
        }

        foreach (var (step, written) in steps.Zip(builder.Steps))
        {
            written.Set("output_key", step.Output);
            if (isGraph)
            {
                Edges(step, written);
            }
            else
            {
                written.Set("when", conditions.GetValueOrDefault(step));
                Needs(step, written);
            }
        }
    }

    private void Write(PlatformStep step)
    {
        var section = step.Section;
        var written = builder.AddStep(step.Id, section.Node).Set("name", step.Title).Set("agent", Agent(step));
        Translated(step.Prompt, () => written.Set("prompt", HandlebarsWriter.Write(step.Template!, new PromptNames(this, step))));
        foreach (var (name, node, value) in step.Mappings)
        {
            Translated(node, () => written.Child("with").Set(name.Text, ConditionWriter.WriteValue(value, names, n => Find(n, step, isPrompt: false))));
        }

        if (step.Condition is not null)
        {
            Translated(step.ConditionNode, () => conditions[step] = ConditionWriter.Write(step.Condition, names, n => Find(n, step, isPrompt: false)));
        }

        var timeout = section.Integer(StepSection.MinTimeoutSeconds, StepSection.MaxTimeoutSeconds, "timeout_seconds", "timeout")?.Value;
        written.Set("timeout_seconds", timeout == DefaultTimeoutSeconds && !builder.Root.Has("defaults") ? null : timeout);
        var place = WorkflowBuilder.Place(step.Id);
        written.Set("retry", PlatformRetry.Read(section, builder.StepMetadata(step.Id), place));
        section.KeepRest(builder.StepMetadata(step.Id), place);
        foreach (var dependency in step.Dependencies)
        {
            if (names.Maker(dependency.Text, step) is { } needed)
            {
                AddNeed(step, needed);
            }
            else if (step.Aliases.Append(step.OutputKey?.Text).Contains(dependency.Text, StringComparer.Ordinal))
            {
                context.Error(dependency, DiagnosticCodes.NeedsCycle, $"The step '{step.Id}' depends on itself.");
            }
            else
            {
                var known = steps.SelectMany(s => s.Aliases.Append(s.OutputKey?.Text)).OfType<string>().Distinct(StringComparer.Ordinal);
                context.Error(dependency, DiagnosticCodes.UnknownStep, $"There is no step and no output {Wording.Quote(dependency.Text)}{Wording.Hint(dependency.Text, known, "the steps and outputs are")}");
            }
        }
    }

    private object? Agent(PlatformStep step)
    {
        if (step.Agent is not { } agent)
        {
            return null;
        }

        if (agents is null)
        {
            return agent.Text;
        }

        if (agents.TryGetValue(agent.Text, out var declared))
        {
            return AgentKinds.Write(declared);
        }

        context.Error(agent, DiagnosticCodes.UnknownAgent, $"There is no agent {Wording.Quote(agent.Text)}{Wording.Hint(agent.Text, agents.Keys, "the agents of the file are")}");
        return null;
    }

    /// <summary>Without dependencies of its own a step waits for the one before it: the list is the order there.</summary>
    private void Needs(PlatformStep step, OutputMap written)
    {
        var index = steps.TakeWhile(s => s != step).Count();
        if (step.Needs.Count == 0 && index > 0)
        {
            step.Needs.Add(steps[index - 1].Id);
        }

        written.Set("needs", step.Needs.ToArray());
    }

    /// <summary>In a graph the steps follow one another; one with a condition is gone around when it does not hold.</summary>
    private void Edges(PlatformStep step, OutputMap written)
    {
        var index = steps.TakeWhile(s => s != step).Count();
        if (index == 0 && conditions.ContainsKey(step))
        {
            context.NotMappable(step.ConditionNode!, "The first step of a graph has no condition here: nothing leads to it.");
        }

        List<OutputMap> edges = [];
        foreach (var target in steps.Skip(index + 1))
        {
            var condition = conditions.GetValueOrDefault(target);
            edges.Add(new OutputMap { IsFlow = true }.Set("to", target.Id).Set("when", condition));
            if (condition is null)
            {
                written.Set("next", edges);
                return;
            }
        }

        edges.Add(new OutputMap { IsFlow = true }.Set("to", "done"));
        written.Set("next", edges);
    }

    /// <summary>What a name is; the output of a step makes this one wait for it.</summary>
    private PlatformName Find(JinjaExpression.Name name, PlatformStep step, bool isPrompt)
    {
        var found = names.Find(name, step, isPrompt);
        if (found.Maker is { } maker)
        {
            AddNeed(step, maker);
        }

        return found;
    }

    private static void AddNeed(PlatformStep step, PlatformStep needed)
    {
        if (!step.Needs.Contains(needed.Id, StringComparer.Ordinal))
        {
            step.Needs.Add(needed.Id);
        }
    }

    /// <summary>Does what translates; a fault becomes a diagnostic at its place in the node.</summary>
    private void Translated(ScalarNode? node, Action translate)
    {
        if (node is null)
        {
            return;
        }

        try
        {
            translate();
        }
        catch (JinjaFaultException fault)
        {
            context.Bag.Error(new PromptPlaces(node, context.Bag.Source.Text).Of(fault.Offset), ImportCodes.NotMappable, fault.Message);
        }
    }

    private sealed class PromptNames(PlatformStepWriter writer, PlatformStep step) : IJinjaNames
    {
        public string Find(JinjaExpression.Name name) => writer.Find(name, step, isPrompt: true).Path;
    }
}
