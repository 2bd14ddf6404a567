using System.Text.RegularExpressions;
using Signalbox.Engine.Workflows.Binding;
using Signalbox.Engine.Workflows.Import.Reading;
using Signalbox.Engine.Workflows.Yaml;

namespace Signalbox.Engine.Workflows.Import.Plans;

/// <summary>
/// The variables of a template (spec 3): declared ones, and those that a name, description or dependency uses as <c>{{name}}</c>, which are
/// required even when nobody declared them.
/// </summary>
internal sealed partial class TemplateVariables
{
    private readonly List<TemplateVariable> variables = [];
    private readonly ImportContext context;

    private TemplateVariables(ImportContext context) => this.context = context;

    /// <summary>In the order of the file.</summary>
    public IReadOnlyList<TemplateVariable> All => variables;

    /// <summary>Reads the declarations and finds the uses.</summary>
    /// <param name="root">The file.</param>
    /// <param name="context">Where faults go.</param>
    /// <param name="findsUndeclared">Whether <c>{{name}}</c> is a variable although no one declared it.</param>
    public static TemplateVariables Read(MappingNode root, ImportContext context, bool findsUndeclared)
    {
        var read = new TemplateVariables(context);
        read.Declared(root.Find("variables")?.Value);
        if (findsUndeclared)
        {
            foreach (var (key, value) in root.Entries.Where(e => e.Key.Text is not "variables"))
            {
                read.Uses(value);
            }
        }

        return read;
    }

    /// <summary>The file with the values in place of the variables; null after naming everything that is missing or unknown.</summary>
    public MappingNode? Apply(MappingNode root, IReadOnlyDictionary<string, string> values)
    {
        var missing = variables.Where(v => v.Required && !values.ContainsKey(v.Name)).ToList();
        if (missing.Count > 0)
        {
            context.Bag.Error(missing[0].At.Start, ImportCodes.Variable, $"The template needs {(missing.Count == 1 ? "a value" : "values")} for: {Wording.List(missing.Select(v => v.Name))}.");
        }

        foreach (var unknown in values.Keys.Where(k => !variables.Exists(v => string.Equals(v.Name, k, StringComparison.Ordinal))))
        {
            context.Bag.Error(root.Start, ImportCodes.Variable, $"The template has no variable {Wording.Quote(unknown)}{Wording.Hint(unknown, variables.Select(v => v.Name), "its variables are")}");
        }

        return context.Bag.HasErrors ? null : (MappingNode)Substituted(root, name => Value(name, values));
    }

    private string? Value(string name, IReadOnlyDictionary<string, string> values) =>
        variables.Find(v => string.Equals(v.Name, name, StringComparison.Ordinal)) is { } known ? values.GetValueOrDefault(name) ?? known.Default ?? "" : null;

    private void Declared(YamlNode? node)
    {
        switch (node)
        {
            case null or ScalarNode { Kind: ScalarKind.Null }:
                break;
            case SequenceNode list:
                foreach (var item in list.Items)
                {
                    Declare(item as ScalarNode ?? (item as MappingNode)?.Find("name")?.Value as ScalarNode, item);
                }

                break;
            case MappingNode map:
                foreach (var (name, declaration) in map.Entries)
                {
                    Declare(name, declaration);
                }

                break;
            default:
                context.Error(node, DiagnosticCodes.WrongType, $"'variables' is a list of variables; this is {NodeWording.Describe(node)}.");
                break;
        }
    }

    private void Declare(ScalarNode? name, YamlNode node)
    {
        if (name is null || !VariableName().IsMatch(name.Text))
        {
            context.Error(name ?? node, DiagnosticCodes.BadName, $"A variable has a 'name', which is {Patterns.NameAllowed}.");
            return;
        }

        if (variables.Exists(v => string.Equals(v.Name, name.Text, StringComparison.Ordinal)))
        {
            context.Error(name, DiagnosticCodes.DuplicateName, $"The variable {Wording.Quote(name.Text)} is declared twice.");
            return;
        }

        if (node is not MappingNode mapping)
        {
            // a bare name in a list must be given; a value beside a name is its default
            var isDefault = node != name && node is ScalarNode { Kind: not ScalarKind.Null };
            variables.Add(new TemplateVariable(name.Text, !isDefault, isDefault ? ((ScalarNode)node).Text : null, null, name));
            return;
        }

        var section = new ImportSection(mapping, $"the variable {Wording.Quote(name.Text)}", context);
        section.Text("name");
        var fallback = section.Take("default") as ScalarNode;
        var required = section.Flag("required") ?? fallback is null;
        variables.Add(new TemplateVariable(name.Text, required && fallback is null, fallback?.Text, section.Text("description")?.Text, name));
        foreach (var rest in mapping.Entries.Where(e => e.Key.Text is not ("name" or "default" or "required" or "description")))
        {
            context.Warn(rest.Key, $"{Wording.Quote(rest.Key.Text)} of the variable '{name.Text}' means nothing here and is not used.");
        }
    }

    private void Uses(YamlNode node)
    {
        switch (node)
        {
            case ScalarNode { Kind: ScalarKind.Text } scalar:
                foreach (var name in Use().Matches(scalar.Text).Select(m => m.Groups["name"].Value).Where(n => !variables.Exists(v => string.Equals(v.Name, n, StringComparison.Ordinal))))
                {
                    variables.Add(new TemplateVariable(name, Required: true, null, null, scalar));
                }

                break;
            case SequenceNode list:
                list.Items.ForEach(Uses);
                break;
            case MappingNode map:
                map.Entries.ForEach(e => Uses(e.Value));
                break;
        }
    }

    /// <summary>A copy with every known variable replaced; positions stay those of the file.</summary>
    private static YamlNode Substituted(YamlNode node, Func<string, string?> value)
    {
        switch (node)
        {
            case ScalarNode { Kind: ScalarKind.Text } scalar when scalar.Text.Contains("{{", StringComparison.Ordinal):
                var text = Use().Replace(scalar.Text, m => value(m.Groups["name"].Value) ?? m.Value);
                return new ScalarNode(scalar.Start, scalar.End, text, ScalarKind.Text, text);
            case SequenceNode list:
                var items = new SequenceNode(list.Start);
                items.Items.AddRange(list.Items.Select(i => Substituted(i, value)));
                return items;
            case MappingNode map:
                var copy = new MappingNode(map.Start);
                // shell text is never filled in (security.md): the parser then says so where it holds braces
                map.Entries.ForEach(e => copy.TryAdd(e.Key.Text is "run" ? e : new MappingEntry(e.Key, Substituted(e.Value, value))));
                return copy;
            default:
                return node;
        }
    }

    [GeneratedRegex(@"\{\{\s*(?<name>[A-Za-z_][A-Za-z0-9_-]{0,99})\s*\}\}", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Use();

    [GeneratedRegex(@"^[A-Za-z_][A-Za-z0-9_-]{0,99}\z", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex VariableName();
}

/// <summary>A variable of a template.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Required">Whether a value must be given.</param>
/// <param name="Default">Its value when none is given; null when it has none.</param>
/// <param name="Description">For people.</param>
/// <param name="At">Where it is declared, or first used.</param>
internal sealed record TemplateVariable(string Name, bool Required, string? Default, string? Description, YamlNode At);
