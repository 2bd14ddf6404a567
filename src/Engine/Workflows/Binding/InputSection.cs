using Signalbox.Engine.Workflows.Yaml;

namespace Signalbox.Engine.Workflows.Binding;

/// <summary><c>inputs</c> of a workflow and <c>form</c> of an approval: name to declaration.</summary>
internal static class InputSection
{
    private const int MaxLength = InputBinder.MaxTextBytes;

    public static readonly SectionKeys Keys = new(
        "an input",
        [
            new("type", FormatWords.Key("a type of input", "the types are", FormatWords.InputTypes), "What kind of value it is.", "'type: string'"),
            new("required", KeyShape.Flag, "A run is not started without it."),
            new("default", new AnyKey(), "The value when none is given."),
            new("description", KeyShape.AnyText, "What it is for; shown beside the field."),
            new("max_length", new IntegerKey(1, MaxLength), "Longest text, in characters."),
            new("min_length", new IntegerKey(1, MaxLength), "Shortest text, in characters."),
            new("pattern", KeyShape.Text, "Regular expression that the whole text matches."),
            new("min", new NumberKey(double.MinValue, double.MaxValue), "Smallest number."),
            new("max", new NumberKey(double.MinValue, double.MaxValue), "Largest number."),
            new("options", new ListKey(KeyShape.Scalar, 1), "What can be chosen."),
            new("min_items", new IntegerKey(0, InputBinder.MaxItems), "Fewest items of a list."),
            new("max_items", new IntegerKey(1, InputBinder.MaxItems), "Most items of a list."),
            new("item_max_length", new IntegerKey(1, MaxLength), "Longest item of a list, in characters."),
            new("max_bytes", new IntegerKey(1, InputBinder.MaxFileBytes), "Largest file, in bytes; 65536 when not written."),
        ]);

    /// <summary>A field of a form written as a list item: an input with its name in it.</summary>
    public static readonly SectionKeys FieldKeys = new("a field", [new("name", new TextKey(Name: NameRule.Name), "Name of the field.", "'name: reason'"), .. Keys.Keys]);

    /// <summary>A variable of a template that says its type: an input, with its name in it where the variables are a list.</summary>
    private static readonly SectionKeys VariableKeys = new("a variable", [new("name", new TextKey(Name: NameRule.Name), "Name of the variable."), .. Keys.Keys]);

    /// <summary>Which types each key is for; the others are for all.</summary>
    public static IReadOnlyDictionary<string, InputType[]> KeyTypes { get; } = new Dictionary<string, InputType[]>(StringComparer.Ordinal)
    {
        ["max_length"] = [InputType.String, InputType.Text],
        ["min_length"] = [InputType.String, InputType.Text],
        ["pattern"] = [InputType.String],
        ["min"] = [InputType.Integer, InputType.Number],
        ["max"] = [InputType.Integer, InputType.Number],
        ["options"] = [InputType.Choice],
        ["min_items"] = [InputType.List],
        ["max_items"] = [InputType.List],
        ["item_max_length"] = [InputType.List],
        ["max_bytes"] = [InputType.File],
    };

    public static IReadOnlyList<InputDefinition> Read(YamlNode? node, BindContext context)
    {
        switch (node)
        {
            case null or ScalarNode { Kind: ScalarKind.Null }:
                return [];
            case MappingNode mapping:
                return [.. mapping.Entries.Select(e => One(e, context))];
            default:
                context.Error(node, DiagnosticCodes.WrongType, $"'inputs' is a mapping of names to declarations; this is {NodeWording.Describe(node)}.");
                return [];
        }
    }

    /// <summary>The fields of a form: a mapping as <c>inputs</c> is, or a list of declarations with their names in them.</summary>
    public static IReadOnlyList<InputDefinition> ReadForm(YamlNode? node, BindContext context)
    {
        if (node is not SequenceNode list)
        {
            return Read(node, context);
        }

        var fields = new List<InputDefinition>();
        foreach (var item in list.Items)
        {
            if (SectionReader.Open(item, FieldKeys, context) is not { } section || section.TextNode("name") is not { } name)
            {
                continue;
            }

            if (fields.Exists(f => string.Equals(f.Name, name.Text, StringComparison.Ordinal)))
            {
                context.Error(name, DiagnosticCodes.DuplicateName, $"The form has two fields named {Wording.Quote(name.Text)}.");
                continue;
            }

            fields.Add(One(name.Text, section));
        }

        return fields;
    }

