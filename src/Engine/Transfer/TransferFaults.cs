namespace Signalbox.Engine.Transfer;

/// <summary>What is wrong with an export, all of it at once: file, line where there is one, and a sentence.</summary>
public sealed class TransferFaults
{
    private const int Most = 100;

    private readonly List<string> _sentences = [];
    private long _count;

    /// <summary>Whether there is any.</summary>
    public bool Any => _count > 0;

    /// <summary>The sentences, <c>file:line: what</c> or <c>file: what</c>.</summary>
    public IReadOnlyList<string> Sentences => _count > Most ? [.. _sentences, FormattableString.Invariant($"and {_count - Most} more")] : _sentences;

    /// <summary>Adds one of a file.</summary>
    public void Add(string file, string sentence) => Add($"{file}: {sentence}");

    /// <summary>Adds one of a line.</summary>
    public void Add(string file, int line, string sentence) => Add(FormattableString.Invariant($"{file}:{line}: {sentence}"));

    private void Add(string sentence)
    {
        if (++_count <= Most)
        {
            _sentences.Add(sentence);
        }
    }
}
