using System.Globalization;
using Signalbox.E2E.Fixtures;

namespace Signalbox.E2E.Faults;

/// <summary>
/// How much the fault tests do. Short, as in every build: a few of each. <c>SIGNALBOX_FAULTS=long</c>: as many as the promise says, which
/// takes longer than <c>eng/test</c> allows without <c>SIGNALBOX_TEST_LIMIT</c>. <c>SIGNALBOX_FAULTS_SEED</c> repeats a run's random choices;
/// <c>SIGNALBOX_FAULTS_KILLS</c> says how many random kills there are, in either form.
/// </summary>
internal static class FaultMode
{
    private static readonly Lock Gate = new();

    public static bool IsLong { get; } = string.Equals(Environment.GetEnvironmentVariable("SIGNALBOX_FAULTS"), "long", StringComparison.Ordinal);

    /// <summary>The seed of this run's random choices.</summary>
    public static int Seed { get; } =
        int.TryParse(Environment.GetEnvironmentVariable("SIGNALBOX_FAULTS_SEED"), CultureInfo.InvariantCulture, out var seed) ? seed : Random.Shared.Next(1, 1_000_000);

    /// <summary>How often a server is killed at a random moment.</summary>
    public static int Kills { get; } =
        int.TryParse(Environment.GetEnvironmentVariable("SIGNALBOX_FAULTS_KILLS"), CultureInfo.InvariantCulture, out var kills) && kills > 0 ? kills : Pick(6, 100);

    public static T Pick<T>(T inShort, T inLong) => IsLong ? inLong : inShort;

    /// <summary>Prints a line of numbers: into the test's output and into <c>artifacts/faults.txt</c>.</summary>
    public static void Print(string line)
    {
        TestContext.Current.TestOutputHelper?.WriteLine(line);
        var file = Path.Combine(Directory.CreateDirectory(Path.Combine(TestPaths.RepositoryRoot, "artifacts")).FullName, "faults.txt");
        lock (Gate)
        {
            File.AppendAllText(file, line + "\n");
        }
    }
}
