using Signalbox.Engine.Workflows.Yaml;

namespace Signalbox.Engine.Workflows.Import.Reading;

/// <summary>From the bytes of a file to its nodes: YAML by our own composer, JSON by one with the same limits.</summary>
internal static class ImportFile
{
    /// <summary>The root mapping; null when it cannot be read, and then the bag says why.</summary>
    public static (MappingNode? Root, DiagnosticBag Bag) Read(ReadOnlyMemory<byte> bytes, string file)
    {
        if (YamlText.SizeFault(bytes.Length) is { } tooLarge)
        {
            return Refused(file, "", 0, DiagnosticCodes.TooLarge, tooLarge);
        }

        var text = YamlText.Decode(bytes.Span, out var readable, out var faultAt);
        if (text is null)
        {
            return Refused(file, readable, faultAt, DiagnosticCodes.Encoding, "The file is not UTF-8: a byte here belongs to no character. Save it as UTF-8.");
        }

        var forbidden = YamlText.FindForbidden(text);
        if (forbidden >= 0)
        {
            return Refused(file, text, forbidden, DiagnosticCodes.ControlCharacter, $"The character U+{(int)text[forbidden]:X4} is not allowed in a file of text.");
        }

        var bag = new DiagnosticBag(file, new SourceText(text));
        var root = Compose(bag, file);
        if (root is not (null or MappingNode))
        {
            bag.Error(root.Start, ImportCodes.UnknownDialect, "The file holds no mapping; none of the formats that are imported looks like this.");
        }

        return (bag.HasErrors ? null : root as MappingNode, bag);
    }

    private static YamlNode? Compose(DiagnosticBag bag, string file)
    {
        if (!JsonComposer.IsJson(bag.Source.Text))
        {
            return YamlComposer.Compose(bag);
        }

        var json = new DiagnosticBag(file, bag.Source);
        var root = JsonComposer.Compose(json);
        if (root is null && !file.EndsWith(".json", StringComparison.OrdinalIgnoreCase))
        {
            // YAML may begin with a brace as well
            return YamlComposer.Compose(bag);
        }

        bag.Take(json.ToOrderedList());
        return root;
    }

    private static (MappingNode? Root, DiagnosticBag Bag) Refused(string file, string text, int at, string code, string message)
    {
        var bag = new DiagnosticBag(file, new SourceText(text));
        bag.Error(at, code, message);
        return (null, bag);
    }
}
