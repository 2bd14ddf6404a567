namespace Signalbox.Engine.Transfer;

/// <summary>What an export could not take, a sentence each; past the first few hundred only how many.</summary>
public sealed class LeftOut
{
    private const int Most = 200;

    private readonly List<string> _sentences = [];
    private long _count;

    /// <summary>The sentences.</summary>
    public IReadOnlyList<string> Sentences => _count > Most ? [.. _sentences, FormattableString.Invariant($"and {_count - Most} more")] : _sentences;

    /// <summary>Adds one.</summary>
    public void Add(string sentence)
    {
        if (++_count <= Most)
        {
            _sentences.Add(sentence);
        }
    }
}
