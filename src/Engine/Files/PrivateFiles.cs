using System.Globalization;
using System.Text;

namespace Signalbox.Engine.Files;

/// <summary>
/// Folders that only the owner enters (0700) and files that only the owner reads (0600), from their first moment on
/// (design/security.md). A written file appears whole or not at all.
/// </summary>
public static class PrivateFiles
{
    private static long s_written;

    private const int SmallFile = 256 * 1024;
    private const UnixFileMode OwnerFolder = OwnerFile | UnixFileMode.UserExecute;
    private const UnixFileMode OwnerFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Creates the folder and what is missing above it, unless it exists.</summary>
    public static void CreateFolder(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
        }
        else
        {
            Directory.CreateDirectory(path, OwnerFolder);
        }
    }

    /// <summary>Creates the folder, or takes an existing one from the others.</summary>
    public static void TakeFolder(string path)
    {
        CreateFolder(path);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, OwnerFolder);
        }
    }

    /// <summary>Takes an existing file from the others.</summary>
    public static void TakeFile(string path)
    {
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, OwnerFile);
        }
    }

    /// <summary>Opens a new file for writing.</summary>
    /// <exception cref="IOException">With <see cref="FileMode.CreateNew"/>: it exists.</exception>
    public static FileStream Open(string path, FileMode mode) => new(path, Options(mode, FileShare.Read));

    /// <summary>How to open a file for writing that nobody else may read, from its first moment on. On Windows it inherits the profile's own rights.</summary>
    public static FileStreamOptions Options(FileMode mode, FileShare share)
    {
        var options = new FileStreamOptions { Mode = mode, Access = FileAccess.Write, Share = share };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = OwnerFile;
        }

        return options;
    }

    /// <summary>Writes the whole file in place of what was there. Two writers at once do not meet: the later one's content stays.</summary>
    public static async Task WriteAsync(string path, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        var temporary = string.Create(CultureInfo.InvariantCulture, $"{path}.{Environment.ProcessId}-{Interlocked.Increment(ref s_written)}.tmp");
        try
        {
            // A small file is in the page cache sooner than another thread would have taken the writing over.
            var isSmall = content.Length <= SmallFile;
            var options = Options(FileMode.Create, FileShare.Read);
            options.BufferSize = 0;
            await using (var file = new FileStream(temporary, options))
            {
                if (isSmall)
                {
                    cancellationToken.ThrowIfCancellationRequested();
#pragma warning disable CA1849, MA0042, VSTHRD103 // see above
                    file.Write(content.Span);
#pragma warning restore CA1849, MA0042, VSTHRD103
                }
                else
                {
                    await file.WriteAsync(content, cancellationToken);
                }
            }

            File.Move(temporary, path, overwrite: true);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }

    /// <summary>Writes the whole file as UTF-8 in place of what was there.</summary>
    public static Task WriteAsync(string path, string text, CancellationToken cancellationToken) =>
        WriteAsync(path, Encoding.UTF8.GetBytes(text), cancellationToken);

    /// <summary>Makes <paramref name="link"/> point to <paramref name="target"/>, relative to the link's folder, in place of an earlier link.</summary>
    public static void Link(string link, string target)
    {
        // .NET moves a link to a folder neither as a file nor as a folder, so that the new link is made in place of the old one.
        var earlier = new FileInfo(link).LinkTarget;
        if (string.Equals(earlier, target, StringComparison.Ordinal))
        {
            return;
        }

        if (earlier is not null)
        {
            File.Delete(link);
        }

        File.CreateSymbolicLink(link, target);
    }
}
