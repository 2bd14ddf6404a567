using System.Globalization;
using System.Text;
using System.Text.Json;
using Signalbox.Engine.Workflows.Binding;

namespace Signalbox.Engine.Workflows;

/// <summary>Checks the inputs given for a run, or the fields of a form, against their declarations (design/workflow-format.md, inputs).</summary>
public static class InputBinder
{
    /// <summary>Longest text of any input but a file, in bytes of UTF-8.</summary>
    public const int MaxTextBytes = 64 * 1024;

    /// <summary>Largest file that an input may allow, in bytes of UTF-8.</summary>
    public const int MaxFileBytes = 1024 * 1024;

    /// <summary>Most items of a list.</summary>
    public const int MaxItems = ForEachDefinition.MaxItems;

    /// <summary>Checks the inputs of a run.</summary>
    /// <inheritdoc cref="Bind(IReadOnlyList{InputDefinition}, IReadOnlyDictionary{string, object?}, string)"/>
    public static InputBinding Bind(WorkflowDefinition workflow, IReadOnlyDictionary<string, object?> given)
    {
        ArgumentNullException.ThrowIfNull(workflow);
        return Bind(workflow.Inputs, given, $"The workflow '{workflow.Name}'");
    }

    /// <summary>
    /// Converts and checks every input; all faults at once. A value is a string (command line, form), a bool, an int or long, a double, a
    /// list, or a <see cref="JsonElement"/>. Null counts as not given, and so does an empty string for everything but an optional text: an
    /// untouched form field sends it. Every declared input is in the values: one that is not given and has no default is null.
    /// </summary>
    /// <param name="inputs">The declarations.</param>
    /// <param name="given">Values by name.</param>
    /// <param name="owner">What declares them, to begin a message: "The workflow 'x'".</param>
    public static InputBinding Bind(IReadOnlyList<InputDefinition> inputs, IReadOnlyDictionary<string, object?> given, string owner)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(given);
        var faults = new List<InputFault>();
        var values = new Dictionary<string, object?>(StringComparer.Ordinal);
        foreach (var input in inputs)
        {
            var value = Plain(given.GetValueOrDefault(input.Name));
            if (value is null || (value is "" && (input.Required || input.Type is not (InputType.String or InputType.Text or InputType.File))))
            {
                values[input.Name] = input.Default;
                if (input is { Required: true, Default: null })
                {
                    faults.Add(new InputFault(input.Name, null, Allowed(input), $"The input '{input.Name}' is required; give {Allowed(input)}."));
                }

                continue;
            }

            if (Convert(input, value, out var converted) is { } fault)
            {
                faults.Add(fault);
            }
            else
            {
                values[input.Name] = converted;
            }
        }

        foreach (var unknown in given.Keys.Where(k => !inputs.Any(i => string.Equals(i.Name, k, StringComparison.Ordinal))).Order(StringComparer.Ordinal))
        {
            var names = inputs.Select(i => i.Name).ToList();
            var allowed = names.Count == 0 ? "no inputs" : Wording.List(names);
            faults.Add(new InputFault(unknown, null, allowed, $"{owner} has no input {Wording.Quote(unknown)}{Wording.Hint(unknown, names, "its inputs are")}"));
        }

        return new InputBinding(values, faults);
    }

    /// <summary>What an input accepts, to follow "give" or "must be".</summary>
    internal static string Allowed(InputDefinition input) => InputWording.Allowed(input);

    /// <summary>The value in the input's type, or why it is refused.</summary>
    internal static InputFault? Convert(InputDefinition input, object? value, out object? converted)
    {
        converted = input.Type switch
        {
            InputType.String or InputType.Text => value is string text ? text.ReplaceLineEndings("\n") : null,
            InputType.Boolean => InputValues.ToBoolean(value),
            InputType.Integer => InputValues.ToInteger(value),
            InputType.Number => InputValues.ToNumber(value),
            InputType.Choice => value is string option && input.Options.Contains(option, StringComparer.Ordinal) ? option : null,
            InputType.List => InputValues.ToList(value),
            InputType.File => value as string,
            InputType.Secret => value is string name && Patterns.Secret().IsMatch(name) ? name : null,
            _ => throw new ArgumentOutOfRangeException(nameof(input)),
        };
        return converted switch
        {
            null => Fault(input, value, null),
            long number when number < input.Min || number > input.Max => Fault(input, value, null),
            double number when number < input.MinNumber || number > input.MaxNumber => Fault(input, value, null),
            string text when input.Type == InputType.File => FileFault(input, text),
            string text => TextFault(input, text),
            IReadOnlyList<object?> items => ListFault(input, items),
            _ => null,
        };
    }

    private static InputFault? TextFault(InputDefinition input, string text)
    {
        if (text.Length > input.MaxLength || text.Length < input.MinLength)
        {
            return Fault(input, text, $"this has {Count(text.Length)}");
        }

        if (Encoding.UTF8.GetByteCount(text) > MaxTextBytes)
        {
            return Fault(input, text, "this is longer");
        }

        return CharacterFault(text, c => c is '\n' or '\t') is { } why ? Fault(input, text, why)
            : input.Pattern is not null && !InputPattern.IsMatch(input.Pattern, text) ? Fault(input, text, null)
            : null;
    }

    /// <summary>A file keeps its bytes: only what cannot be stored as text is refused.</summary>
    private static InputFault? FileFault(InputDefinition input, string text)
    {
        var bytes = Encoding.UTF8.GetByteCount(text);
        return bytes > (input.MaxBytes ?? MaxTextBytes) ? Fault(input, text, $"this has {Count(bytes)} bytes")
            : CharacterFault(text, c => c != '\0') is { } why ? Fault(input, text, why)
            : null;
    }

    private static InputFault? ListFault(InputDefinition input, IReadOnlyList<object?> items)
    {
        if (items.Count > (input.MaxItems ?? MaxItems) || items.Count < input.MinItems)
        {
            return Fault(input, items, $"this has {Count(items.Count)}");
        }

        if (items.Sum(i => (long)Encoding.UTF8.GetByteCount((string)i!)) > MaxTextBytes)
        {
            return Fault(input, items, "its texts are longer than 64 KiB together");
        }

        for (var i = 0; i < items.Count; i++)
        {
            var text = (string)items[i]!;
            var why = text.Length > input.ItemMaxLength ? $"has {Count(text.Length)}" : CharacterFault(text, c => c is '\n' or '\t') is { } fault ? $"is wrong: {fault}" : null;
            if (why is not null)
            {
                return Fault(input, items, $"item {Count(i + 1)}, {Wording.Quote(text)}, {why}");
            }
        }

        return null;
    }

    private static string? CharacterFault(string text, Func<char, bool> isAllowedControl)
    {
        // a lone surrogate is no character and cannot be stored as UTF-8
        var at = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            var broken = rune == Rune.ReplacementChar && text[at] != '\uFFFD';
            if (broken || (Rune.IsControl(rune) && !isAllowedControl(text[at])))
            {
                return $"it holds the control character U+{(int)text[at]:X4}";
            }

            at += rune.Utf16SequenceLength;
        }

        return null;
    }

    private static InputFault Fault(InputDefinition input, object? value, string? why)
    {
        var found = InputWording.Found(value);
        return new InputFault(input.Name, found, Allowed(input), $"The input '{input.Name}' must be {Allowed(input)}; {why ?? $"this is {found}"}.");
    }

    private static string Count(int count) => count.ToString(CultureInfo.InvariantCulture);

    private static object? Plain(object? value) => value is JsonElement element ? PlainValue.FromElement(element) : value;
}
