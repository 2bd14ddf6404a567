using Signalbox.Engine.Workflows.Yaml;

namespace Signalbox.Engine.Workflows.Binding;

/// <summary>
/// Where a place in a scalar's text is in the file. Indentation, folding and escapes change a scalar's text but not its
/// braces, so the n-th pair of braces of the text is the n-th of the file's part.
/// </summary>
internal sealed class SourcePlaces
{
    private readonly ScalarNode node;
    private readonly List<int> inText = [];
    private readonly List<int> inSource = [];

    public SourcePlaces(ScalarNode node, string source)
    {
        this.node = node;
        Find(node.Text, 0, node.Text.Length, inText);
        Find(source, node.Start, Math.Min(node.End, source.Length), inSource);
    }

    /// <summary>Offset in the file; the scalar's own when its braces are spelled with escapes.</summary>
    public int Of(int offset)
    {
        var found = inText.BinarySearch(offset);
        var before = found >= 0 ? found : ~found - 1;
        if (before < 0 || inText.Count != inSource.Count)
        {
            return node.Start;
        }

        return Math.Min(inSource[before] + offset - inText[before], node.End - 1);
    }

    private static void Find(string text, int from, int end, List<int> places)
    {
        for (var at = from; at < end && (at = text.IndexOf("{{", at, end - at, StringComparison.Ordinal)) >= 0; at++)
        {
            places.Add(at);
        }
    }
}
