using System.Globalization;
using Signalbox.Engine.Workflows.Binding;
using Signalbox.Engine.Workflows.Import.Output;
using Signalbox.Engine.Workflows.Yaml;

namespace Signalbox.Engine.Workflows.Import.Reading;

/// <summary>Reads one mapping of an imported file and remembers what was read, so that the rest is never dropped without a word.</summary>
internal sealed class ImportSection(MappingNode node, string owner, ImportContext context)
{
    private readonly HashSet<string> taken = new(StringComparer.Ordinal);

    public MappingNode Node { get; } = node;

    /// <summary>What the mapping is, for messages: "the step 'plan'".</summary>
    public string Owner { get; } = owner;

    public ImportContext Context { get; } = context;

    /// <summary>Null when the node is no mapping; an empty value reads as an empty mapping.</summary>
    public static ImportSection? Open(YamlNode node, string owner, ImportContext context)
    {
        switch (node)
        {
            case MappingNode mapping:
                return new ImportSection(mapping, owner, context);
            case ScalarNode { Kind: ScalarKind.Null }:
                return new ImportSection(new MappingNode(node.Start), owner, context);
            default:
                context.Error(node, DiagnosticCodes.WrongType, $"{Capital(owner)} is a mapping; this is {NodeWording.Describe(node)}.");
                return null;
        }
    }

    /// <summary>The value under the first of the spellings that is there; null when none is, or it is empty. Two spellings at once are refused.</summary>
    public YamlNode? Take(params ReadOnlySpan<string> spellings)
    {
        MappingEntry? found = null;
        foreach (var spelling in spellings)
        {
            if (Node.Find(spelling) is not { } entry)
            {
                continue;
            }

            taken.Add(spelling);
            if (found is not null && entry.Value is not ScalarNode { Kind: ScalarKind.Null })
            {
                Context.Error(entry.Key, DiagnosticCodes.DuplicateKey, $"{Capital(Owner)} has '{found.Key.Text}' and '{spelling}', which are two spellings of one thing.");
            }

            found = found?.Value is null or ScalarNode { Kind: ScalarKind.Null } ? entry : found;
        }

        return found?.Value is ScalarNode { Kind: ScalarKind.Null } ? null : found?.Value;
    }

    /// <summary>Whether a key was not read yet; now it is.</summary>
    public bool TryTake(string key) => taken.Add(key);

    /// <summary>A text; a number or boolean is taken as it is written. An empty text is none.</summary>
    public ScalarNode? Text(params ReadOnlySpan<string> spellings)
    {
        var value = Take(spellings);
        if (value is not (null or ScalarNode))
        {
            Context.Error(value, DiagnosticCodes.WrongType, $"'{spellings[0]}' of {Owner} is a text; this is {NodeWording.Describe(value)}.");
        }

        return value as ScalarNode is { } text && !string.IsNullOrWhiteSpace(text.Text) ? text : null;
    }

    /// <summary>A text that must be there.</summary>
    public ScalarNode? Require(params ReadOnlySpan<string> spellings)
    {
        var isThere = false;
        foreach (var spelling in spellings)
        {
            isThere |= Node.Find(spelling) is not null;
        }

        var text = Text(spellings);
        if (text is null && (!isThere || Take(spellings) is null or ScalarNode))
        {
            Context.Error(Node, DiagnosticCodes.MissingKey, $"{Capital(Owner)} needs '{spellings[0]}'.");
        }

        return text;
    }

    public bool? Flag(params ReadOnlySpan<string> spellings)
    {
        switch (Take(spellings))
        {
            case null:
                return null;
            case ScalarNode { Value: bool flag }:
                return flag;
            case var other:
                Context.Error(other, DiagnosticCodes.WrongType, $"'{spellings[0]}' of {Owner} is true or false; this is {NodeWording.Describe(other)}.");
                return null;
        }
    }

    /// <summary>A whole number in a range; the node is there so that a warning can point at it.</summary>
    public (long Value, YamlNode Node)? Integer(long min, long max, params ReadOnlySpan<string> spellings)
    {
        var value = Take(spellings);
        switch (value)
        {
            case null:
                return null;
            case ScalarNode scalar when Whole(scalar) is { } whole && whole >= min && whole <= max:
                return (whole, scalar);
            default:
                Context.Error(value, DiagnosticCodes.OutOfRange, $"'{spellings[0]}' of {Owner} is a whole number from {NodeWording.Number(min)} to {NodeWording.Number(max)}; this is {NodeWording.Describe(value)}.");
                return null;
        }
    }

    /// <summary>The items of a list; one value that is no list counts as its only item.</summary>
    public IReadOnlyList<YamlNode> Items(params ReadOnlySpan<string> spellings) => Take(spellings) switch
    {
        null => [],
        SequenceNode list => list.Items,
        var one => [one],
    };

    /// <summary>The texts of a list, or of one text.</summary>
    public IReadOnlyList<ScalarNode> Texts(params ReadOnlySpan<string> spellings)
    {
        List<ScalarNode> texts = [];
        foreach (var item in Items(spellings))
        {
            if (item is ScalarNode { Kind: not ScalarKind.Null } text)
            {
                texts.Add(text);
            }
            else
            {
                Context.Error(item, DiagnosticCodes.WrongType, $"'{spellings[0]}' of {Owner} is a list of texts; this is {NodeWording.Describe(item)}.");
            }
        }

        return texts;
    }

    /// <summary>Keeps what was not read in metadata, each with a warning at its key.</summary>
    /// <param name="metadata">Where it is kept.</param>
    /// <param name="place">How that place is called, such as <c>metadata.steps.plan</c>.</param>
    /// <param name="why">What is said after the key's name.</param>
    public void KeepRest(OutputMap metadata, string place, string why = "means nothing to a workflow here")
    {
        foreach (var (key, value) in Node.Entries.Where(e => taken.Add(e.Key.Text)))
        {
            if (value is ScalarNode { Kind: ScalarKind.Null } or MappingNode { Entries.Count: 0 } or SequenceNode { Items.Count: 0 })
            {
                Context.Warn(key, $"{Wording.Quote(key.Text)} of {Owner} {why}; it is empty and left out.");
                continue;
            }

            var name = FreeName(metadata, key.Text);
            metadata.Set(name, value);
            Context.Warn(key, $"{Wording.Quote(key.Text)} of {Owner} {why}; it is kept as '{place}.{name}'.");
            if (NodeWording.FindInfinite(value) is { } number)
            {
                Context.Error(number, DiagnosticCodes.NotAllowed, $"The number {Wording.Quote(number.Text)} cannot be stored; numbers are finite.");
            }
        }
    }

    public static string Capital(string text) => char.ToUpperInvariant(text[0]) + text[1..];

    private static string FreeName(OutputMap metadata, string name)
    {
        var free = name;
        for (var n = 2; metadata.Has(free); n++)
        {
            free = string.Create(CultureInfo.InvariantCulture, $"{name}-{n}");
        }

        return free;
    }

    private static long? Whole(ScalarNode scalar) => scalar.Value switch
    {
        long whole => whole,
        double number when Math.Abs(number) < 9e15 && double.IsInteger(number) => (long)number,
        string text when long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole) => whole,
        _ => null,
    };
}
