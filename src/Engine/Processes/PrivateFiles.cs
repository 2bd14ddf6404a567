namespace Signalbox.Engine.Processes;

/// <summary>Files and folders that only this user can read, from their first moment on (design/security.md).</summary>
internal static class PrivateFiles
{
    private const UnixFileMode Folder = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private const UnixFileMode File = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Creates the folder (0700) unless it exists.</summary>
    public static void CreateFolder(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            throw new PlatformNotSupportedException(DurableProcessHost.LinuxOnly);
        }

        _ = Directory.CreateDirectory(path, Folder);
    }

    /// <summary>Creates a file (0600) that must not exist.</summary>
    /// <exception cref="IOException">It exists, or cannot be created.</exception>
    public static FileStream Create(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            throw new PlatformNotSupportedException(DurableProcessHost.LinuxOnly);
        }

        return new FileStream(path, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = File });
    }
}
