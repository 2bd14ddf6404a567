using Signalbox.Engine.Workflows.Binding;
using Signalbox.Engine.Workflows.Import.Jinja;
using Signalbox.Engine.Workflows.Import.Prompts;
using Signalbox.Engine.Workflows.Import.Reading;
using Signalbox.Engine.Workflows.Yaml;

namespace Signalbox.Engine.Workflows.Import.Platform;

/// <summary>Reads a step in either of its spellings and parses its texts; nothing is translated yet.</summary>
internal sealed class PlatformStepReader(ImportContext context)
{
    private readonly Slugs ids = new();
    private readonly HashSet<string> written = new(StringComparer.Ordinal);

    /// <summary>The step; null when it cannot be read at all.</summary>
    public PlatformStep? Read(YamlNode node)
    {
        if (node is not MappingNode mapping)
        {
            context.Error(node, DiagnosticCodes.WrongType, $"A step is a mapping; this is {NodeWording.Describe(node)}.");
            return null;
        }

        var label = (mapping.Find("id") ?? mapping.Find("name"))?.Value as ScalarNode;
        var section = new ImportSection(mapping, $"the step {Wording.Quote(label?.Text ?? "")}", context);
        var (id, name) = (section.Text("id"), section.Text("name"));
        if ((id ?? name) is not { } called)
        {
            context.Error(node, DiagnosticCodes.MissingKey, "A step needs an 'id' or a 'name'.");
            return null;
        }

        if (!written.Add(called.Text))
        {
            context.Error(called, DiagnosticCodes.DuplicateName, $"Two steps are called {Wording.Quote(called.Text)}.");
        }

        var slug = ids.Make(called.Text, "step");
        if (!string.Equals(slug, called.Text, StringComparison.Ordinal))
        {
            context.Warn(called, $"The step's id becomes '{slug}'.");
        }

        var prompt = Prompt(section);
        var condition = section.Text("condition");
        return new PlatformStep
        {
            Section = section,
            Id = slug,
            Aliases = [.. new[] { id?.Text, name?.Text }.OfType<string>()],
            Title = name is null || string.Equals(name.Text, slug, StringComparison.Ordinal) ? null : name.Text,
            Agent = section.Require("agent", "agent_id"),
            Prompt = prompt,
            Template = prompt is null ? null : Parse(prompt, JinjaTemplateParser.Parse),
            ConditionNode = condition,
            Condition = condition is null ? null : Parse(condition, Expression),
            Mappings = Mappings(section),
            OutputKey = section.Text("output_key", "output"),
            Dependencies = section.Texts("dependencies", "depends_on"),
        };
    }

    private ScalarNode? Prompt(ImportSection section)
    {
        var prompt = section.Text("prompt", "prompt_template");
        if (prompt is not null)
        {
            return prompt;
        }

        if (section.Take("action") is { } action)
        {
            var what = action is ScalarNode { Text: var text } ? $" {Wording.Quote(text)}" : "";
            context.NotMappable(action, $"{ImportSection.Capital(section.Owner)} does the action{what} and has no prompt; a step here is a prompt for an agent.");
            return null;
        }

        return section.Require("prompt", "prompt_template");
    }

    private List<(ScalarNode Name, ScalarNode Node, JinjaExpression Value)> Mappings(ImportSection section)
    {
        List<(ScalarNode, ScalarNode, JinjaExpression)> mappings = [];
        switch (section.Take("input_mappings", "inputs"))
        {
            case null:
                break;
            case MappingNode map:
                foreach (var (name, value) in map.Entries)
                {
                    if (Patterns.Name().IsMatch(name.Text) && value is ScalarNode scalar && Mapped(scalar) is { } expression)
                    {
                        mappings.Add((name, scalar, expression));
                    }
                    else if (!Patterns.Name().IsMatch(name.Text))
                    {
                        context.Error(name, DiagnosticCodes.BadName, $"The name of an input is {Patterns.NameAllowed}; this is {Wording.Quote(name.Text)}.");
                    }
                    else if (value is not ScalarNode)
                    {
                        context.NotMappable(value, $"The input {Wording.Quote(name.Text)} of {section.Owner} is {NodeWording.Describe(value)}; only a name or a text can be mapped.");
                    }
                }

                break;
            case var other:
                context.Error(other, DiagnosticCodes.WrongType, $"'input_mappings' of {section.Owner} is a mapping of names; this is {NodeWording.Describe(other)}.");
                break;
        }

        return mappings;
    }

    /// <summary>A name, in braces or not; a text that is none is itself.</summary>
    private JinjaExpression? Mapped(ScalarNode value)
    {
        if (value.Kind is not ScalarKind.Text)
        {
            return new JinjaExpression.Literal(0, value.Value);
        }

        if (value.Text.Contains("{{", StringComparison.Ordinal))
        {
            return Parse(value, Expression);
        }

        if (Patterns.Name().IsMatch(value.Text.Replace('.', '_')) && !value.Text.Contains('-', StringComparison.Ordinal))
        {
            return Parse(value, text => JinjaExpressionParser.Parse(text, 0, text.Length));
        }

        context.Warn(value, $"{Wording.Quote(value.Text)} is no name; it is handed on as a text.");
        return new JinjaExpression.Literal(0, value.Text);
    }

    /// <summary>An expression, whole or each of its names in braces.</summary>
    private static JinjaExpression Expression(string text)
    {
        // positions stay those of the text
        var bare = text.Replace("{{", "  ", StringComparison.Ordinal).Replace("}}", "  ", StringComparison.Ordinal);
        return JinjaExpressionParser.Parse(bare, 0, bare.Length);
    }

    private T? Parse<T>(ScalarNode node, Func<string, T> parse)
        where T : class
    {
        try
        {
            return parse(node.Text);
        }
        catch (JinjaFaultException fault)
        {
            Report(node, fault);
            return null;
        }
    }

    /// <summary>The fault at its place in the file.</summary>
    public void Report(ScalarNode node, JinjaFaultException fault) =>
        context.Bag.Error(new PromptPlaces(node, context.Bag.Source.Text).Of(fault.Offset), ImportCodes.NotMappable, fault.Message);
}
