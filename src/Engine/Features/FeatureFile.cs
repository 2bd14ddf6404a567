using System.Security.Cryptography;
using System.Text;

namespace Signalbox.Engine.Features;

/// <summary>
/// The first line of a workflow that a feature became. It says whose it is and proves that nobody changed the rest, so that no record beside the file is
/// needed: one that is lost would make the file a stranger's, and one that is kept would not know what people did to it.
/// </summary>
internal static class FeatureFile
{
    private const string Mark = "# Written by Signalbox for the feature ";
    private const string Proof = "; one that was changed is not replaced. sha256:";

    /// <summary>What a file that is there is to a feature.</summary>
    public enum Owner
    {
        /// <summary>Somebody else's.</summary>
        Another = 0,

        /// <summary>The feature wrote it, and a person changed it since.</summary>
        Changed = 1,

        /// <summary>As the feature wrote it.</summary>
        Ours = 2,
    }

    /// <summary>The text with its first line.</summary>
    public static string Sign(string feature, string text) => Head(feature) + Proof + Hash(feature, text) + "\n" + text;

    /// <summary>Whose a text is.</summary>
    public static Owner Of(string feature, string text)
    {
        var plain = text.ReplaceLineEndings("\n");
        var end = plain.IndexOf('\n', StringComparison.Ordinal);
        var (first, rest) = end < 0 ? (plain, "") : (plain[..end], plain[(end + 1)..]);
        return !first.StartsWith(Head(feature) + Proof, StringComparison.Ordinal) ? Owner.Another
            : string.Equals(first, Head(feature) + Proof + Hash(feature, rest), StringComparison.Ordinal) ? Owner.Ours
            : Owner.Changed;
    }

    /// <summary>The id of a spec with faults may be anything, a line break too.</summary>
    private static string Head(string feature) => Mark + string.Join(' ', feature.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private static string Hash(string feature, string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{feature}\n{text.ReplaceLineEndings("\n")}")));
}
