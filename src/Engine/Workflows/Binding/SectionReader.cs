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
        foreach (var key in node.Entries.Select(e => e.Key).Where(k => !keys.Known.Contains(k.Text, StringComparer.Ordinal)))
        {
            if (keys.Later?.Contains(key.Text, StringComparer.Ordinal) == true)
            {
                context.NotAvailable(key, $"'{key.Text}' in {keys.Owner}");
            }
            else
            {
                context.Error(key, DiagnosticCodes.UnknownKey, $"{Wording.Quote(key.Text)} is not a key of {keys.Owner}{Hint(key.Text)}");
            }
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

    public string? Text(string key, bool mayBeEmpty = false) => TextNode(key, mayBeEmpty)?.Text;

    /// <summary>The scalar of a key that must be a text.</summary>
    public ScalarNode? TextNode(string key, bool mayBeEmpty = false) =>
        Find(key) is { } value ? AsText(value, $"'{key}'", Context, mayBeEmpty) : null;

    /// <summary>A text that matches a pattern.</summary>
    public ScalarNode? Name(string key, Regex pattern, string allowed)
    {
        var text = TextNode(key);
        return text is null || CheckName(text, $"'{key}'", pattern, allowed, Context) ? text : null;
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

    public long? Integer(string key, long min, long max)
    {
        switch (Find(key))
        {
            case null:
                return null;
            case ScalarNode { Value: long number } when number >= min && number <= max:
                return number;
            case ScalarNode { Value: long or double } other:
                Context.Error(other, DiagnosticCodes.OutOfRange, $"'{key}' is a whole number from {NodeWording.Number(min)} to {NodeWording.Number(max)}; this is {other.Text}.");
                return null;
            case var other:
                Context.Error(other, DiagnosticCodes.WrongType, $"'{key}' is a whole number from {NodeWording.Number(min)} to {NodeWording.Number(max)}; this is {NodeWording.Describe(other)}.");
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
        var texts = new List<ScalarNode>();
        foreach (var item in Items(key))
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
        if (value is ScalarNode { Kind: ScalarKind.Text } text && (mayBeEmpty || !string.IsNullOrWhiteSpace(text.Text)))
        {
            return text;
        }

        var quotes = value is ScalarNode { Kind: not (ScalarKind.Null or ScalarKind.Text) } ? "; put it in quotes" : "";
        context.Error(value, DiagnosticCodes.WrongType, $"{Capital(what)} is a text; this is {(value is ScalarNode { Kind: ScalarKind.Text } ? "empty" : NodeWording.Describe(value))}{quotes}.");
        return null;
    }

    public static bool CheckName(ScalarNode text, string what, Regex pattern, string allowed, BindContext context)
    {
        if (pattern.IsMatch(text.Text))
        {
            return true;
        }

        context.Error(text, DiagnosticCodes.BadName, $"{Capital(what)} is {allowed}; this is {Wording.Quote(text.Text)}.");
        return false;
    }

    private string Hint(string key) =>
        Wording.Nearest(key, keys.Known) is null && Wording.Nearest(key, keys.Later ?? []) is { } later ? $"; did you mean '{later}'?" : Wording.Hint(key, keys.Known, "its keys are");

    private static string Capital(string text) => char.ToUpperInvariant(text[0]) + text[1..];
}
