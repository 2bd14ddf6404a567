using System.Globalization;
using System.Text.RegularExpressions;
using Signalbox.Engine.Workflows.Yaml;

namespace Signalbox.Engine.Workflows.Binding;

/// <summary>Reads one mapping by its table of keys; every wrong key and value becomes a diagnostic, never an exception.</summary>
internal sealed class SectionReader
{
    private readonly SectionKeys keys;

    private SectionReader(MappingNode node, SectionKeys keys, BindContext context)
    {
        Node = node;
        Context = context;
        this.keys = keys;
        foreach (var (key, _) in node.Entries)
        {
            if (keys.Has(key.Text))
            {
                continue;
            }

            if (keys.Later?.Contains(key.Text, StringComparer.Ordinal) == true)
            {
                context.NotAvailable(key, $"'{key.Text}' in {keys.Owner}");
            }
            else
            {
                context.Error(key, DiagnosticCodes.UnknownKey, $"{Wording.Quote(key.Text)} is not a key of {keys.Owner}{Hint(key.Text)}");
            }
        }

        foreach (var required in keys.Required)
        {
            Require(required.Name, required.Example!);
        }
    }

    public MappingNode Node { get; }

    public BindContext Context { get; }

    /// <summary>Null when the node is no mapping; an empty value reads as an empty mapping.</summary>
    public static SectionReader? Open(YamlNode node, SectionKeys keys, BindContext context)
    {
        switch (node)
        {
            case MappingNode mapping:
                return new SectionReader(mapping, keys, context);
            case ScalarNode { Kind: ScalarKind.Null }:
                return new SectionReader(new MappingNode(node.Start), keys, context);
            default:
                context.Error(node, DiagnosticCodes.WrongType, $"{Capital(keys.Owner)} is a mapping with the keys {Wording.List(keys.Known)}; this is {NodeWording.Describe(node)}.");
                return null;
        }
    }

    public YamlNode? Find(string key) => Node.Find(key)?.Value;

    public ScalarNode? KeyOf(string key) => Node.Find(key)?.Key;

    /// <summary>The value, or a diagnostic that the key is missing.</summary>
    public YamlNode? Require(string key, string example)
    {
        var value = Find(key);
        if (value is null)
        {
            Context.Error(Node, DiagnosticCodes.MissingKey, $"{Capital(keys.Owner)} needs '{key}', such as {example}.");
        }

        return value;
    }

    public string? Text(string key) => TextNode(key)?.Text;

    /// <summary>The scalar of a key that must be a text of the shape in the table.</summary>
    public ScalarNode? TextNode(string key)
    {
        if (Find(key) is not { } value)
        {
            return null;
        }

        var shape = keys.Shape<TextKey>(key);
        var text = IsText(value, shape.MayBeEmpty) ? (ScalarNode)value : AsText(value, $"'{key}'", Context, shape.MayBeEmpty);
        return text is null || shape.Name is not { } name || name.IsMatch(text.Text) || CheckName(text, $"'{key}'", name, Context) ? text : null;
    }

    /// <summary>The value that a word stands for.</summary>
    public T? Word<T>(string key, IReadOnlyDictionary<string, T> words)
        where T : struct
    {
        if (Find(key) is not { } value || (IsText(value) ? (ScalarNode)value : AsText(value, $"'{key}'", Context)) is not { } text)
        {
            return null;
        }

        if (words.TryGetValue(text.Text, out var found))
        {
            return found;
        }

        var shape = keys.Shape<KeyShape>(key) is EitherKey either ? either.Shapes.OfType<WordKey>().First() : keys.Shape<WordKey>(key);
        WrongWord(text, shape, Context);
        return null;
    }

    /// <summary>The values that the words of a list stand for; null when the key is not there.</summary>
    public IReadOnlyList<T>? Words<T>(string key, IReadOnlyDictionary<string, T> words)
        where T : struct
    {
        if (Find(key) is null)
        {
            return null;
        }

        var shape = (WordKey)keys.Shape<ListKey>(key).Item;
        var found = new List<T>();
        foreach (var text in Texts(key, shape.What))
        {
            if (words.TryGetValue(text.Text, out var value))
            {
                found.Add(value);
            }
            else
            {
                WrongWord(text, shape, Context);
            }
        }

        return found;
    }

    public bool? Flag(string key)
    {
        switch (Find(key))
        {
            case null:
                return null;
            case ScalarNode { Value: bool flag }:
                return flag;
            case var other:
                Context.Error(other, DiagnosticCodes.WrongType, $"'{key}' is true or false; this is {NodeWording.Describe(other)}.");
                return null;
        }
    }

    /// <summary>A whole number within the limits of the table.</summary>
    public long? Integer(string key)
    {
        if (Find(key) is not { } value)
        {
            return null;
        }

        var shape = keys.Shape<IntegerKey>(key);
        switch (value)
        {
            case ScalarNode { Value: long number } when number >= shape.Min && number <= shape.Max:
                return number;
            case ScalarNode { Value: long or double } other:
                Context.Error(other, DiagnosticCodes.OutOfRange, $"'{key}' is {Allowed(shape)}; this is {other.Text}.");
                return null;
            case var other:
                Context.Error(other, DiagnosticCodes.WrongType, $"'{key}' is {Allowed(shape)}; this is {NodeWording.Describe(other)}.");
                return null;
        }
    }

