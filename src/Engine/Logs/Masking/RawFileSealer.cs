using System.Buffers;
using Microsoft.Win32.SafeHandles;
using Signalbox.Engine.Files;

namespace Signalbox.Engine.Logs.Masking;

/// <summary>
/// Takes the secrets out of the raw files of an attempt that has ended. First a <see cref="MaskRecord"/> of the masked ranges is written, then a
/// copy with an asterisk in place of each masked byte but line feeds takes the place of the raw file. The length stays, so that the offsets of the
/// stored chunks hold before and after, and a reader at any moment in between sees the same masked form. Whoever stops in between
/// can begin again.
/// </summary>
public static class RawFileSealer
{
    private const int Block = 1024 * 1024;

    /// <summary>Seals <c>stdout.log</c> and <c>stderr.log</c>; at once when they are sealed or the masker is empty.</summary>
    /// <param name="attemptDirectory">Absolute folder of the attempt.</param>
    /// <param name="masker">The secrets of the attempt. Not used for a file whose record is written already.</param>
    /// <param name="cancellationToken">Stops; what was written so far is used the next time.</param>
    public static async Task<SealResult> SealAsync(string attemptDirectory, SecretMasker masker, CancellationToken cancellationToken)
    {
        foreach (var name in (string[])["stdout.log", "stderr.log"])
        {
            try
            {
                await SealFileAsync(attemptDirectory, name, masker, cancellationToken);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                return new SealResult($"The secrets could not be taken out of {name} ({e.Message.TrimEnd('.')}); it can be read by the server's user only, and shows them to nobody else.");
            }
        }

        return new SealResult(Fault: null);
    }

    private static async Task SealFileAsync(string directory, string name, SecretMasker masker, CancellationToken cancellationToken)
    {
        var (raw, fault, missing) = UntrustedFile.Open(directory, name, long.MaxValue, UntrustedLinks.Refused);
        if (raw is null)
        {
            // Without secrets it does not matter what the agent has put in its place.
            if (!missing && !masker.IsEmpty)
            {
                throw new IOException(fault);
            }

            return;
        }

        await using (raw)
        {
            await SealFileAsync(Path.Combine(directory, name), raw.SafeFileHandle, masker, cancellationToken);
        }
    }

    private static async Task SealFileAsync(string path, SafeFileHandle file, SecretMasker masker, CancellationToken cancellationToken)
    {
        var record = MaskRecord.TryOpen(path);
        if (record is null)
        {
            if (masker.IsEmpty)
            {
                return;
            }

            await WriteRecordAsync(path, file, masker, cancellationToken);
            record = MaskRecord.TryOpen(path) ?? throw new IOException("the record of what is masked is not where it was written");
        }

        using (record)
        {
            if (record.Count > 0 && !await IsSealedAsync(file, record, cancellationToken))
            {
                await ReplaceAsync(path, file, record, cancellationToken);
            }
        }
    }

    private static async Task WriteRecordAsync(string path, SafeFileHandle file, SecretMasker masker, CancellationToken cancellationToken)
    {
        var temporary = MaskRecord.PathOf(path) + ".tmp";
        await using (var output = Create(temporary))
        {
            await output.WriteAsync(MaskRecord.Header.ToArray(), cancellationToken);
            var finder = new SecretFinder(masker, 0);
            var buffer = ArrayPool<byte>.Shared.Rent(Block);
            try
            {
                var (offset, filled) = (0L, 0);
                for (var isEnd = false; !isEnd;)
                {
                    var read = await RandomAccess.ReadAsync(file, buffer.AsMemory(filled), offset + filled, cancellationToken);
                    filled += read;
                    isEnd = read == 0;
                    finder.Scan(buffer.AsSpan(0, filled), offset, isEnd);
                    var rest = buffer.AsSpan((int)(finder.Decided - offset), (int)(offset + filled - finder.Decided));
                    rest.CopyTo(buffer);
                    (offset, filled) = (finder.Decided, rest.Length);
                    await output.WriteAsync(Encode(finder.Masked, isEnd ? long.MaxValue : finder.Decided), cancellationToken);
                }
            }
            finally
            {
                ArrayPool<byte>.Shared.Return(buffer, clearArray: true);
            }

            output.Flush(flushToDisk: true);
        }

        File.Move(temporary, MaskRecord.PathOf(path), overwrite: true);
    }

    /// <summary>Takes the ranges that no later one can touch, as entries.</summary>
    private static byte[] Encode(MaskedRanges masked, long before)
    {
        var entries = new ArrayBufferWriter<byte>();
        var taken = 0L;
        foreach (var (start, end) in masked.All.TakeWhile(r => r.End < before))
        {
            for (var at = start; at < end; at += MaskRecord.MaxEntryLength)
            {
                MaskRecord.Encode(entries.GetSpan(8), at, (int)Math.Min(end - at, MaskRecord.MaxEntryLength));
                entries.Advance(8);
            }

            taken = end;
        }

        masked.DropBefore(taken + 1);
        return entries.WrittenSpan.ToArray();
    }

    /// <summary>The file is replaced as a whole: its first masked range tells.</summary>
    private static async Task<bool> IsSealedAsync(SafeFileHandle file, MaskRecord record, CancellationToken cancellationToken)
    {
        var (start, end) = record.First();
        var range = new byte[Math.Min(end - start, Block)];
        var read = await RandomAccess.ReadAsync(file, range, start, cancellationToken);
        return !range.AsSpan(0, read).ContainsAnyExcept((byte)'*', (byte)'\n');
    }

    private static async Task ReplaceAsync(string path, SafeFileHandle file, MaskRecord record, CancellationToken cancellationToken)
    {
        var temporary = path + ".sealing";
        var buffer = ArrayPool<byte>.Shared.Rent(Block);
        try
        {
            await using (var output = Create(temporary))
            {
                int read;
                for (var offset = 0L; (read = await RandomAccess.ReadAsync(file, buffer, offset, cancellationToken)) > 0; offset += read)
                {
                    Fill(buffer.AsSpan(0, read), offset, record.Read(offset, offset + read));
                    await output.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
                }

                output.Flush(flushToDisk: true);
            }

            File.Move(temporary, path, overwrite: true);
        }
        catch
        {
            File.Delete(temporary); // on a full disk it is what fills it
            throw;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer, clearArray: true);
        }
    }

    private static void Fill(Span<byte> bytes, long offset, MaskedRanges masked)
    {
        foreach (var (start, end) in masked.All)
        {
            var begin = (int)Math.Max(start - offset, 0);
            var range = bytes[begin..(int)Math.Clamp(end - offset, begin, bytes.Length)];
            for (var i = 0; i < range.Length; i++)
            {
                if (range[i] != '\n')
                {
                    range[i] = (byte)'*';
                }
            }
        }
    }

    // Whatever lies there, a link too, is from a try that was broken off, or the agent's.
    private static FileStream Create(string path)
    {
        File.Delete(path);
        return PrivateFiles.Open(path, FileMode.CreateNew);
    }
}
