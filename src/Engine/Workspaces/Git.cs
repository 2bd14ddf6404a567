using System.Collections;
using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Signalbox.Engine.Workspaces;

/// <summary>
/// Calls git: an argument list, never a shell; a clean environment; no prompt, no hook, no file-system monitor of the repository (all
/// of them run the repository's own code); time and output bounded.
/// </summary>
internal sealed class Git
{
    /// <summary>Time for a call that only looks.</summary>
    public static readonly TimeSpan ShortTime = TimeSpan.FromSeconds(60);

    /// <summary>Time for a call that writes a whole work tree.</summary>
    public static readonly TimeSpan LongTime = TimeSpan.FromMinutes(15);

    private const int MaxOutput = 32 * 1024 * 1024;
    private static readonly string[] Inherited = ["PATH", "HOME", "USER", "LOGNAME", "TMPDIR", "XDG_CONFIG_HOME"];

    private readonly TimeProvider _time;
    private readonly Dictionary<string, string> _environment = new(StringComparer.Ordinal)
    {
        ["LC_ALL"] = "C", // messages are recognised in English
        ["GIT_TERMINAL_PROMPT"] = "0",
        ["GIT_ASKPASS"] = "false",
        ["SSH_ASKPASS"] = "false",
        ["GIT_OPTIONAL_LOCKS"] = "0", // looking must not get in the way of an agent's own git
        ["GIT_PAGER"] = "cat",
        ["GIT_EDITOR"] = "false",
    };

    /// <summary>Takes where programs and configuration are from this process' environment.</summary>
    public Git(TimeProvider time)
        : this(time, OfThisProcess())
    {
    }

    /// <summary>With an environment of its own.</summary>
    public Git(TimeProvider time, IReadOnlyDictionary<string, string> environment)
    {
        _time = time;
        foreach (var (name, value) in environment)
        {
            _environment.TryAdd(name, value);
        }
    }

    /// <summary>Runs git in a folder, at most <see cref="ShortTime"/>.</summary>
    /// <exception cref="GitMissingException">There is no git.</exception>
    public Task<GitResult> RunAsync(string folder, IReadOnlyList<string> arguments, CancellationToken cancellationToken) =>
        RunAsync(folder, arguments, ShortTime, EmptyEnvironment, cancellationToken);

    /// <summary>Runs git in a folder, with more environment.</summary>
    /// <exception cref="GitMissingException">There is no git.</exception>
    public async Task<GitResult> RunAsync(
        string folder, IReadOnlyList<string> arguments, TimeSpan limit, IReadOnlyDictionary<string, string> environment, CancellationToken cancellationToken)
    {
        if (!Directory.Exists(folder))
        {
            return new GitResult(-1, "", $"the folder {folder} does not exist");
        }

        using var process = new Process { StartInfo = StartInfo(folder, arguments, environment) };
        try
        {
            process.Start();
        }
        catch (Win32Exception fault)
        {
            return new GitResult(-1, "", $"git could not be started: {fault.Message}");
        }

        using var clock = new CancellationTokenSource(limit, _time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(clock.Token, cancellationToken);
        try
        {
            process.StandardInput.Close();
            var output = ReadAsync(process.StandardOutput.BaseStream, both.Token);
            var errors = ReadAsync(process.StandardError.BaseStream, both.Token);
            await process.WaitForExitAsync(both.Token);
            var (text, isWhole) = await output;
            return isWhole
                ? new GitResult(process.ExitCode, text.TrimEnd('\n'), (await errors).Text)
                : new GitResult(-1, "", "git printed more than 32 MiB");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new GitResult(-1, "", $"git took longer than {limit.TotalSeconds.ToString("0", CultureInfo.InvariantCulture)} s");
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }
    }

    private static Dictionary<string, string> EmptyEnvironment { get; } = new(StringComparer.Ordinal);

    private ProcessStartInfo StartInfo(string folder, IReadOnlyList<string> arguments, IReadOnlyDictionary<string, string> environment)
    {
        var start = new ProcessStartInfo(Program(), ["-c", "core.hooksPath=/dev/null", "-c", "core.fsmonitor=false", .. arguments])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder,
        };
        start.Environment.Clear();
        foreach (var (name, value) in _environment.Concat(environment))
        {
            start.Environment[name] = value;
        }

        return start;
    }

    // Looked for anew each time: git may be installed while the server runs. Left to itself, .NET would search this process' own PATH.
    private string Program() =>
        _environment.GetValueOrDefault("PATH", "")
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Select(folder => Path.Combine(folder, "git"))
            .FirstOrDefault(File.Exists)
        ?? throw new GitMissingException();

    private static async Task<(string Text, bool IsWhole)> ReadAsync(Stream stream, CancellationToken cancellationToken)
    {
        using var kept = new MemoryStream();
        var buffer = new byte[16 * 1024];
        var isWhole = true;
        int read;
        while ((read = await stream.ReadAsync(buffer, cancellationToken)) > 0)
        {
            isWhole = isWhole && kept.Length + read <= MaxOutput;
            if (isWhole)
            {
                kept.Write(buffer, 0, read);
            }
        }

        return (Encoding.UTF8.GetString(kept.GetBuffer(), 0, (int)kept.Length), isWhole);
    }

    private static Dictionary<string, string> OfThisProcess()
    {
        var result = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (DictionaryEntry entry in Environment.GetEnvironmentVariables())
        {
            if (Inherited.Contains((string)entry.Key, StringComparer.Ordinal))
            {
                result[(string)entry.Key] = (string?)entry.Value ?? "";
            }
        }

        return result;
    }
}
