using System.Runtime.InteropServices;

namespace Signalbox.Engine.Workspaces;

/// <summary>Finds in a folder what git passes over without a word: pipes, sockets, devices and empty folders.</summary>
/// <param name="Special">Pipes, sockets and devices, relative to the folder.</param>
/// <param name="EmptyFolders">Folders with nothing in them.</param>
/// <param name="IsWhole">False when there was more than is looked at.</param>
internal sealed partial record SpecialFiles(IReadOnlyList<string> Special, int EmptyFolders, bool IsWhole)
{
    private const int MaxEntries = 200_000;
    private const int NoFollow = 0x100; // AT_SYMLINK_NOFOLLOW
    private const int ThisFolder = -100; // AT_FDCWD
    private const uint TypeOnly = 0x1;
    private const int FormatMask = 0xF000;
    private const int RegularFile = 0x8000;

    // A link is never followed. Folders that cannot be read hold nothing that git could read either: status says so.
    private static readonly EnumerationOptions Options = new() { AttributesToSkip = FileAttributes.None, IgnoreInaccessible = true };

    /// <summary>Looks through a folder.</summary>
    /// <param name="root">The folder.</param>
    /// <param name="except">Folders not to enter, relative, with a slash at the end; <c>.git</c> and repositories inside are never entered.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static SpecialFiles Find(string root, IReadOnlySet<string> except, CancellationToken cancellationToken)
    {
        var special = new List<string>();
        var empty = 0;
        var seen = 0;
        var folders = new Stack<string>([""]);
        while (folders.TryPop(out var folder))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var entries = 0;
            foreach (var entry in Entries(Path.Combine(root, folder)))
            {
                entries++;
                if (++seen > MaxEntries)
                {
                    return new SpecialFiles(special, empty, IsWhole: false);
                }

                var name = folder + entry.Name;
                if (entry is DirectoryInfo && !entry.Attributes.HasFlag(FileAttributes.ReparsePoint))
                {
                    if (entry.Name is not ".git" && !except.Contains(name + "/") && !Path.Exists(Path.Combine(entry.FullName, ".git")))
                    {
                        folders.Push(name + "/");
                    }
                }
                else if (entry is FileInfo file && IsEmpty(file) && !IsRegular(file.FullName))
                {
                    special.Add(name);
                }
            }

            empty += entries == 0 ? 1 : 0;
        }

        return new SpecialFiles(special, empty, IsWhole: true);
    }

    private static IEnumerable<FileSystemInfo> Entries(string folder)
    {
        try
        {
            return new DirectoryInfo(folder).EnumerateFileSystemInfos("*", Options);
        }
        catch (IOException)
        {
            return []; // removed while we look
        }
    }

    // A system call less for all that have content.
    private static bool IsEmpty(FileInfo file)
    {
        try
        {
            return !file.Attributes.HasFlag(FileAttributes.ReparsePoint) && file.Length == 0;
        }
        catch (IOException)
        {
            return false; // gone again
        }
    }

    /// <summary>Whether it is a regular file; also true for what cannot be examined.</summary>
    private static bool IsRegular(string path) =>
        statx(ThisFolder, path, NoFollow, TypeOnly, out var status) != 0 || (status.Mode & FormatMask) == RegularFile;

    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int statx(int directory, string path, int flags, uint mask, out FileStatus status);

    /// <summary>The part of the kernel's <c>struct statx</c> that matters here; the same on every architecture.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 256)]
    private struct FileStatus
    {
        [FieldOffset(28)]
        public ushort Mode;
    }
}
