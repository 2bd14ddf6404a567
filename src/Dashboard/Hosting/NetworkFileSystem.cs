namespace Signalbox.Dashboard.Hosting;

/// <summary>Tells whether a path is on a file system whose locks a database cannot rely on.</summary>
internal static class NetworkFileSystem
{
    private static readonly HashSet<string> Types = new(StringComparer.Ordinal)
    {
        "nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "afs", "ceph", "fuse.ceph", "fuse.glusterfs", "fuse.sshfs", "fuse.rclone", "fuse.s3fs", "lustre", "gpfs",
    };

    /// <summary>The type of the network file system that holds the path; null when it is local or unknown.</summary>
    public static string? TypeOf(string path)
    {
        var type = MountTypeOf(path);
        return type is not null && Types.Contains(type) ? type : null;
    }

    /// <summary>The type of the file system that holds the path, such as <c>ext4</c>; null where the system does not say.</summary>
    public static string? MountTypeOf(string path)
    {
        try
        {
            return Find(path, File.ReadLines("/proc/self/mounts"));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>The type of the last mount, among these lines of <c>/proc/mounts</c>, whose folder holds the path most closely.</summary>
    internal static string? Find(string path, IEnumerable<string> mounts)
    {
        string? type = null;
        var longest = -1;
        foreach (var line in mounts)
        {
            var fields = line.Split(' ');
            if (fields.Length < 3)
            {
                continue;
            }

            var folder = Unescape(fields[1]);
            var holds = path.StartsWith(folder, StringComparison.Ordinal)
                && (folder.EndsWith('/') || path.Length == folder.Length || path[folder.Length] == '/');
            if (holds && folder.Length >= longest)
            {
                longest = folder.Length;
                type = fields[2];
            }
        }

        return type;
    }

    // The kernel writes space, tab, line feed and backslash as three octal digits.
    private static string Unescape(string text) =>
        text.Replace("\\040", " ", StringComparison.Ordinal)
            .Replace("\\011", "\t", StringComparison.Ordinal)
            .Replace("\\012", "\n", StringComparison.Ordinal)
            .Replace("\\134", "\\", StringComparison.Ordinal);
}