    /// <summary>A number within the limits of the table.</summary>
    public double? Number(string key)
    {
        var shape = keys.Shape<NumberKey>(key);
        var allowed = shape.Max >= double.MaxValue ? "a number" : $"a number from {NodeWording.Number(shape.Min)} to {NodeWording.Number(shape.Max)}";
        switch (Find(key))
        {
            case null:
                return null;
            case ScalarNode { Value: long or double } scalar:
                var number = Convert.ToDouble(scalar.Value, CultureInfo.InvariantCulture);
                if (number >= shape.Min && number <= shape.Max)
                {
                    return number;
                }

                Context.Error(scalar, DiagnosticCodes.OutOfRange, $"'{key}' is {allowed}; this is {scalar.Text}.");
                return null;
            case var other:
                Context.Error(other, DiagnosticCodes.WrongType, $"'{key}' is {allowed}; this is {NodeWording.Describe(other)}.");
                return null;
        }
    }

    /// <summary>The items of a list; empty when the key is missing, empty or wrong.</summary>
    public IReadOnlyList<YamlNode> Items(string key)
    {
        switch (Find(key))
        {
            case null or ScalarNode { Kind: ScalarKind.Null }:
                return [];
            case SequenceNode list:
                return list.Items;
            case var other:
                Context.Error(other, DiagnosticCodes.WrongType, $"'{key}' is a list; this is {NodeWording.Describe(other)}.");
                return [];
        }
    }

    /// <summary>The texts of a list, each once.</summary>
    public IReadOnlyList<ScalarNode> Texts(string key, string what)
    {
        var items = Items(key);
        if (items.Count == 0)
        {
            return [];
        }

        var texts = new List<ScalarNode>(items.Count);
        foreach (var item in items)
        {
            if (AsText(item, what, Context) is not { } text)
            {
                continue;
            }

            if (texts.Exists(t => string.Equals(t.Text, text.Text, StringComparison.Ordinal)))
            {
                Context.Error(item, DiagnosticCodes.DuplicateName, $"{Wording.Quote(text.Text)} is in '{key}' twice.");
                continue;
            }

            texts.Add(text);
        }

        return texts;
    }

    public static ScalarNode? AsText(YamlNode value, string what, BindContext context, bool mayBeEmpty = false)
    {
        if (IsText(value, mayBeEmpty))
        {
            return (ScalarNode)value;
        }

        var quotes = value is ScalarNode { Kind: not (ScalarKind.Null or ScalarKind.Text) } ? "; put it in quotes" : "";
        context.Error(value, DiagnosticCodes.WrongType, $"{Capital(what)} is a text; this is {(value is ScalarNode { Kind: ScalarKind.Text } ? "empty" : NodeWording.Describe(value))}{quotes}.");
        return null;
    }

    public static bool CheckName(ScalarNode text, string what, NameRule rule, BindContext context) => rule.IsMatch(text.Text) || BadName(text, what, rule.Allowed, context);

    public static bool CheckName(ScalarNode text, string what, Regex pattern, string allowed, BindContext context) => pattern.IsMatch(text.Text) || BadName(text, what, allowed, context);

    private static bool BadName(ScalarNode text, string what, string allowed, BindContext context)
    {
        context.Error(text, DiagnosticCodes.BadName, $"{Capital(what)} is {allowed}; this is {Wording.Quote(text.Text)}.");
        return false;
    }

    private static bool IsText(YamlNode value, bool mayBeEmpty = false) =>
        value is ScalarNode { Kind: ScalarKind.Text } text && (mayBeEmpty || !string.IsNullOrWhiteSpace(text.Text));

    private static string Allowed(IntegerKey shape) => (shape.Min, shape.Max) switch
    {
        (long.MinValue, long.MaxValue) => "a whole number",
        (_, long.MaxValue) => $"a whole number, at least {NodeWording.Number(shape.Min)}",
        _ => $"a whole number from {NodeWording.Number(shape.Min)} to {NodeWording.Number(shape.Max)}",
    };

    private static void WrongWord(ScalarNode text, WordKey shape, BindContext context) =>
        context.Error(text, DiagnosticCodes.NotAllowed, $"{Wording.Quote(text.Text)} is not {shape.What}{Wording.Hint(text.Text, shape.Words, shape.Label)}");

    private string Hint(string key) =>
        Wording.Nearest(key, keys.Known) is null && Wording.Nearest(key, keys.Later ?? []) is { } later ? $"; did you mean '{later}'?" : Wording.Hint(key, keys.Known, "its keys are");

    private static string Capital(string text) => char.ToUpperInvariant(text[0]) + text[1..];
}
