namespace Signalbox.Engine.Workspaces;

/// <summary>What a folder takes of the disk.</summary>
/// <param name="Bytes">Bytes of its files.</param>
/// <param name="Files">Files.</param>
/// <param name="IsWhole">False when there was more than is looked at: then it is at least this much.</param>
/// <param name="MeasuredAt">When it was looked at.</param>
public sealed record DiskUse(long Bytes, long Files, bool IsWhole, DateTimeOffset MeasuredAt)
{
    private const int MaxFiles = 200_000;
    private static readonly TimeSpan MaxTime = TimeSpan.FromSeconds(5);

    // A link is counted as a link and never followed.
    private static readonly EnumerationOptions Options = new() { AttributesToSkip = FileAttributes.None, IgnoreInaccessible = true };

    /// <summary>Measures a folder: at most 200,000 files and 5 s. Null when there is none.</summary>
    public static DiskUse? Measure(string folder, TimeProvider time, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(time);
        if (!Directory.Exists(folder))
        {
            return null;
        }

        var began = time.GetTimestamp();
        var (bytes, files) = (0L, 0L);
        var folders = new Stack<DirectoryInfo>([new DirectoryInfo(folder)]);
        while (folders.TryPop(out var next))
        {
            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                foreach (var entry in next.EnumerateFileSystemInfos("*", Options))
                {
                    if (entry is DirectoryInfo inside && entry.LinkTarget is null)
                    {
                        folders.Push(inside);
                        continue;
                    }

                    if (++files > MaxFiles || time.GetElapsedTime(began) > MaxTime)
                    {
                        return new DiskUse(bytes, files - 1, IsWhole: false, time.GetUtcNow());
                    }

                    bytes += entry is FileInfo { LinkTarget: null } file ? file.Length : 0;
                }
            }
            catch (IOException)
            {
                // Removed while we look.
            }
        }

        return new DiskUse(bytes, files, IsWhole: true, time.GetUtcNow());
    }
}
