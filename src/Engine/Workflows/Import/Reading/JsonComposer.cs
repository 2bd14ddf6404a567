using System.Text;
using System.Text.Json;
using Signalbox.Engine.Workflows.Yaml;

namespace Signalbox.Engine.Workflows.Import.Reading;

/// <summary>
/// Builds the node tree of a JSON document, with positions. JSON is almost YAML, but tabs may indent it and surrogate pairs are escaped,
/// which our YAML refuses.
/// </summary>
internal sealed class JsonComposer
{
    private static readonly JsonReaderOptions Options = new() { MaxDepth = YamlComposer.MaxDepth, AllowTrailingCommas = false };

    private readonly DiagnosticBag bag;
    private readonly byte[] utf8;
    private long passedBytes;
    private int passedCharacters;
    private int count;

    private JsonComposer(DiagnosticBag bag)
    {
        this.bag = bag;
        utf8 = Encoding.UTF8.GetBytes(bag.Source.Text);
    }

    /// <summary>Whether a text looks like a JSON document rather than YAML.</summary>
    public static bool IsJson(string text) => text.AsSpan().TrimStart() is ['{', ..] or ['[', ..];

    /// <summary>The root; null when it cannot be read, and then the bag says why.</summary>
    public static YamlNode? Compose(DiagnosticBag bag)
    {
        var composer = new JsonComposer(bag);
        var reader = new Utf8JsonReader(composer.utf8, Options);
        try
        {
            reader.Read();
            var root = composer.Node(ref reader);
            reader.Read();
            return root;
        }
        catch (JsonException fault)
        {
            var isDeep = fault.Message.Contains(" depth ", StringComparison.Ordinal);
            bag.Error(
                composer.Offset(fault),
                isDeep ? DiagnosticCodes.TooDeep : DiagnosticCodes.Syntax,
                isDeep ? $"The nesting is deeper than {YamlComposer.MaxDepth} levels." : Say(fault));
            return null;
        }
        catch (LimitException)
        {
            return null;
        }
    }

    /// <summary>Without the place, which the diagnostic has as its own.</summary>
    private static string Say(JsonException fault)
    {
        var place = fault.Message.IndexOf(" LineNumber:", StringComparison.Ordinal);
        return $"This is not well-formed JSON: {(place < 0 ? fault.Message : fault.Message[..place]).TrimEnd('.')}.";
    }

    private int Offset(JsonException fault)
    {
        var line = (int)Math.Min(fault.LineNumber ?? 0, bag.Source.LineCount - 1) + 1;
        var start = Encoding.UTF8.GetByteCount(bag.Source.Text.AsSpan(0, bag.Source.LineStart(line)));
        var end = (int)Math.Min(start + (fault.BytePositionInLine ?? 0), utf8.Length);
        return bag.Source.LineStart(line) + Encoding.UTF8.GetCharCount(utf8, start, end - start);
    }

    /// <summary>Tokens come in order, so each step counts only the characters since the last.</summary>
    private int Offset(long bytes)
    {
        passedCharacters += Encoding.UTF8.GetCharCount(utf8, (int)passedBytes, (int)(bytes - passedBytes));
        passedBytes = bytes;
        return passedCharacters;
    }

    private YamlNode Node(ref Utf8JsonReader reader)
    {
        var at = Offset(reader.TokenStartIndex);
        if (++count > YamlComposer.MaxNodes)
        {
            bag.Error(at, DiagnosticCodes.TooManyNodes, $"The file has more than {YamlComposer.MaxNodes:N0} values.");
            throw new LimitException();
        }

        return reader.TokenType switch
        {
            JsonTokenType.StartObject => Object(ref reader, at),
            JsonTokenType.StartArray => Array(ref reader, at),
            _ => Scalar(ref reader, at),
        };
    }

    private MappingNode Object(ref Utf8JsonReader reader, int at)
    {
        var map = new MappingNode(at);
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            var key = Scalar(ref reader, Offset(reader.TokenStartIndex));
            reader.Read();
            var value = Node(ref reader);
            Grow(map, value);
            if (!map.TryAdd(new MappingEntry(key, value)))
            {
                var first = bag.Source.Position(map.Find(key.Text)!.Key.Start);
                bag.Error(key.Start, DiagnosticCodes.DuplicateKey, $"The key {Wording.Quote(key.Text)} is written twice; it is already on line {first.Line}.");
            }
        }

        return map;
    }

    private SequenceNode Array(ref Utf8JsonReader reader, int at)
    {
        var list = new SequenceNode(at);
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            var item = Node(ref reader);
            list.Items.Add(item);
            Grow(list, item);
        }

        return list;
    }

    private ScalarNode Scalar(ref Utf8JsonReader reader, int at)
    {
        // a string's token begins after its quote in the index and has no quotes in its span
        var isText = reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName;
        var length = Encoding.UTF8.GetCharCount(reader.ValueSpan) + (isText ? 2 : 0);
        if (!isText)
        {
            var raw = Encoding.UTF8.GetString(reader.ValueSpan);
            var (kind, value) = CoreSchema.Resolve(raw);
            return new ScalarNode(at, at + length, raw, kind, value);
        }

        string text;
        try
        {
            text = reader.GetString()!;
        }
        catch (InvalidOperationException)
        {
            text = "\0"; // an escape that spells half of a surrogate pair
        }

        if (YamlText.FindUnstorable(text) >= 0)
        {
            bag.Error(at, DiagnosticCodes.ControlCharacter, "The text holds an escaped NUL or half of a surrogate pair; neither is a character.");
        }

        return new ScalarNode(at, at + length, text, ScalarKind.Text, text);
    }

    private static void Grow(YamlNode parent, YamlNode child)
    {
        parent.ExpandedCount += child.ExpandedCount;
        parent.Height = Math.Max(parent.Height, child.Height + 1);
    }

    private sealed class LimitException : Exception;
}
