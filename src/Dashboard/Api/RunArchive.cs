using System.Formats.Tar;
using Signalbox.Engine.Files;
using Signalbox.Engine.Runs.Export;

namespace Signalbox.Dashboard.Api;

/// <summary>Runs on the wire: a tar of plain files. What arrives may come from anybody: no link, no name that leads out, no more than the limits.</summary>
internal static class RunArchive
{
    /// <summary>Media type of the archives.</summary>
    public const string MediaType = "application/x-tar";

    private const int MaxName = 1024;
    private const int MaxDepth = 48;
    private static readonly EnumerationOptions Everything = new() { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint };

    /// <summary>Writes the files of a run into an archive.</summary>
    public static async Task WriteAsync(ImportSource source, Stream target, CancellationToken cancellationToken)
    {
        await using var writer = new TarWriter(target, TarEntryFormat.Pax, leaveOpen: true);
        foreach (var file in source.Files)
        {
            await writer.WriteEntryAsync(Path.Combine(source.Folder, file.Name), file.Name, cancellationToken);
        }
    }

    /// <summary>Writes every plain file of a folder into an archive, hidden ones too, which TarFile passes over.</summary>
    public static async Task WriteAsync(string folder, Stream target, CancellationToken cancellationToken)
    {
        await using var writer = new TarWriter(target, TarEntryFormat.Pax, leaveOpen: true);
        foreach (var file in Directory.EnumerateFiles(folder, "*", Everything).Order(StringComparer.Ordinal))
        {
            await writer.WriteEntryAsync(file, Path.GetRelativePath(folder, file), cancellationToken);
        }
    }

    /// <summary>Unpacks an archive into a folder.</summary>
    /// <returns>Null when done; else one sentence that says what is wrong with it.</returns>
    public static async Task<string?> ReadAsync(Stream archive, string folder, CancellationToken cancellationToken)
    {
        try
        {
            await using var reader = new TarReader(archive, leaveOpen: true);
            var (files, bytes) = (0, 0L);
            while (await reader.GetNextEntryAsync(copyData: false, cancellationToken) is { } entry)
            {
                if (entry.EntryType is TarEntryType.Directory or TarEntryType.GlobalExtendedAttributes)
                {
                    continue; // folders come with their files
                }

                bytes += entry.Length;
                if (Fault(entry, ++files, bytes) is { } fault)
                {
                    return fault;
                }

                await CopyAsync(entry, Path.Combine(folder, entry.Name), cancellationToken);
            }

            return null;
        }
        catch (Exception broken) when (broken is InvalidDataException or EndOfStreamException or FormatException or ArgumentException)
        {
            return $"the body is not a tar archive: {broken.Message}";
        }
        catch (IOException exists) when (exists.HResult == ExistsAlready || exists is DirectoryNotFoundException)
        {
            return $"the archive holds a name twice: {exists.Message}";
        }
    }

    private static int ExistsAlready { get; } = OperatingSystem.IsWindows() ? unchecked((int)0x80070050) : 17; // EEXIST

    private static string? Fault(TarEntry entry, int files, long bytes)
    {
        if (entry.EntryType is not (TarEntryType.RegularFile or TarEntryType.V7RegularFile))
        {
            return "the archive holds something that is no plain file";
        }

        var parts = entry.Name.Split('/');
        if (entry.Name.Length > MaxName || parts.Length > MaxDepth || Array.Exists(parts, part => part is "" or "." or "..") || entry.Name.Any(char.IsControl))
        {
            return "the archive holds a name that leads out of it, or that no file of a run has";
        }

        return files > ImportSource.MaxFiles || bytes > ImportSource.MaxBytes ? "the archive holds more files or bytes than a run may have" : null;
    }

    private static async Task CopyAsync(TarEntry entry, string path, CancellationToken cancellationToken)
    {
        PrivateFiles.CreateFolder(Path.GetDirectoryName(path)!);
        await using var file = PrivateFiles.Open(path, FileMode.CreateNew);
        if (entry.DataStream is { } data)
        {
            await data.CopyToAsync(file, cancellationToken);
        }
    }
}
