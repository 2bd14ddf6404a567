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

    /// <summary>
    /// The values of the variables: those given, else their defaults. Everything that is missing, wrong or unknown is named at once; a variable that has no
    /// right value has none, and stays as it is written.
    /// </summary>
    public Func<string, TemplateValue?> Bind(MappingNode root, IReadOnlyDictionary<string, string> given)
    {
        var values = new Dictionary<string, TemplateValue>(StringComparer.Ordinal);
        List<TemplateVariable> missing = [];
        foreach (var variable in variables)
        {
            if (!given.TryGetValue(variable.Name, out var text) || (text.Length == 0 && variable.Typed is not null))
            {
                if (variable.Required)
                {
                    missing.Add(variable);
                }
                else
                {
                    values[variable.Name] = variable.Fallback;
                }
            }
            else if (Value(variable, text) is { } value)
            {
                values[variable.Name] = value;
            }
        }

        Missing(missing);
        foreach (var unknown in given.Keys.Where(k => !variables.Exists(v => string.Equals(v.Name, k, StringComparison.Ordinal))))
        {
            var names = variables.Select(v => v.Name).ToList();
            Fault(root, new InputFault(unknown, null, names.Count == 0 ? "no variable" : Wording.List(names), $"The template has no variable {Wording.Quote(unknown)}{Wording.Hint(unknown, names, "its variables are")}"));
        }

        return values.GetValueOrDefault;
    }

    private TemplateValue? Value(TemplateVariable variable, string text)
    {
        if (variable.Typed is not { } typed)
        {
            return new TemplateValue(text, InputType.String);
        }

        if (InputBinder.Convert(typed, text, out var converted) is not { } fault)
        {
            return new TemplateValue(converted, typed.Type);
        }

        Fault(variable.At, fault with { Message = $"The variable '{variable.Name}' must be {fault.Allowed}; this is {fault.Found}." });
        return null;
    }

    /// <summary>One sentence for the file, one for each field of a form.</summary>
    private void Missing(List<TemplateVariable> missing)
    {
        if (missing.Count == 0)
        {
            return;
        }

        context.Bag.Error(missing[0].At.Start, ImportCodes.Variable, $"The template needs {(missing.Count == 1 ? "a value" : "values")} for: {Wording.List(missing.Select(v => v.Name))}.");
        foreach (var variable in missing)
        {
            var allowed = variable.Typed is { } typed ? InputBinder.Allowed(typed) : "a text";
            context.Faults.Add(new InputFault(variable.Name, null, allowed, $"The variable '{variable.Name}' is required; give {allowed}."));
        }
    }

    private void Fault(YamlNode at, InputFault fault)
    {
        context.Faults.Add(fault);
        context.Bag.Error(at.Start, ImportCodes.Variable, fault.Message);
    }

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

        if (mapping.Find("type") is not null)
        {
            var typed = InputSection.ReadVariable(name.Text, mapping, new BindContext(context.Bag, null));
            variables.Add(new TemplateVariable(name.Text, typed?.Required ?? false, typed?.Default is null ? null : new TemplateValue(typed.Default, typed.Type).Text, typed?.Description, name, typed));
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
                foreach (var name in TemplateSubstitution.NamesIn(scalar.Text).Where(n => !variables.Exists(v => string.Equals(v.Name, n, StringComparison.Ordinal))))
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

    [GeneratedRegex(@"^[A-Za-z_][A-Za-z0-9_-]{0,99}\z", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex VariableName();
}
