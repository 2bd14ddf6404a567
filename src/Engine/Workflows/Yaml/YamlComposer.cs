using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Signalbox.Engine.Workflows.Yaml;

/// <summary>
/// Builds the node tree of one document from the parser's events (design/workflow-format.md, "How it is read").
/// Deserialising instead would lose positions, follow recursive aliases, keep the last duplicate, and overflow the
/// stack on deep nesting, which no handler survives. Duplicates, tags and a second document are collected; a
/// syntax fault or a passed limit ends the reading with one diagnostic.
/// </summary>
internal sealed class YamlComposer
{
    public const int MaxDepth = 64;
    public const int MaxNodes = 10_000;

    private readonly DiagnosticBag bag;
    private readonly Scanner scanner;
    private readonly Parser parser;
    private readonly Dictionary<string, YamlNode?> anchors = new(StringComparer.Ordinal);
    private int count;

    private readonly int mostNodes;
    private readonly string what;
    private readonly string least;

    private YamlComposer(DiagnosticBag bag, int mostNodes, string what, string least)
    {
        (this.bag, this.mostNodes, this.what, this.least) = (bag, mostNodes, what, least);
        scanner = new Scanner(new StringReader(bag.Source.Text), skipComments: true);
        parser = new Parser(scanner);
    }

    /// <summary>The root; null when the document cannot be read, and then <paramref name="bag"/> says why.</summary>
    /// <param name="bag">Holds the text, and takes the faults.</param>
    /// <param name="mostNodes">Values that it may have.</param>
    /// <param name="what">What the document is, for messages.</param>
    /// <param name="least">What it has at least, for messages.</param>
    public static YamlNode? Compose(DiagnosticBag bag, int mostNodes = MaxNodes, string what = "workflow", string least = "a workflow has at least 'version', 'name' and 'steps'")
    {
        var composer = new YamlComposer(bag, mostNodes, what, least);
        try
        {
            return composer.Document();
        }
        catch (InvalidOperationException)
        {
            // the scanner's own assertion, which a plain scalar of certain indicators trips (found by the mutation tests)
            bag.Error((int)composer.scanner.CurrentPosition.Index, DiagnosticCodes.Syntax, YamlSyntaxWording.Say("cannot start any token"));
            return null;
        }
        catch (YamlException fault)
        {
            YamlSyntaxWording.Report(bag, fault);
            return null;
        }
    }

    private YamlNode? Document()
    {
        Next();
        Next();
        if (parser.Current is not DocumentStart)
        {
            bag.Error(0, DiagnosticCodes.Empty, $"The file is empty; {least}.");
            return null;
        }

        Next();
        var root = Node(depth: 1);
        if (root is null)
        {
            return null;
        }

        Next();
        Next();
        if (parser.Current is DocumentStart second)
        {
            bag.Error((int)second.Start.Index, DiagnosticCodes.MultipleDocuments, $"A second document begins here ('---'); a file holds one {what}.");
        }

        if (root is ScalarNode { Kind: ScalarKind.Null })
        {
            bag.Error(root.Start, DiagnosticCodes.Empty, $"The file is empty; {least}.");
            return null;
        }

        YamlTabs.Report(bag, root);
        return root;
    }

    private void Next()
    {
        if (!parser.MoveNext())
        {
            throw new SyntaxErrorException("did not find expected node content");
        }
    }

    /// <summary>The node that begins at the current event; leaves its last event current. Null: stop reading.</summary>
    private YamlNode? Node(int depth)
    {
        var at = (int)parser.Current!.Start.Index;
        if (depth > MaxDepth)
        {
            bag.Error(at, DiagnosticCodes.TooDeep, $"The nesting is deeper than {MaxDepth} levels.");
            return null;
        }

        if (parser.Current is AnchorAlias alias)
        {
            return Alias(alias, depth);
        }

        if (++count > mostNodes)
        {
            TooMany(at);
            return null;
        }

        if (parser.Current is not NodeEvent { Anchor: var anchor })
        {
            // the parser may end a mapping after a key (found by the mutation tests)
            bag.Error(at, DiagnosticCodes.Syntax, YamlSyntaxWording.Say("did not find expected node content"));
            return null;
        }

        if (!anchor.IsEmpty)
        {
            anchors[anchor.Value] = null; // null while it is being read: an alias to it would be recursive
        }

        YamlNode? node = parser.Current switch
        {
            Scalar scalar => Scalar(scalar),
            SequenceStart sequence => Sequence(sequence, depth),
            MappingStart mapping => Mapping(mapping, depth),
            _ => null,
        };
        if (node is not null && !anchor.IsEmpty)
        {
            anchors[anchor.Value] = node;
        }

        return node;
    }

