using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Signalbox.Engine.Files;

/// <summary>
/// Opens a file in a folder that agents write to, under a name that may come from them (design/security.md): it must be a regular file
/// inside the folder after links are resolved, with no second name, not larger than the limit. Everything is checked on the open handle,
/// so that nothing can be swapped in between; a FIFO or a device holds nobody up. Linux only: elsewhere nothing is opened.
/// </summary>
public static partial class UntrustedFile
{
    private const int ReadOnlyNonBlocking = 0x800 | 0x80000; // O_RDONLY | O_NONBLOCK | O_CLOEXEC
    private const int EmptyPath = 0x1000; // AT_EMPTY_PATH
    private const uint TypeModeLinksSize = 0x1 | 0x2 | 0x4 | 0x200;
    private const int FormatMask = 0xF000;
    private const int RegularFile = 0x8000;
    private const int NotFound = 2;

    /// <summary>The file open for reading, or a sentence that says why not.</summary>
    /// <param name="folder">Absolute path of the folder.</param>
    /// <param name="relativePath">The file's name in it, with slashes.</param>
    /// <param name="maxBytes">Bytes it may have.</param>
    /// <param name="links">Whether links below the folder may be followed; they never lead out of it.</param>
    public static UntrustedFileResult Open(string folder, string relativePath, long maxBytes, UntrustedLinks links)
    {
        ArgumentNullException.ThrowIfNull(folder);
        ArgumentNullException.ThrowIfNull(relativePath);
        if (!OperatingSystem.IsLinux())
        {
            return new(null, $"'{relativePath}' cannot be read safely on this system: Linux is needed", false);
        }

        if (relativePath.Contains('\0', StringComparison.Ordinal))
        {
            return new(null, "a file's name cannot hold a NUL character", false);
        }

        var path = Path.GetFullPath(Path.Combine(folder, relativePath));
        if (!IsInside(Path.GetFullPath(folder), path))
        {
            return new(null, $"'{relativePath}' leads out of the workspace", false);
        }

        var descriptor = open(path, ReadOnlyNonBlocking);
        if (descriptor < 0)
        {
            var error = Marshal.GetLastPInvokeError();
            return error == NotFound
                ? new(null, $"'{relativePath}' is not in the workspace", true)
                : new(null, $"'{relativePath}' cannot be opened: {Marshal.GetPInvokeErrorMessage(error)}", false);
        }

        var handle = new SafeFileHandle(descriptor, ownsHandle: true);
        var fault = Check(descriptor, folder, path, relativePath, maxBytes, links);
        if (fault is null)
        {
            return new(new FileStream(handle, FileAccess.Read), null, false);
        }

        handle.Dispose();
        return new(null, fault, false);
    }

    /// <summary>A file that is as long as it is, such as a log; null when there is none that may be read.</summary>
    /// <param name="path">Absolute path; no link below its folder is followed.</param>
    public static FileStream? TryOpen(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return Open(Path.GetDirectoryName(path)!, Path.GetFileName(path), long.MaxValue, UntrustedLinks.Refused).File;
    }

    private static string? Check(int descriptor, string folder, string path, string relativePath, long maxBytes, UntrustedLinks links)
    {
        // The kernel's own name of what was opened, after every link.
        var real = new FileInfo($"/proc/self/fd/{descriptor}").LinkTarget;
        var root = RealPath(folder);
        if (real is null || root is null || !IsInside(root, real))
        {
            return $"'{relativePath}' is a link that leads out of the workspace";
        }

        if (links == UntrustedLinks.Refused && !string.Equals(real[(root.Length + 1)..], path[(Path.GetFullPath(folder).TrimEnd('/').Length + 1)..], StringComparison.Ordinal))
        {
            return $"'{relativePath}' is a link, which is not followed here";
        }

        if (statx(descriptor, "", EmptyPath, TypeModeLinksSize, out var status) != 0)
        {
            return $"'{relativePath}' cannot be examined: {Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError())}";
        }

        if ((status.Mode & FormatMask) != RegularFile)
        {
            return $"'{relativePath}' is not a regular file";
        }

        if (status.Links > 1)
        {
            return $"'{relativePath}' has {status.Links} names (hard links); an output must have one";
        }

        return status.Size > (ulong)maxBytes ? $"'{relativePath}' has {status.Size} bytes; an output file has at most {maxBytes}" : null;
    }

    private static bool IsInside(string root, string path) =>
        path.StartsWith(root.EndsWith('/') ? root : root + "/", StringComparison.Ordinal);

    private static string? RealPath(string path)
    {
        var buffer = new byte[4096];
        if (realpath(path, buffer) == 0)
        {
            return null;
        }

        return Encoding.UTF8.GetString(buffer, 0, Array.IndexOf(buffer, (byte)0));
    }

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int open(string path, int flags);

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial nint realpath(string path, [Out] byte[] resolved);

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int statx(int directory, string path, int flags, uint mask, out FileStatus status);

    /// <summary>The head of the kernel's <c>struct statx</c>, the same on every architecture.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 256)]
    private struct FileStatus
    {
        [FieldOffset(16)]
        public uint Links;

        [FieldOffset(28)]
        public ushort Mode;

        [FieldOffset(40)]
        public ulong Size;
    }
}
