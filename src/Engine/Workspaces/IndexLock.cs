namespace Signalbox.Engine.Workspaces;

/// <summary>The lock that git itself takes to change the index of a work tree: while it is held, no other git changes it.</summary>
internal sealed class IndexLock : IDisposable
{
    // A lock file this old has no owner any more: git holds it for the time of one command.
    private static readonly TimeSpan Stale = TimeSpan.FromMinutes(10);

    private readonly string _path;

    private IndexLock(string path) => _path = path;

    /// <summary>Takes the lock; null when another git holds it.</summary>
    /// <exception cref="IOException">The disk is full.</exception>
    public static IndexLock? TryTake(GitFolder folder, TimeProvider time)
    {
        RemoveStale(folder.Own, time);
        var path = PathIn(folder.Own);
        try
        {
            new FileStream(path, FileMode.CreateNew, FileAccess.Write).Dispose();
            return new IndexLock(path);
        }
        catch (IOException) when (File.Exists(path))
        {
            return null;
        }
    }

    /// <summary>Where the lock of an index is.</summary>
    public static string PathIn(string gitFolder) => Path.Combine(gitFolder, "index.lock");

    /// <summary>Removes what a git left that was killed with its machine or its process; every later git command of an agent would fail on it.</summary>
    public static void RemoveStale(string gitFolder, TimeProvider time)
    {
        var file = new FileInfo(PathIn(gitFolder));
        var now = time.GetUtcNow().UtcDateTime;
        var boot = now - TimeSpan.FromMilliseconds(Environment.TickCount64);
        if (file.Exists && (file.LastWriteTimeUtc < now - Stale || file.LastWriteTimeUtc < boot))
        {
            file.Delete();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => File.Delete(_path);
}
