namespace Signalbox.Engine.Workflows;

/// <summary>
/// A text and where its lines begin. Positions are computed from offsets, not taken from the YAML scanner: it also
/// counts U+0085, U+2028 and U+2029 as line ends, editors do not.
/// </summary>
internal sealed class SourceText
{
    private readonly List<int> lineStarts = [0];

    public SourceText(string text)
    {
        Text = text;
        for (int i = 0, next; (next = text.AsSpan(i).IndexOfAny('\n', '\r')) >= 0;)
        {
            i += next + 1;
            if (text[i - 1] == '\n' || i == text.Length || text[i] != '\n')
            {
                lineStarts.Add(i);
            }
        }
    }

    public string Text { get; }

    public int LineCount => lineStarts.Count;

    /// <summary>Offset of the first character of a line, lines from 1.</summary>
    public int LineStart(int line) => lineStarts[line - 1];

    public TextPosition Position(int index)
    {
        index = Math.Clamp(index, 0, Text.Length);
        var found = lineStarts.BinarySearch(index);
        var line = found >= 0 ? found : ~found - 1;
        return new TextPosition(line + 1, index - lineStarts[line] + 1);
    }
}
