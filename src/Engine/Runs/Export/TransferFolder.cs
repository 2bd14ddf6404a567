using Signalbox.Engine.Files;

namespace Signalbox.Engine.Runs.Export;

/// <summary>A folder for the time of one export or import; removed at its end, and by a later one if this process is killed before.</summary>
public sealed class TransferFolder : IDisposable
{
    private const string Prefix = ".transfer-";
    private static readonly TimeSpan Left = TimeSpan.FromDays(1);

    private TransferFolder(string path) => Path = path;

    /// <summary>Absolute path.</summary>
    public string Path { get; }

    /// <summary>Makes one beside the runs, so that what is in it can be moved there at once.</summary>
    /// <param name="parent">Folder of the runs, or of what is exported.</param>
    /// <param name="time">The clock.</param>
    /// <exception cref="IOException">It cannot be made.</exception>
    public static TransferFolder Create(string parent, TimeProvider time)
    {
        PrivateFiles.CreateFolder(parent);
        foreach (var left in Directory.EnumerateDirectories(parent, Prefix + "*").Where(left => Directory.GetLastWriteTimeUtc(left) < (time.GetUtcNow() - Left).UtcDateTime))
        {
            Directory.Delete(left, recursive: true);
        }

        var folder = new TransferFolder(System.IO.Path.Combine(parent, Prefix + Guid.NewGuid().ToString("N")));
        PrivateFiles.CreateFolder(folder.Path);
        return folder;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (Directory.Exists(Path))
        {
            Directory.Delete(Path, recursive: true);
        }
    }
}
