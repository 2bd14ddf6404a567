using System.Reflection;

namespace Signalbox.Unit.Architecture;

/// <summary>The files of the repository that people write: no build output, no packages, no generated migrations.</summary>
internal static class RepositoryFiles
{
    private static readonly string[] NotOurs = ["bin", "obj", "node_modules", "Migrations", "artifacts", "dist"];

    private static readonly string Root = Assembly.GetExecutingAssembly().GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(a => string.Equals(a.Key, "RepositoryRoot", StringComparison.Ordinal)).Value!;

    public static string Absolute(string path) => Path.GetFullPath(Path.Combine(Root, path));

    /// <summary>Files under a folder with one of the extensions: path from the root with '/', and text.</summary>
    public static IEnumerable<(string Path, string Text)> Under(string folder, params string[] extensions) =>
        Directory.EnumerateFiles(Absolute(folder), "*", SearchOption.AllDirectories)
            .Select(f => Path.GetRelativePath(Root, f).Replace('\\', '/'))
            .Where(f => extensions.Contains(Path.GetExtension(f), StringComparer.Ordinal) && !f.Split('/').Intersect(NotOurs, StringComparer.Ordinal).Any())
            .Order(StringComparer.Ordinal)
            .Select(f => (f, File.ReadAllText(Absolute(f))));
}
