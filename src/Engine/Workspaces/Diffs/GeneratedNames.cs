namespace Signalbox.Engine.Workspaces.Diffs;

/// <summary>
/// Names of files that programs write. They are shown closed, never left out: a repository's own attributes, which an agent can write, have no say.
/// </summary>
public static class GeneratedNames
{
    private static readonly HashSet<string> Names = new(StringComparer.OrdinalIgnoreCase)
    {
        "package-lock.json", "npm-shrinkwrap.json", "yarn.lock", "pnpm-lock.yaml", "bun.lock", "bun.lockb", "composer.lock", "Gemfile.lock", "Cargo.lock", "poetry.lock",
        "uv.lock", "Pipfile.lock", "go.sum", "packages.lock.json", "flake.lock", "mix.lock", "pubspec.lock", "gradle.lockfile", "Podfile.lock",
    };

    private static readonly string[] Ends =
        [".min.js", ".min.css", ".js.map", ".css.map", ".g.cs", ".g.i.cs", ".designer.cs", ".generated.cs", ".pb.go", "_pb2.py", ".pb.cc", ".pb.h", ".snap"];

    private static readonly string[] Folders = ["node_modules", "vendor", "dist"];

    /// <summary>Whether a path is a generated file's, by its name alone.</summary>
    public static bool Has(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        var parts = path.Split('/');
        return Names.Contains(parts[^1])
            || Array.Exists(Ends, end => path.EndsWith(end, StringComparison.OrdinalIgnoreCase))
            || parts.SkipLast(1).Any(part => Folders.Contains(part, StringComparer.Ordinal));
    }
}
