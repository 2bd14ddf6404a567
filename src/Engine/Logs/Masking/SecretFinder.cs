namespace Signalbox.Engine.Logs.Masking;

/// <summary>Finds the secrets in a file that is read piece by piece from an offset on.</summary>
internal sealed class SecretFinder(SecretMasker masker, long offset)
{
    private readonly List<(int Start, int End)> _found = [];

    /// <summary>What was found.</summary>
    public MaskedRanges Masked { get; } = new();

    /// <summary>
    /// For each byte before this offset it is decided whether it is masked. At most the longest form less one byte behind what was read:
    /// only what may be the beginning of a secret is held back.
    /// </summary>
    public long Decided { get; private set; } = offset;

    /// <summary>Goes on with bytes of which the first stands at an offset that is not behind <see cref="Decided"/>.</summary>
    /// <param name="text">The bytes.</param>
    /// <param name="textOffset">Offset of the first one.</param>
    /// <param name="isEnd">No more will follow.</param>
    public void Scan(ReadOnlySpan<byte> text, long textOffset, bool isEnd)
    {
        _found.Clear();
        var decided = masker.Scan(text[(int)(Decided - textOffset)..], isEnd, _found);
        Masked.Add(_found, Decided);
        Decided += decided;
    }
}