    /// <summary>A variable of a template that says its type. Without a default it is required, unless it says otherwise.</summary>
    public static InputDefinition? ReadVariable(string name, MappingNode node, BindContext context)
    {
        if (SectionReader.Open(node, VariableKeys, context) is not { } section)
        {
            return null;
        }

        var input = One(name, section);
        if (input.Type is InputType.File or InputType.Secret)
        {
            context.Error(section.Find("type")!, DiagnosticCodes.NotAllowed, $"The value of a variable is written into the workflow, so it is no {Name(input.Type)}; make it an input of the workflow.");
        }

        return input with { Required = input.Default is null && (input.Required || section.Find("required") is null) };
    }

    /// <summary>Always a declaration, so that a template that uses the name is not faulted as well.</summary>
    private static InputDefinition One(MappingEntry entry, BindContext context)
    {
        SectionReader.CheckName(entry.Key, "the name of an input", NameRule.Name, context);
        return SectionReader.Open(entry.Value, Keys, context) is { } section ? One(entry.Key.Text, section) : new InputDefinition { Name = entry.Key.Text, Type = InputType.String };
    }

    private static InputDefinition One(string name, SectionReader section)
    {
        var type = section.Word("type", FormatWords.InputTypes);
        var input = new InputDefinition
        {
            Name = name,
            Type = type ?? InputType.String,
            Required = section.Flag("required") ?? false,
            Description = section.Text("description"),
            MaxLength = (int?)section.Integer("max_length"),
            MinLength = (int?)section.Integer("min_length"),
            Pattern = section.Text("pattern"),
            MinItems = (int?)section.Integer("min_items"),
            MaxItems = (int?)section.Integer("max_items"),
            ItemMaxLength = (int?)section.Integer("item_max_length"),
            MaxBytes = (int?)section.Integer("max_bytes"),
            Options = Options(section),
        };
        if (type is null)
        {
            return input;
        }

        input = InputLimits.Read(section, input);
        return WithDefault(section, input);
    }

    private static List<string> Options(SectionReader section)
    {
        var options = new List<string>();
        foreach (var item in section.Items("options"))
        {
            // an option such as 1 or true is taken as it is written
            if (item is not ScalarNode { Kind: not ScalarKind.Null, Text.Length: > 0 } scalar)
            {
                section.Context.Error(item, DiagnosticCodes.WrongType, $"An option is a text; this is {NodeWording.Describe(item)}.");
            }
            else if (options.Contains(scalar.Text, StringComparer.Ordinal))
            {
                section.Context.Error(item, DiagnosticCodes.DuplicateName, $"The option {Wording.Quote(scalar.Text)} is written twice.");
            }
            else
            {
                options.Add(scalar.Text);
            }
        }

        return options;
    }

    private static InputDefinition WithDefault(SectionReader section, InputDefinition input)
    {
        var node = section.Find("default");
        if (node is null or ScalarNode { Kind: ScalarKind.Null })
        {
            return input;
        }

        // a choice reads its default as it reads its options; the others are strict about types in a file
        var given = node is ScalarNode scalar && input.Type == InputType.Choice ? scalar.Text : NodeWording.ToPlain(node);
        var fits = node switch
        {
            SequenceNode => input.Type == InputType.List,
            ScalarNode => given is not string || input.Type is not (InputType.Boolean or InputType.Integer or InputType.Number or InputType.List),
            _ => false,
        };
        var fault = fits ? InputBinder.Convert(input, given, out given) : new InputFault(input.Name, null, InputBinder.Allowed(input), "");
        if (fault is not null)
        {
            section.Context.Error(node, DiagnosticCodes.WrongType, $"The default of '{input.Name}' must be {fault.Allowed}; this is {NodeWording.Describe(node)}.");
            return input;
        }

        if (input.Required)
        {
            section.Context.Bag.Warning(section.KeyOf("default")!.Start, DiagnosticCodes.RequiredDefault, $"'{input.Name}' is required and has a default; the default is used, so it is never asked for.");
        }

        return input with { Default = given };
    }

    public static string Name(InputType type) => FormatWords.InputTypes.First(t => t.Value == type).Key;

}
