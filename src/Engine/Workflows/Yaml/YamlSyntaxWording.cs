using YamlDotNet.Core;

namespace Signalbox.Engine.Workflows.Yaml;

/// <summary>Says the YAML scanner's faults in words for people; a fault that is not in the table keeps the scanner's words.</summary>
internal static class YamlSyntaxWording
{
    private static readonly (string Part, string Sentence)[] Table =
    [
        ("invalid tab", "A tab indents this line; YAML is indented with spaces."),
        ("found invalid mapping", "A 'key: value' pair cannot start here: the line above may lack a ':', this line may be indented wrongly, or a text that contains ': ' needs quotes."),
        ("mapping values are not allowed", "A 'key: value' pair cannot start here: the line may be indented wrongly, or a text that contains ': ' needs quotes."),
        ("expected ',' or ']'", "A list that '[' opened is not closed: a ',' or a ']' is expected here."),
        ("expected ',' or '}'", "A mapping that '{' opened is not closed: a ',' or a '}' is expected here."),
        ("unexpected end of stream", "The quoted text that begins here is never closed."),
        ("unexpected document indicator", "The quoted text that begins here is not closed before the document ends."),
        ("unknown escape character", "A double-quoted text has an escape that YAML does not know; write \\\\ for a backslash, or use single quotes."),
        ("cannot start any token", "A value cannot start with this character; put the text in quotes."),
        ("expected '-' indicator", "The list goes on here without a '-': the item may be indented wrongly."),
        ("did not find expected key", "A 'key: value' pair is expected here: check the indentation, and that quotes end where the text ends."),
        ("sequence entries are not allowed", "A list item ('- ') cannot start here; put it on a line of its own, indented under its key."),
        ("did not find expected node content", "A value is expected here."),
        ("expected <document end>", "The document has ended before this text; is a bracket closed twice, or a line not indented?"),
        ("expected <document start>", "This text belongs to nothing before it: a ':' may be missing, a bracket closed twice, or a key longer than 1,024 characters."),
        ("could not find expected ':'", "A ':' after the key is missing."),
        ("expected ':'", "A ':' after the key is missing."),
    ];

    /// <summary>One diagnostic at the token that could not be read, or at the tab that is to blame.</summary>
    public static void Report(DiagnosticBag bag, YamlException fault)
    {
        var line = bag.Source.Position((int)fault.Start.Index).Line;
        // for a tab the scanner names the mapping or the text before it, not the line with the tab
        var isTab = fault.Message.Contains(" tab", StringComparison.Ordinal);
        var tab = YamlTabs.FirstIndentingTab(bag.Source, line, isTab ? bag.Source.LineCount : line);
        if (tab >= 0)
        {
            bag.Error(tab, DiagnosticCodes.Tab, YamlTabs.Message);
        }
        else
        {
            bag.Error((int)fault.Start.Index, DiagnosticCodes.Syntax, Say(fault.Message));
        }
    }

    public static string Say(string scannerMessage)
    {
        foreach (var (part, sentence) in Table)
        {
            if (scannerMessage.Contains(part, StringComparison.OrdinalIgnoreCase))
            {
                return sentence;
            }
        }

        var words = scannerMessage.Trim().TrimEnd('.', ',', ' ');
        return words.Length == 0 ? "This is not well-formed YAML." : $"This is not well-formed YAML: {char.ToLowerInvariant(words[0])}{words[1..]}.";
    }
}
