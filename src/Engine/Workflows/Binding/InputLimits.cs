using Signalbox.Engine.Workflows.Yaml;

namespace Signalbox.Engine.Workflows.Binding;

/// <summary>The limits of an input: which type has which, and that they fit together.</summary>
internal static class InputLimits
{
    private static readonly (string Least, string Most)[] Pairs = [("min_length", "max_length"), ("min", "max"), ("min_items", "max_items")];

    public static InputDefinition Read(SectionReader section, InputDefinition input)
    {
        foreach (var (key, types) in InputSection.KeyTypes)
        {
            if (section.KeyOf(key) is { } found && !types.Contains(input.Type))
            {
                section.Context.Error(found, DiagnosticCodes.KeyNotForThis, $"'{key}' is for inputs of type {string.Join(" or ", types.Select(InputSection.Name))}; '{input.Name}' is of type {InputSection.Name(input.Type)}.");
            }
        }

        if (input.Type == InputType.Choice && section.Find("options") is null)
        {
            section.Require("options", "'options: [low, high]'");
        }
        else if (input.Type == InputType.Choice && section.Find("options") is SequenceNode { Items.Count: 0 } or ScalarNode { Kind: ScalarKind.Null })
        {
            section.Context.Error(section.Find("options")!, DiagnosticCodes.NotAllowed, "A choice has at least one option.");
        }

        foreach (var (least, most) in Pairs)
        {
            if (Value(section, least) is { } low && Value(section, most) is { } high && low > high)
            {
                section.Context.Error(section.Find(most)!, DiagnosticCodes.OutOfRange, $"'{most}' is {NodeWording.Number(high)}, which is below '{least}', {NodeWording.Number(low)}.");
            }
        }

        if (section.Find("pattern") is ScalarNode pattern && input.Pattern is not null && InputPattern.Fault(input.Pattern) is { } fault)
        {
            section.Context.Error(pattern, DiagnosticCodes.BadPattern, $"The pattern {Wording.Quote(input.Pattern)} cannot be used: {fault}.");
            input = input with { Pattern = null };
        }

        return input.Type switch
        {
            InputType.Integer => input with { Min = Whole(section, "min"), Max = Whole(section, "max") },
            InputType.Number => input with { MinNumber = section.Number("min"), MaxNumber = section.Number("max") },
            _ => input,
        };
    }

    private static long? Whole(SectionReader section, string key)
    {
        switch (section.Find(key))
        {
            case null:
                return null;
            case ScalarNode { Value: long number }:
                return number;
            case var other:
                section.Context.Error(other, DiagnosticCodes.WrongType, $"'{key}' of an integer is a whole number; this is {NodeWording.Describe(other)}.");
                return null;
        }
    }

    private static double? Value(SectionReader section, string key) => section.Find(key) switch
    {
        ScalarNode { Value: long number } => number,
        ScalarNode { Value: double number } => number,
        _ => null,
    };
}
