using System.Globalization;
using System.Runtime.InteropServices;
using Microsoft.Data.Sqlite;
using Signalbox.Dashboard.Hosting;

namespace Signalbox.Dashboard.Cli;

/// <summary>The machine: runtime, SQLite, data directory.</summary>
internal static class MachineChecks
{
    private const long LittleSpace = 1024L * 1024 * 1024;

    /// <summary>Runtime and operating system.</summary>
    public static DoctorCheck Platform()
    {
        var found = $"{RuntimeInformation.FrameworkDescription} on {RuntimeInformation.OSDescription}";
        return OperatingSystem.IsLinux()
            ? DoctorCheck.Ok("platform", found)
            : DoctorCheck.Warn("platform", found, "steps with CLI and shell agents need Linux; everything else works");
    }

    /// <summary>The SQLite library that is bound.</summary>
    public static DoctorCheck Sqlite()
    {
        try
        {
            using var connection = new SqliteConnection("Data Source=:memory:");
            connection.Open();
            return DoctorCheck.Ok("SQLite", connection.ServerVersion);
        }
        catch (Exception e) when (e is SqliteException or DllNotFoundException or TypeInitializationException)
        {
            return DoctorCheck.Fail("SQLite", "cannot be loaded", "install the system's SQLite library (libsqlite3-0 on Debian)");
        }
    }

    /// <summary>Whether the data directory is there, ours and can be written; it is not created.</summary>
    public static DoctorCheck DataDirectory(string path)
    {
        var type = NetworkFileSystem.MountTypeOf(path);
        var found = path + (type is null ? "" : $" ({type})");
        if (NetworkFileSystem.TypeOf(path) is not null)
        {
            return DoctorCheck.Fail("data directory", found, "it is on a network file system: choose a local one with --data or SIGNALBOX_DATA");
        }

        if (File.Exists(path))
        {
            return DoctorCheck.Fail("data directory", found, "it is a file: choose another with --data or SIGNALBOX_DATA");
        }

        if (!Directory.Exists(path))
        {
            return DoctorCheck.Ok("data directory", found + ", not there yet: the first start creates it");
        }

        try
        {
            var probe = Path.Combine(path, $".doctor-{Environment.ProcessId}");
            using (File.Create(probe, 1, FileOptions.DeleteOnClose))
            {
            }

            if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & ~(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute)) != UnixFileMode.None)
            {
                return DoctorCheck.Warn("data directory", found + ", open to other users", "the next start of the server closes it");
            }

            return DoctorCheck.Ok("data directory", found);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return DoctorCheck.Fail("data directory", found + ", cannot be written", "make it writable, or choose another with --data or SIGNALBOX_DATA");
        }
    }

    /// <summary>Room for worktrees and logs.</summary>
    public static DoctorCheck FreeSpace(string path)
    {
        var folder = path;
        while (!Directory.Exists(folder) && Path.GetDirectoryName(folder) is { } parent)
        {
            folder = parent;
        }

        try
        {
            var free = new DriveInfo(folder).AvailableFreeSpace;
            var found = string.Create(CultureInfo.InvariantCulture, $"{free / 1024.0 / 1024 / 1024:0.0} GiB");
            return free < LittleSpace
                ? DoctorCheck.Warn("free space", found, "worktrees and logs need room: free at least 1 GiB")
                : DoctorCheck.Ok("free space", found);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return DoctorCheck.Warn("free space", "unknown", "the system did not say how much is free");
        }
    }
}
