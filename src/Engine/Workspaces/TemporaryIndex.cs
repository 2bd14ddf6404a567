namespace Signalbox.Engine.Workspaces;

/// <summary>
/// A copy of a work tree's index to work with: the real one stays as it is, and its lock, whether an agent's git holds it or a killed one
/// left it, is nobody's matter here.
/// </summary>
internal sealed class TemporaryIndex : IDisposable
{
    private const string Prefix = "signalbox-index.";
    private static readonly TimeSpan Left = TimeSpan.FromHours(6);

    private TemporaryIndex(string path)
    {
        Path = path;
        Environment = new Dictionary<string, string>(StringComparer.Ordinal) { ["GIT_INDEX_FILE"] = path };
    }

    /// <summary>Where it is; there is no file while the work tree has none.</summary>
    public string Path { get; }

    /// <summary>What makes git use it.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; }

    /// <summary>Copies the index, its time included: git trusts what is older than the index.</summary>
    /// <exception cref="IOException">The disk is full.</exception>
    public static TemporaryIndex Create(GitFolder folder, DateTimeOffset now)
    {
        foreach (var left in Directory.EnumerateFiles(folder.Own, Prefix + "*"))
        {
            if (File.GetLastWriteTimeUtc(left) < (now - Left).UtcDateTime)
            {
                File.Delete(left);
            }
        }

        var index = new TemporaryIndex(System.IO.Path.Combine(folder.Own, Prefix + Guid.NewGuid().ToString("N")));
        try
        {
            File.Copy(System.IO.Path.Combine(folder.Own, "index"), index.Path);
        }
        catch (FileNotFoundException)
        {
            // No index yet: to git an empty one.
        }

        return index;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        File.Delete(Path);
        File.Delete(Path + ".lock");
    }
}
