using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using Microsoft.Data.Sqlite;

namespace Signalbox.Bench.Machine;

/// <summary>What the numbers of a run depend on.</summary>
internal static class EnvironmentFacts
{
    public static async Task<IReadOnlyDictionary<string, string>> CollectAsync(string folder, CancellationToken cancellationToken)
    {
        var commit = await Programs.RunAsync("git", ["describe", "--always", "--dirty", "--abbrev=12"], cancellationToken, Paths.RepositoryRoot);
        return new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["commit"] = commit.ExitCode == 0 ? commit.Output.Trim() : "unknown",
            ["build"] = Configuration,
            ["processors"] = string.Create(CultureInfo.InvariantCulture, $"{Environment.ProcessorCount} ({Processor()})"),
            ["memory"] = string.Create(CultureInfo.InvariantCulture, $"{GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 1024.0 / 1024 / 1024:0.0} GiB"),
            ["system"] = $"{RuntimeInformation.OSDescription} ({Distribution()})",
            ["runtime"] = RuntimeInformation.FrameworkDescription,
            ["SQLite"] = SqliteVersion(),
            ["file system"] = await FileSystemAsync(folder, cancellationToken),
            ["fsync of 4 KiB, median"] = string.Create(CultureInfo.InvariantCulture, $"{SyncMilliseconds(folder):0.000} ms"),
            ["load before the run"] = (await File.ReadAllTextAsync("/proc/loadavg", cancellationToken)).Split(' ')[0],
        };
    }

#if DEBUG
    private const string Configuration = "Debug (numbers of a Debug build are not comparable)";
#else
    private const string Configuration = "Release";
#endif

    private static string Processor() =>
        File.ReadLines("/proc/cpuinfo").FirstOrDefault(l => l.StartsWith("model name", StringComparison.Ordinal))?.Split(':', 2)[1].Trim() ?? "unknown model";

    private static string Distribution() =>
        File.Exists("/etc/os-release")
            ? File.ReadLines("/etc/os-release").FirstOrDefault(l => l.StartsWith("PRETTY_NAME=", StringComparison.Ordinal))?["PRETTY_NAME=".Length..].Trim('"') ?? "unknown"
            : "unknown";

    private static string SqliteVersion()
    {
        using var connection = new SqliteConnection("Data Source=:memory:");
        connection.Open();
        return connection.ServerVersion;
    }

    private static async Task<string> FileSystemAsync(string folder, CancellationToken cancellationToken)
    {
        var (exitCode, output, _) = await Programs.RunAsync("stat", ["-f", "-c", "%T", folder], cancellationToken);
        return exitCode == 0 ? output.Trim() : "unknown";
    }

    /// <summary>What one durable write costs on this disk: a database cannot be faster.</summary>
    private static double SyncMilliseconds(string folder)
    {
        var path = Path.Combine(folder, "sync-probe");
        var samples = new Harness.Samples();
        using (var file = new FileStream(path, FileMode.Create))
        {
            var block = new byte[4096];
            for (var i = 0; i < 200; i++)
            {
                var began = Stopwatch.GetTimestamp();
                file.Write(block);
                file.Flush(flushToDisk: true);
                samples.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
            }
        }

        File.Delete(path);
        return samples.Median;
    }
}
