using Signalbox.Engine.Files;

namespace Signalbox.Engine.Logs.Masking;

/// <summary>
/// A raw output file, open for reading, of which nobody sees more than the masked form. Any part can be read by itself and comes out as it stands in
/// the stored chunks.
/// </summary>
public sealed class MaskedFile : IDisposable
{
    private readonly FileStream _file;
    private readonly MaskRecord? _record;
    private readonly SecretMasker _masker;

    private MaskedFile(FileStream file, MaskRecord? record, SecretMasker masker) => (_file, _record, _masker) = (file, record, masker);

    /// <summary>Bytes of the file, masked ones as they were.</summary>
    public long Length => RandomAccess.GetLength(_file.SafeFileHandle);

    /// <summary>
    /// Opens a file. A link, a pipe or another thing in its place is not opened: agents can write to its folder.
    /// </summary>
    /// <param name="path">Absolute path of the raw file.</param>
    /// <param name="findMask">Asked for what to mask unless a record beside the file says it.</param>
    /// <param name="cancellationToken">Stops asking.</param>
    /// <returns>The file, or the sentence that says why it cannot be shown; neither when there is none.</returns>
    public static async Task<(MaskedFile? File, string? Fault)> OpenAsync(
        string path, Func<CancellationToken, Task<AttemptMask>> findMask, CancellationToken cancellationToken)
    {
        // The file first: sealing writes the record before it replaces the file, so that a file opened without a record stays the raw one.
        var (file, fault, missing) = Open(path);
        if (file is null)
        {
            return (null, missing ? null : fault);
        }

        var record = MaskRecord.TryOpen(path);
        if (record is not null)
        {
            return (new MaskedFile(file, record, SecretMasker.None), null);
        }

        try
        {
            var mask = await findMask(cancellationToken);
            if (mask.Masker is { } masker)
            {
                var opened = new MaskedFile(file, null, masker);
                file = null;
                return (opened, null);
            }

            return (null, mask.Fault);
        }
        finally
        {
            if (file is not null)
            {
                await file.DisposeAsync();
            }
        }
    }

    /// <summary>The masked form of a part of the file; null when the file does not hold all of it.</summary>
    /// <param name="offset">First byte.</param>
    /// <param name="length">Bytes of the file; what comes back may be shorter, or up to twice as long.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    public async Task<byte[]?> ReadAsync(long offset, int length, CancellationToken cancellationToken)
    {
        // One byte before tells whether a line begins here.
        var before = (int)Math.Min(offset, Math.Max(1, _masker.LongestForm));
        var window = new byte[before + length + _masker.LongestForm];
        var filled = 0;
        int read;
        while (filled < window.Length
            && (read = await RandomAccess.ReadAsync(_file.SafeFileHandle, window.AsMemory(filled), offset - before + filled, cancellationToken)) > 0)
        {
            filled += read;
        }

        return filled < before + length ? null : Mask(window.AsSpan(0, filled), offset, before, length);
    }

    public void Dispose()
    {
        _file.Dispose();
        _record?.Dispose();
    }

    private static UntrustedFileResult Open(string path)
    {
        // A file that is replaced between opening and checking has no name any more: the second try opens the one that replaced it.
        var opened = OpenOnce(path);
        return opened.File is null && !opened.Missing ? OpenOnce(path) : opened;
    }

    private static UntrustedFileResult OpenOnce(string path) =>
        UntrustedFile.Open(Path.GetDirectoryName(path)!, Path.GetFileName(path), long.MaxValue, UntrustedLinks.Refused);

    private byte[] Mask(ReadOnlySpan<byte> window, long offset, int before, int length)
    {
        MaskedRanges masked;
        if (_record is not null)
        {
            masked = _record.Read(offset, offset + length);
        }
        else
        {
            var finder = new SecretFinder(_masker, offset - before);
            finder.Scan(window, offset - before, isEnd: true);
            masked = finder.Masked;
        }

        return masked.Apply(window.Slice(before, length), offset, afterLineFeed: before == 0 || window[before - 1] == '\n');
    }
}
