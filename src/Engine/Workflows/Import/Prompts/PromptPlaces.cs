using Signalbox.Engine.Workflows.Yaml;

namespace Signalbox.Engine.Workflows.Import.Prompts;

/// <summary>
/// Where a place in a prompt is in the imported file. Indentation, folding and escapes change a scalar's text, but not how often the
/// openings <c>{{</c>, <c>{%</c> and <c>{#</c> occur in it: the n-th of the text is the n-th of the file's part.
/// </summary>
internal sealed class PromptPlaces
{
    private readonly ScalarNode node;
    private readonly List<int> inText;
    private readonly List<int> inSource;

    public PromptPlaces(ScalarNode node, string source)
    {
        this.node = node;
        inText = Find(node.Text);
        inSource = Find(source[node.Start..Math.Min(node.End, source.Length)]);
    }

    /// <summary>Offset in the file; the scalar's own when its openings are spelled with escapes.</summary>
    public int Of(int offset)
    {
        var found = inText.BinarySearch(offset);
        var before = found >= 0 ? found : ~found - 1;
        return before < 0 || inText.Count != inSource.Count
            ? node.Start
            : Math.Min(node.Start + inSource[before] + offset - inText[before], Math.Max(node.Start, node.End - 1));
    }

    private static List<int> Find(string text)
    {
        List<int> places = [];
        for (var at = 0; at + 1 < text.Length; at++)
        {
            if (text[at] == '{' && text[at + 1] is '{' or '%' or '#')
            {
                places.Add(at);
            }
        }

        return places;
    }
}
