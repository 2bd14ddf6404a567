using System.Diagnostics;

namespace Signalbox.Bench.Machine;

/// <summary>Runs programs to their end.</summary>
internal static class Programs
{
    /// <summary>What it printed; never throws for an exit code.</summary>
    public static async Task<(int ExitCode, string Output, string Error)> RunAsync(
        string program, IReadOnlyList<string> arguments, CancellationToken cancellationToken, string? folder = null, IReadOnlyDictionary<string, string>? environment = null)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            UseShellExecute = false,
            WorkingDirectory = folder ?? Path.GetTempPath(),
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        foreach (var (name, value) in environment ?? new Dictionary<string, string>(StringComparer.Ordinal))
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start) ?? throw new InvalidOperationException($"{program} could not be started");
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
        var error = process.StandardError.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        return (process.ExitCode, await output, await error);
    }

    /// <summary>What it printed.</summary>
    /// <exception cref="InvalidOperationException">It failed; the message has what it said.</exception>
    public static async Task<string> OutputAsync(
        string program, IReadOnlyList<string> arguments, CancellationToken cancellationToken, string? folder = null, IReadOnlyDictionary<string, string>? environment = null)
    {
        var (exitCode, output, error) = await RunAsync(program, arguments, cancellationToken, folder, environment);
        return exitCode == 0 ? output.Trim() : throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} ended with {exitCode}: {output}{error}");
    }
}
