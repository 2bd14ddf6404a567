using Signalbox.Engine.Workflows;
using Signalbox.Engine.Workflows.Yaml;

namespace Signalbox.Engine.Schemas;

/// <summary>From the bytes of a document to its nodes, with the limits and the positions of a workflow file (design/workflow-format.md, "How it is read").</summary>
internal static class DocumentFile
{
    /// <summary>
    /// The root mapping and where faults go; there is no root where the file cannot be read as one, and then the bag says why. Faults of form that leave
    /// something to read, such as a key written twice, are in the bag beside it.
    /// </summary>
    /// <param name="utf8">The file: YAML or JSON, UTF-8, at most 1 MiB.</param>
    /// <param name="file">Path or name for diagnostics.</param>
    /// <param name="what">What it is to be, such as <c>a feature spec</c>.</param>
    public static (MappingNode? Root, DiagnosticBag Bag) Read(ReadOnlyMemory<byte> utf8, string file, string what)
    {
        if (RefuseSize(utf8.Length, file, what) is { } tooLarge)
        {
            return (null, tooLarge);
        }

        var text = YamlText.Decode(utf8.Span, out var readable, out var faultAt);
        if (text is null)
        {
            return Refused(file, readable, faultAt, DiagnosticCodes.Encoding, "The file is not UTF-8: a byte here belongs to no character. Save it as UTF-8.");
        }

        var forbidden = YamlText.FindForbidden(text);
        if (forbidden >= 0)
        {
            return Refused(file, text, forbidden, DiagnosticCodes.ControlCharacter, $"The character U+{(int)text[forbidden]:X4} is not allowed in a file of text.");
        }

        var source = new SourceText(text);
        var read = new DiagnosticBag(file, source);
        var root = YamlComposer.Compose(read);
        var bag = new DiagnosticBag(file, source);
        bag.Take(read.ToOrderedList().Select(d => d with { Message = Say(d, what) }));
        if (root is not (null or MappingNode))
        {
            bag.Error(root.Start, DiagnosticCodes.WrongType, $"The file holds no mapping of keys to values; {what} is one.");
        }

        return (root as MappingNode, bag);
    }

    /// <summary>What is said of a file that is not read because of its size; null where the size will do.</summary>
    public static DiagnosticBag? RefuseSize(long bytes, string file, string what) =>
        YamlText.SizeFault(bytes) is { } tooLarge ? Refused(file, "", 0, DiagnosticCodes.TooLarge, tooLarge.Replace("a workflow", what, StringComparison.Ordinal)).Bag : null;

    /// <summary>The composer speaks of workflows, which it was written for.</summary>
    private static string Say(Diagnostic fault, string what) => fault.Code switch
    {
        DiagnosticCodes.Empty => $"The file is empty; {what} is a mapping of keys to values.",
        DiagnosticCodes.MultipleDocuments => "A second document begins here ('---'); a file holds one.",
        DiagnosticCodes.RecursiveAlias => fault.Message.Replace("a workflow", what, StringComparison.Ordinal),
        _ => fault.Message,
    };

    private static (MappingNode? Root, DiagnosticBag Bag) Refused(string file, string text, int at, string code, string message)
    {
        var bag = new DiagnosticBag(file, new SourceText(text));
        bag.Error(at, code, message);
        return (null, bag);
    }
}
