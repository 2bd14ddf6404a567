using Signalbox.Engine.Workflows.Templates;
using Signalbox.Engine.Workflows.Yaml;

namespace Signalbox.Engine.Workflows.Binding;

/// <summary>What can be said only with all sections at hand: order, names in templates and expressions, references to other things.</summary>
internal sealed class WorkflowChecks(IReadOnlyList<StepDraft> steps, StepGraph graph, bool isGraph, BindContext context)
{
    public void Check(IReadOnlyList<InputDefinition> inputs, IReadOnlyList<MappingEntry> env, IReadOnlyList<ScalarNode> ports, ScalarNode? group)
    {
        graph.Check(steps);
        if (isGraph)
        {
            EdgeGraph.Check(steps, graph, context);
        }
        else
        {
            EdgeGraph.Refuse(steps, context);
        }

        var names = new StepNames(inputs, [.. ports.Select(p => p.Text), .. env.Select(e => e.Key.Text)], graph, isGraph);
        Templates(env.Select(e => (ScalarNode)e.Value), () => names.ForWorkflowEnv([.. ports.Select(p => p.Text)]));
        Templates(group is null ? [] : [group], names.ForGroup);
        foreach (var step in steps)
        {
            References(step, inputs);
            Names(step, names);
        }
    }

    private void References(StepDraft step, IReadOnlyList<InputDefinition> inputs)
    {
        foreach (var secret in step.Secrets.Where(s => !Patterns.Secret().IsMatch(s.Text) && !inputs.Any(i => i.Type == InputType.Secret && string.Equals(i.Name, s.Text, StringComparison.Ordinal))))
        {
            context.Error(secret, DiagnosticCodes.BadName, $"A secret is named as it is configured ({Patterns.SecretAllowed}), or by an input of type secret; this is {Wording.Quote(secret.Text)}.");
        }

        // what is called may lie in the repository that the step names, whose workflows are not known here
        if (step is { Workflow: { } child, Repository: null } && context.KnownWorkflows is { } known && !known.Contains(child.Text))
        {
            context.Error(child, DiagnosticCodes.UnknownWorkflow, $"There is no workflow {Wording.Quote(child.Text)}{Wording.Hint(child.Text, known.Order(StringComparer.Ordinal), "the workflows are")}");
        }

        if (step.ForEach?.AsNode is { } loop && (StepNames.Roots.Contains(loop.Text, StringComparer.Ordinal) || TemplateHelpers.IsReserved(loop.Text)))
        {
            context.Error(loop, DiagnosticCodes.ReservedName, $"{Wording.Quote(loop.Text)} means something else in templates and expressions; the item needs another name.");
        }
    }

    private void Names(StepDraft step, StepNames names)
    {
        // each place has names of its own; they are worked out only where something uses one
        step.When?.Check(names.ForWhen(step), context);
        var item = step.ForEach is null ? null : Item(step, names);
        if (step.With.Count > 0)
        {
            var known = names.ForWith(step, item);
            foreach (var (_, value) in step.With)
            {
                value.Check(known, context);
            }
        }

        foreach (var edge in step.Next.Where(e => e.When is not null))
        {
            edge.When!.Check(names.ForNext(step), context);
        }

        Templates(step.Env.Select(e => (ScalarNode)e.Value), () => names.ForStepEnv(step, item));
        Templates(step.Feature is null ? [] : [step.Feature], names.ForFeature);
        Templates(new[] { step.Prompt, step.Approval?.Question }.OfType<ScalarNode>(), () => names.ForPrompt(step, item));
        if (step.Run is not null)
        {
            TemplateCheck.Run(step.Run, "run", context);
        }

        if (step.VerifyRun is not null)
        {
            TemplateCheck.Run(step.VerifyRun, "verify.run", context);
        }
    }

    /// <summary>What is known of the items that a step goes over.</summary>
    private TemplateShape Item(StepDraft step, StepNames names)
    {
        if (step.ForEach!.In is not { } list)
        {
            return TemplateShape.Anything;
        }

        switch (list.Check(names.ForList(step), context))
        {
            case ListShape items:
                return items.Item;
            case ObjectShape:
                context.Error(list.Node, DiagnosticCodes.ExpressionType, $"'for_each' goes over a list; {Wording.Quote(list.Node.Text)} is a mapping.");
                return TemplateShape.Anything;
            case var shape when shape == TemplateShape.Scalar:
                context.Error(list.Node, DiagnosticCodes.ExpressionType, $"'for_each' goes over a list; {Wording.Quote(list.Node.Text)} is one value.");
                return TemplateShape.Anything;
            default:
                return TemplateShape.Anything;
        }
    }

    private void Templates(IEnumerable<ScalarNode> nodes, Func<TemplateShape> names)
    {
        var templates = nodes.Where(HasBraces).ToList();
        if (templates.Count > 0)
        {
            var shape = names();
            templates.ForEach(t => TemplateCheck.Template(t, shape, context));
        }
    }

    /// <summary>Braces, or a text so long that the scanner must refuse it.</summary>
    private static bool HasBraces(ScalarNode node) =>
        node.Text.Contains("{{", StringComparison.Ordinal) || node.Text.Length > PromptTemplate.MaxTemplateBytes / 3;
}
