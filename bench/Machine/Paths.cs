using System.Reflection;

namespace Signalbox.Bench.Machine;

/// <summary>Where the build put what is measured.</summary>
internal static class Paths
{
    public static string RepositoryRoot { get; } = Metadata("RepositoryRoot");

    /// <summary>The server's assembly, of the same configuration as this program.</summary>
    public static string Signalbox { get; } = Path.Combine(Metadata("DashboardFolder"), "signalbox.dll");

    /// <summary>The supervisor that the server carries.</summary>
    public static string Supervisor { get; } = Path.Combine(Metadata("DashboardFolder"), "supervisor");

    /// <summary>This program's assembly: some children of a benchmark are it.</summary>
    public static string Self { get; } = typeof(Paths).Assembly.Location;

    public static string Document { get; } = Path.Combine(RepositoryRoot, "docs", "benchmarks.md");

    public static string Reports { get; } = Path.Combine(RepositoryRoot, "artifacts", "bench");

    private static string Metadata(string key) =>
        typeof(Paths).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => string.Equals(a.Key, key, StringComparison.Ordinal)).Value!;
}