    private YamlNode? Alias(AnchorAlias alias, int depth)
    {
        var at = (int)alias.Start.Index;
        if (!anchors.TryGetValue(alias.Value.Value, out var target))
        {
            bag.Error(at, DiagnosticCodes.UnknownAlias, $"The alias {Wording.Quote("*" + alias.Value.Value)} has no anchor before it.");
            return null;
        }

        if (target is null)
        {
            bag.Error(at, DiagnosticCodes.RecursiveAlias, $"The alias {Wording.Quote("*" + alias.Value.Value)} stands inside the node it repeats; a {what} cannot contain itself.");
            return null;
        }

        count += target.ExpandedCount;
        if (count > mostNodes)
        {
            TooMany(at);
            return null;
        }

        if (depth + target.Height - 1 > MaxDepth)
        {
            bag.Error(at, DiagnosticCodes.TooDeep, $"The nesting is deeper than {MaxDepth} levels.");
            return null;
        }

        return target;
    }

    private void TooMany(int at) =>
        bag.Error(at, DiagnosticCodes.TooManyNodes, $"The file has more than {mostNodes:N0} values, with aliases counted as often as they are used.");

    private ScalarNode Scalar(Scalar scalar)
    {
        var (kind, value) = scalar.Style == ScalarStyle.Plain && scalar.Tag.IsEmpty ? CoreSchema.Resolve(scalar.Value) : (ScalarKind.Text, scalar.Value);
        if (!scalar.Tag.IsEmpty && !scalar.Tag.IsNonSpecific)
        {
            CheckTag(scalar, scalar.Tag, "str");
        }

        if (YamlText.FindUnstorable(scalar.Value) >= 0)
        {
            bag.Error((int)scalar.Start.Index, DiagnosticCodes.ControlCharacter, "The text holds an escaped NUL or half of a surrogate pair; neither is a character.");
        }

        return new ScalarNode((int)scalar.Start.Index, (int)scalar.End.Index, scalar.Value, kind, value);
    }

    private SequenceNode? Sequence(SequenceStart start, int depth)
    {
        CheckTag(start, start.Tag, "seq");
        var node = new SequenceNode((int)start.Start.Index);
        for (Next(); parser.Current is not SequenceEnd; Next())
        {
            var item = Node(depth + 1);
            if (item is null)
            {
                return null;
            }

            node.Items.Add(item);
            Grow(node, item);
        }

        return node;
    }

    private MappingNode? Mapping(MappingStart start, int depth)
    {
        CheckTag(start, start.Tag, "map");
        var node = new MappingNode((int)start.Start.Index);
        for (Next(); parser.Current is not MappingEnd; Next())
        {
            var keyAt = (int)parser.Current!.Start.Index;
            var key = Node(depth + 1);
            if (key is null)
            {
                return null;
            }

            Next();
            var value = Node(depth + 1);
            if (value is null)
            {
                return null;
            }

            Grow(node, key);
            Grow(node, value);
            AddEntry(node, key, keyAt, value);
        }

        return node;
    }

    private void AddEntry(MappingNode node, YamlNode key, int keyAt, YamlNode value)
    {
        if (key is not ScalarNode { Kind: not ScalarKind.Null } text)
        {
            bag.Error(keyAt, DiagnosticCodes.KeyNotText, key is ScalarNode ? "This key is empty." : "A key is a text; a list or a mapping cannot be one.");
            return;
        }

        // behind an alias the key's own position is the anchor's, not this line's
        var here = text.Start == keyAt ? text : new ScalarNode(keyAt, keyAt, text.Text, text.Kind, text.Value);
        if (!node.TryAdd(new MappingEntry(here, value)))
        {
            var first = bag.Source.Position(node.Find(text.Text)!.Key.Start);
            bag.Error(keyAt, DiagnosticCodes.DuplicateKey, $"The key {Wording.Quote(text.Text)} is written twice; it is already on line {first.Line}.");
        }
    }

    private static void Grow(YamlNode parent, YamlNode child)
    {
        parent.ExpandedCount += child.ExpandedCount;
        parent.Height = Math.Max(parent.Height, child.Height + 1);
    }

    private void CheckTag(ParsingEvent at, TagName tag, string own)
    {
        if (!tag.IsEmpty && !tag.IsNonSpecific && !string.Equals(tag.Value, "tag:yaml.org,2002:" + own, StringComparison.Ordinal))
        {
            bag.Error((int)at.Start.Index, DiagnosticCodes.Tag, $"The tag {Wording.Quote(tag.Value)} means nothing here; write the value without it.");
        }
    }
}
