using System.Globalization;
using System.Text;

namespace Signalbox.Engine.Trust;

/// <summary>The words of the format (spec 4, 2.2).</summary>
public static class TrustWords
{
    /// <summary>A level.</summary>
    public static string Of(TrustLevel level) => level switch
    {
        TrustLevel.Low => "low",
        TrustLevel.Medium => "medium",
        TrustLevel.High => "high",
    };

    /// <summary>A supervision.</summary>
    public static string Of(TrustSupervision supervision) => supervision switch
    {
        TrustSupervision.Minimal => "minimal",
        TrustSupervision.CodeReviewRequired => "code_review_required",
        TrustSupervision.PairProgramming => "pair_programming",
    };

    /// <summary>A file's name in a sentence: on one line, without what a terminal or a page would obey, and no longer than is read.</summary>
    internal static string Name(string path)
    {
        const int Most = 200;
        var text = new StringBuilder();
        foreach (var rune in path.EnumerateRunes())
        {
            if (text.Length >= Most)
            {
                return text.Append("...").ToString();
            }

            // Format characters turn the direction of what follows; a lone surrogate is read as the replacement character.
            var isObeyed = Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;
            text.Append(isObeyed ? "?" : rune.ToString());
        }

        return text.ToString();
    }
}
