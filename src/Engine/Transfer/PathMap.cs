namespace Signalbox.Engine.Transfer;

/// <summary>Paths in the data directories that an export came from, as they are in the one that it goes to.</summary>
/// <param name="from">Those that it came from.</param>
/// <param name="to">The one that it goes to.</param>
public sealed class PathMap(IReadOnlyList<string> from, string to)
{
    private readonly string[] _from = [.. from.Select(f => f.TrimEnd('/')).Where(f => f.Length > 1).OrderByDescending(f => f.Length)];

    /// <summary>The path here; one that is in none of them stays.</summary>
    public string Map(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return Relative(path) is { } rest ? rest.Length == 0 ? to : $"{to.TrimEnd('/')}/{rest}" : path;
    }

    /// <summary>The path within a data directory; null for one that is in none of them.</summary>
    public string? Relative(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        foreach (var folder in _from)
        {
            if (string.Equals(path, folder, StringComparison.Ordinal))
            {
                return "";
            }

            if (path.StartsWith(folder + "/", StringComparison.Ordinal) && !path.Split('/').Contains("..", StringComparer.Ordinal))
            {
                return path[(folder.Length + 1)..];
            }
        }

        return null;
    }
}
