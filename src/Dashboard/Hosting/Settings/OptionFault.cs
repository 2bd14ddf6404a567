namespace Signalbox.Dashboard.Hosting.Settings;

/// <summary>What is wrong with an option.</summary>
/// <param name="Key">The option, or a place in a document.</param>
/// <param name="Sentence">What was found and what is allowed.</param>
internal sealed record OptionFault(string Key, string Sentence)
{
    /// <summary>Of a sentence that begins with the option's key.</summary>
    public static OptionFault Parse(string fault)
    {
        var end = fault.IndexOf(": ", StringComparison.Ordinal);
        return end < 0 ? new OptionFault("", fault) : new OptionFault(fault[..end], fault[(end + 2)..]);
    }
}
