using System.Reflection;

namespace Signalbox.E2E.Fixtures;

/// <summary>Where the build put what the tests start, and where they leave pictures.</summary>
internal static class TestPaths
{
    /// <summary>The executable's assembly.</summary>
    public static string Signalbox { get; } = Metadata("DashboardAssembly");

    public static string RepositoryRoot { get; } = Metadata("RepositoryRoot");

    public static string FakeAgents { get; } = Path.Combine(RepositoryRoot, "tests/E2E/FakeAgents");

    /// <summary>Folder for screenshots; <c>SIGNALBOX_E2E_ARTIFACTS</c> or <c>artifacts</c> beside the tests.</summary>
    public static string Artifacts { get; } = Directory.CreateDirectory(
        Environment.GetEnvironmentVariable("SIGNALBOX_E2E_ARTIFACTS") ?? Path.Combine(RepositoryRoot, "artifacts", "screenshots")).FullName;

    public static string Chromium { get; } = Environment.GetEnvironmentVariable("SIGNALBOX_E2E_BROWSER") ?? "/usr/bin/chromium";

    private static string Metadata(string key) =>
        typeof(TestPaths).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => string.Equals(a.Key, key, StringComparison.Ordinal)).Value!;
}
