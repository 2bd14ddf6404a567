using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Signalbox.Engine.Agents;

/// <summary>Looks for a program and asks for its version: bounded in time and output, and nothing of it stays alive.</summary>
internal sealed class ProgramProbe(IReadOnlyDictionary<string, string> environment, TimeProvider time, TimeSpan timeout)
{
    private const int MaxOutput = 4096;
    private const UnixFileMode AnyExecute = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    /// <summary>Absolute path of the first such program on the PATH, or of the one at an absolute path; null when there is none.</summary>
    public string? Find(string program) => Path.IsPathFullyQualified(program)
        ? IsExecutable(program) ? program : null
        : environment.GetValueOrDefault("PATH", "")
            .Split(':', StringSplitOptions.RemoveEmptyEntries)
            .Where(Path.IsPathFullyQualified)
            .Select(folder => Path.Combine(folder, program))
            .FirstOrDefault(IsExecutable);

    /// <summary>The version that the program prints, or a sentence why there is none.</summary>
    public async Task<(string? Version, string? Fault)> VersionAsync(string path, CancellationToken cancellationToken)
    {
        using var process = new Process { StartInfo = StartInfo(path) };
        try
        {
            process.Start();
        }
        catch (Win32Exception fault)
        {
            return (null, $"`{path}` could not be started: {fault.Message}");
        }

        using var limit = new CancellationTokenSource(timeout, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            process.StandardInput.Close();
            var output = ReadAsync(process.StandardOutput.BaseStream, both.Token);
            var errors = ReadAsync(process.StandardError.BaseStream, both.Token);
            await process.WaitForExitAsync(both.Token);
            var (printed, complaint) = (FirstLine(await output), FirstLine(await errors));
            return process.ExitCode == 0 && printed is not null
                ? (printed, null)
                : (null, $"`{path} --version` ended with exit code {process.ExitCode.ToString(CultureInfo.InvariantCulture)}: {complaint ?? printed ?? "it printed nothing"}");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return (null, $"`{path} --version` did not answer within {timeout.TotalSeconds.ToString("0.#", CultureInfo.InvariantCulture)} s");
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
                await process.WaitForExitAsync(CancellationToken.None);
            }
        }
    }

    private ProcessStartInfo StartInfo(string path)
    {
        var start = new ProcessStartInfo(path, ["--version"])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = "/",
        };
        start.Environment.Clear();
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        return start;
    }

    private static bool IsExecutable(string path) =>
        File.Exists(path) && !OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & AnyExecute) != UnixFileMode.None;

    // Reads to the end so that the program is never blocked, and keeps the beginning.
    private static async Task<string> ReadAsync(Stream stream, CancellationToken cancellationToken)
    {
        var kept = new MemoryStream();
        var buffer = new byte[MaxOutput];
        int read;
        while ((read = await stream.ReadAsync(buffer, cancellationToken)) > 0)
        {
            kept.Write(buffer, 0, (int)Math.Min(read, MaxOutput - kept.Length));
        }

        return Encoding.UTF8.GetString(kept.GetBuffer(), 0, (int)kept.Length);
    }

    private static string? FirstLine(string text) =>
        text.Split('\n').Select(line => PlainText.OneLine(line, 120)).FirstOrDefault(line => line.Length > 0);
}
