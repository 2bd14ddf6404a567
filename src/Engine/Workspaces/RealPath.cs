namespace Signalbox.Engine.Workspaces;

/// <summary>Paths as git prints them: absolute, every link resolved.</summary>
internal static class RealPath
{
    /// <summary>The path with each link in it resolved, as far as it exists.</summary>
    public static string Of(string path)
    {
        var result = Path.GetPathRoot(Path.GetFullPath(path))!;
        foreach (var part in Path.GetFullPath(path).Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries))
        {
            result = Path.Combine(result, part);
            if (Directory.Exists(result) && Directory.ResolveLinkTarget(result, returnFinalTarget: true) is { } target)
            {
                result = Of(target.FullName);
            }
        }

        return result;
    }
}
