using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Signalbox.Dashboard.Api;

/// <summary>Opens files in folders that agents write to: only regular ones, and nothing that a link, at any place of the path, leads elsewhere.</summary>
internal static class RegularFiles
{
    private const int ReadOnlyNonBlockCloseOnExec = 0x800 | 0x80000;

    /// <summary>The file at this path, which holds no empty and no dotted part, below the folder; null when there is none that may be served.</summary>
    public static FileStream? TryOpen(string folder, string path)
    {
        if (!OperatingSystem.IsLinux())
        {
            return null;
        }

        using var root = Open(folder);
        var handle = Open(Path.Combine(folder, path));
        try
        {
            // The kernel's own name of what was opened, after every link: it must be the file asked for, below the folder as it really is.
            if (!root.IsInvalid
                && !handle.IsInvalid
                && RealPath(root) is { } realRoot
                && string.Equals(RealPath(handle), realRoot + "/" + path, StringComparison.Ordinal)
                && File.GetAttributes(handle) is var attributes
                && !attributes.HasFlag(FileAttributes.Directory))
            {
                var file = new FileStream(handle, FileAccess.Read);

                // A pipe, a socket or a device has no place to seek to.
                if (file.CanSeek)
                {
                    handle = null;
                    return file;
                }
            }

            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
        finally
        {
            handle?.Dispose();
        }
    }

    // Non-blocking: opening a pipe without a writer would wait for ever.
    private static SafeFileHandle Open(string path) => OpenFile(path, ReadOnlyNonBlockCloseOnExec);

    private static string? RealPath(SafeFileHandle handle) => new FileInfo($"/proc/self/fd/{handle.DangerousGetHandle()}").LinkTarget;

    [DllImport("libc", EntryPoint = "open", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern SafeFileHandle OpenFile([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags);
}
