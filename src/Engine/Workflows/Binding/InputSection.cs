using Signalbox.Engine.Workflows.Yaml;

namespace Signalbox.Engine.Workflows.Binding;

/// <summary><c>inputs</c>: name to declaration.</summary>
internal static class InputSection
{
    private static readonly SectionKeys Keys = new("an input", ["type", "required", "default", "description", "max_length", "min", "max", "options"]);

    private static readonly Dictionary<string, InputType> Types = new(StringComparer.Ordinal)
    {
        ["string"] = InputType.String,
        ["boolean"] = InputType.Boolean,
        ["integer"] = InputType.Integer,
        ["choice"] = InputType.Choice,
    };

    private static readonly string[] LaterTypes = ["number", "text", "list", "file", "secret"];

    private static readonly (string Key, InputType Type)[] KeyTypes =
    [
        ("max_length", InputType.String), ("min", InputType.Integer), ("max", InputType.Integer), ("options", InputType.Choice),
    ];

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

    /// <summary>Always a declaration, so that a template that uses the name is not faulted as well.</summary>
    private static InputDefinition One(MappingEntry entry, BindContext context)
    {
        SectionReader.CheckName(entry.Key, "the name of an input", Patterns.Name(), Patterns.NameAllowed, context);
        var section = SectionReader.Open(entry.Value, Keys, context);
        if (section is null)
        {
            return new InputDefinition { Name = entry.Key.Text, Type = InputType.String };
        }

        var type = ReadType(section);
        var input = new InputDefinition
        {
            Name = entry.Key.Text,
            Type = type ?? InputType.String,
            Required = section.Flag("required") ?? false,
            Description = section.Text("description", mayBeEmpty: true),
            MaxLength = (int?)section.Integer("max_length", 1, InputBinder.MaxTextBytes),
            Min = section.Integer("min", long.MinValue, long.MaxValue),
            Max = section.Integer("max", long.MinValue, long.MaxValue),
            Options = Options(section),
        };
        if (type is null)
        {
            return input;
        }

        CheckKeys(section, input);
        return WithDefault(section, input);
    }

    private static InputType? ReadType(SectionReader section)
    {
        if (section.Require("type", "'type: string'") is not { } node || section.TextNode("type") is not { } text)
        {
            return null;
        }

        if (Types.TryGetValue(text.Text, out var type))
        {
            return type;
        }

        if (LaterTypes.Contains(text.Text, StringComparer.Ordinal))
        {
            section.Context.NotAvailable(node, $"The input type '{text.Text}'");
        }
        else
        {
            section.Context.Error(node, DiagnosticCodes.NotAllowed, $"{Wording.Quote(text.Text)} is not a type of input{Wording.Hint(text.Text, Types.Keys, "the types are")}");
        }

        return null;
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

    private static void CheckKeys(SectionReader section, InputDefinition input)
    {
        foreach (var (key, type) in KeyTypes)
        {
            if (type != input.Type && section.KeyOf(key) is { } found)
            {
                section.Context.Error(found, DiagnosticCodes.KeyNotForThis, $"'{key}' is for inputs of type {Name(type)}; '{input.Name}' is of type {Name(input.Type)}.");
            }
        }

        if (input.Type == InputType.Choice && section.Find("options") is not { } options)
        {
            section.Require("options", "'options: [low, high]'");
        }
        else if (input.Type == InputType.Choice && section.Find("options") is SequenceNode { Items.Count: 0 } or ScalarNode { Kind: ScalarKind.Null })
        {
            section.Context.Error(section.Find("options")!, DiagnosticCodes.NotAllowed, "A choice has at least one option.");
        }

        if (input.Min > input.Max)
        {
            section.Context.Error(section.Find("max")!, DiagnosticCodes.OutOfRange, $"'max' is {input.Max}, which is below 'min', {input.Min}.");
        }
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
        var strict = given is not string || input.Type is InputType.String or InputType.Choice;
        var fault = strict && node is ScalarNode ? InputBinder.Convert(input, given, out given) : new InputFault(input.Name, null, InputBinder.Allowed(input), "");
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

    private static string Name(InputType type) => Types.First(t => t.Value == type).Key;
}
