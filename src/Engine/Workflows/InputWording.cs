using System.Globalization;

namespace Signalbox.Engine.Workflows;

/// <summary>Says what an input accepts and what was given, to follow "give" or "must be".</summary>
internal static class InputWording
{
    public static string Allowed(InputDefinition input) => input.Type switch
    {
        InputType.String or InputType.Text => Text(input) + (input.Pattern is null ? "" : $" that matches {Wording.Quote(input.Pattern)}"),
        InputType.Boolean => "true or false",
        InputType.Integer => "a whole number" + Range(input.Min, input.Max),
        InputType.Number => "a number" + Range(input.MinNumber, input.MaxNumber),
        InputType.Choice => $"one of {Wording.List(input.Options)}",
        InputType.List => List(input),
        InputType.File => $"the text of a file of at most {Bytes(input.MaxBytes ?? InputBinder.MaxTextBytes)}",
        InputType.Secret => "the name of a configured secret, such as DEPLOY_TOKEN",
        _ => throw new ArgumentOutOfRangeException(nameof(input)),
    };

    public static string Found(object? value) => value switch
    {
        null => "nothing",
        string text => Wording.Quote(text),
        bool flag => flag ? "true" : "false",
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        IReadOnlyDictionary<string, object?> => "an object",
        _ => "a list",
    };

    private static string Text(InputDefinition input) => (input.MinLength, input.MaxLength) switch
    {
        (null, null) => "a text of at most 64 KiB",
        (null, { } max) => $"a text of at most {max} characters",
        ({ } min, null) => $"a text of at least {min} characters",
        ({ } min, { } max) => $"a text of {min} to {max} characters",
    };

    private static string Range<T>(T? min, T? max)
        where T : struct, IFormattable => (min?.ToString(null, CultureInfo.InvariantCulture), max?.ToString(null, CultureInfo.InvariantCulture)) switch
        {
            (null, null) => "",
            ({ } least, null) => $", at least {least}",
            (null, { } most) => $", at most {most}",
            ({ } least, { } most) => $" from {least} to {most}",
        };

    private static string List(InputDefinition input)
    {
        var most = input.MaxItems ?? InputBinder.MaxItems;
        var count = input.MinItems is { } least ? $"{least} to {most}" : $"at most {most}";
        var length = input.ItemMaxLength is { } longest ? $" of at most {longest} characters each" : "";
        return $"a list of {count} texts{length}: as a JSON array, or separated by commas or on lines of their own";
    }

    private static string Bytes(int bytes) => bytes % 1024 == 0 ? string.Create(CultureInfo.InvariantCulture, $"{bytes / 1024} KiB") : string.Create(CultureInfo.InvariantCulture, $"{bytes} bytes");
}
