using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Signalbox.Engine.Workflows;

/// <summary>Checks the inputs given for a run against their declarations (design/workflow-format.md, inputs).</summary>
public static class InputBinder
{
    /// <summary>Longest text of any input, in bytes of UTF-8.</summary>
    public const int MaxTextBytes = 64 * 1024;

    /// <summary>
    /// Converts and checks every input; all faults at once. A value is a string (command line, form), a bool, an int or long,
    /// a double, or a <see cref="JsonElement"/>. Null counts as not given, and so does an empty string for a boolean, integer or
    /// choice: an untouched form field sends it. Every declared input is in the values: one that is not given and has no
    /// default is null.
    /// </summary>
    public static InputBinding Bind(WorkflowDefinition workflow, IReadOnlyDictionary<string, object?> given)
    {
        ArgumentNullException.ThrowIfNull(workflow);
        ArgumentNullException.ThrowIfNull(given);
        var faults = new List<InputFault>();
        var values = new Dictionary<string, object?>(StringComparer.Ordinal);
        foreach (var input in workflow.Inputs)
        {
            var value = Plain(given.GetValueOrDefault(input.Name));
            if (value is null or "" && (value is null || input.Required || input.Type != InputType.String))
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

        foreach (var unknown in given.Keys.Where(k => !workflow.Inputs.Any(i => string.Equals(i.Name, k, StringComparison.Ordinal))).Order(StringComparer.Ordinal))
        {
            var names = workflow.Inputs.Select(i => i.Name).ToList();
            var allowed = names.Count == 0 ? "no inputs" : Wording.List(names);
            faults.Add(new InputFault(unknown, null, allowed, $"The workflow '{workflow.Name}' has no input {Wording.Quote(unknown)}{Wording.Hint(unknown, names, "its inputs are")}"));
        }

        return new InputBinding(values, faults);
    }

    /// <summary>What an input accepts, to follow "give" or "must be".</summary>
    internal static string Allowed(InputDefinition input) => input.Type switch
    {
        InputType.String => input.MaxLength is { } length ? $"a text of at most {length} characters" : "a text of at most 64 KiB",
        InputType.Boolean => "true or false",
        InputType.Integer => (input.Min, input.Max) switch
        {
            (null, null) => "a whole number",
            ({ } min, null) => $"a whole number, at least {min}",
            (null, { } max) => $"a whole number, at most {max}",
            ({ } min, { } max) => $"a whole number from {min} to {max}",
        },
        InputType.Choice => $"one of {Wording.List(input.Options)}",
        _ => throw new ArgumentOutOfRangeException(nameof(input)),
    };

    /// <summary>The value in the input's type, or why it is refused.</summary>
    internal static InputFault? Convert(InputDefinition input, object? value, out object? converted)
    {
        converted = input.Type switch
        {
            InputType.String => value is string text ? text.ReplaceLineEndings("\n") : null,
            InputType.Boolean => ToBoolean(value),
            InputType.Integer => ToInteger(value),
            InputType.Choice => value is string option && input.Options.Contains(option, StringComparer.Ordinal) ? option : null,
            _ => throw new ArgumentOutOfRangeException(nameof(input)),
        };
        return converted switch
        {
            null => Fault(input, value, null),
            long number when number < input.Min || number > input.Max => Fault(input, value, null),
            string text => TextFault(input, text),
            _ => null,
        };
    }

    private static InputFault? TextFault(InputDefinition input, string text)
    {
        if (text.Length > input.MaxLength)
        {
            return Fault(input, text, $"this has {text.Length.ToString(CultureInfo.InvariantCulture)}");
        }

        if (Encoding.UTF8.GetByteCount(text) > MaxTextBytes)
        {
            return Fault(input, text, "this is longer");
        }

        // a lone surrogate is no character and cannot be stored as UTF-8
        var at = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            var broken = rune == Rune.ReplacementChar && text[at] != '\uFFFD';
            if (broken || (Rune.IsControl(rune) && rune.Value is not ('\n' or '\t')))
            {
                return Fault(input, text, $"it holds the control character U+{(int)text[at]:X4}");
            }

            at += rune.Utf16SequenceLength;
        }

        return null;
    }

    private static InputFault Fault(InputDefinition input, object? value, string? why)
    {
        var found = value switch
        {
            null => "nothing",
            string text => Wording.Quote(text),
            bool flag => flag ? "true" : "false",
            IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
            IReadOnlyDictionary<string, object?> => "an object",
            _ => "a list",
        };
        return new InputFault(input.Name, found, Allowed(input), $"The input '{input.Name}' must be {Allowed(input)}; {why ?? $"this is {found}"}.");
    }

    private static object? ToBoolean(object? value) => value switch
    {
        bool flag => flag,
        string text when bool.TryParse(text, out var flag) => flag,
        _ => null,
    };

    private static object? ToInteger(object? value) => value switch
    {
        int or long => System.Convert.ToInt64(value, CultureInfo.InvariantCulture),
        // a double of 2^53 and more no longer says which whole number was meant
        double number when Math.Abs(number) < 9_007_199_254_740_992 && double.IsInteger(number) => (long)number,
        string text when long.TryParse(text.Trim(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) => number,
        _ => null,
    };

    private static object? Plain(object? value) => value is JsonElement element ? PlainValue.FromElement(element) : value;
}
