namespace Signalbox.Engine.Workflows.Yaml;

/// <summary>Finds tabs that indent. A tab inside a block or quoted text belongs to the text and stays allowed.</summary>
internal static class YamlTabs
{
    public const string Message = "A tab indents this line; YAML is indented with spaces.";

    /// <summary>One diagnostic for each line that a tab indents.</summary>
    public static void Report(DiagnosticBag bag, YamlNode root)
    {
        if (!bag.Source.Text.Contains('\t', StringComparison.Ordinal))
        {
            return;
        }

        var inText = new bool[bag.Source.LineCount + 2];
        MarkText(bag.Source, root, inText, []);
        for (var line = 1; line <= bag.Source.LineCount; line++)
        {
            var at = inText[line] ? -1 : FirstIndentingTab(bag.Source, line, line);
            if (at >= 0)
            {
                bag.Error(at, DiagnosticCodes.Tab, Message);
            }
        }
    }

    /// <summary>Offset of the first tab in the indentation of these lines; -1 when there is none. Blank lines do not count.</summary>
    public static int FirstIndentingTab(SourceText source, int firstLine, int lastLine)
    {
        for (var line = Math.Max(1, firstLine); line <= Math.Min(lastLine, source.LineCount); line++)
        {
            var tab = -1;
            var i = source.LineStart(line);
            for (; i < source.Text.Length && source.Text[i] is ' ' or '\t'; i++)
            {
                tab = tab < 0 && source.Text[i] == '\t' ? i : tab;
            }

            if (tab >= 0 && i < source.Text.Length && source.Text[i] is not ('\r' or '\n'))
            {
                return tab;
            }
        }

        return -1;
    }

    /// <summary>Marks the lines that continue a scalar. The first line of a scalar is indented by the document.</summary>
    private static void MarkText(SourceText source, YamlNode node, bool[] inText, HashSet<YamlNode> seen)
    {
        if (!seen.Add(node))
        {
            return;
        }

        switch (node)
        {
            case ScalarNode scalar when scalar.End > scalar.Start:
                var last = source.Position(scalar.End - 1).Line;
                for (var line = source.Position(scalar.Start).Line + 1; line <= last; line++)
                {
                    inText[line] = true;
                }

                break;
            case SequenceNode sequence:
                sequence.Items.ForEach(item => MarkText(source, item, inText, seen));
                break;
            case MappingNode mapping:
                foreach (var (key, value) in mapping.Entries)
                {
                    MarkText(source, key, inText, seen);
                    MarkText(source, value, inText, seen);
                }

                break;
        }
    }
}
