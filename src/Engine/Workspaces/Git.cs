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
    private static readonly TimeSpan EndTime = TimeSpan.FromSeconds(5);

    // Without the program, a repository that requires these filters could neither be checked out nor committed; its pointer files are files too.
    private static readonly string[] WithoutLargeFiles =
        ["-c", "filter.lfs.process=", "-c", "filter.lfs.clean=", "-c", "filter.lfs.smudge=", "-c", "filter.lfs.required=false"];

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
        RunAsync(new GitCall(folder, arguments), cancellationToken);

    /// <summary>Runs git in a folder, with more environment.</summary>
    /// <exception cref="GitMissingException">There is no git.</exception>
    public Task<GitResult> RunAsync(
        string folder, IReadOnlyList<string> arguments, TimeSpan limit, IReadOnlyDictionary<string, string> environment, CancellationToken cancellationToken) =>
        RunAsync(new GitCall(folder, arguments) { Limit = limit, Environment = environment }, cancellationToken);

    /// <summary>Runs git; when it is given up, it and its children are ended before this returns.</summary>
    /// <exception cref="GitMissingException">There is no git.</exception>
    public async Task<GitResult> RunAsync(GitCall call, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (!Directory.Exists(call.Folder))
        {
            return new GitResult(-1, "", $"the folder {call.Folder} does not exist");
        }

        using var process = new Process { StartInfo = StartInfo(call) };
        try
        {
            process.Start();
        }
        catch (Win32Exception fault)
        {
            return new GitResult(-1, "", $"git could not be started: {fault.Message}");
        }

        using var clock = new CancellationTokenSource(call.Limit, _time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(clock.Token, cancellationToken);
        try
        {
            var output = ReadAsync(process.StandardOutput.BaseStream, call.Encoding, call.Cut, both.Token);
            var errors = ReadAsync(process.StandardError.BaseStream, call.Encoding, cut: null, both.Token);
            await WriteAsync(process.StandardInput.BaseStream, call.Input, both.Token);
            if (call.Cut is not null && await output is { IsWhole: false } beginning)
            {
                await EndAsync(process);
                await errors;
                return new GitResult(0, beginning.Text, "") { IsCut = true };
            }

            await process.WaitForExitAsync(both.Token);
            var (text, isWhole) = await output;
            return isWhole
                ? new GitResult(process.ExitCode, call.KeepsLineEnd ? text : text.TrimEnd('\n'), (await errors).Text)
                : new GitResult(-1, "", "git printed more than 32 MiB");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new GitResult(-1, "", $"git took longer than {call.Limit.TotalSeconds.ToString("0", CultureInfo.InvariantCulture)} s");
        }
        finally
        {
            await EndAsync(process);
        }
    }

    // Waits until it is gone: whoever called it may call git again at once, and two at a time would meet at its locks.
    private async Task EndAsync(Process process)
    {
        if (process.HasExited)
        {
            return;
        }

        process.Kill(entireProcessTree: true);
        using var clock = new CancellationTokenSource(EndTime, _time);
        try
        {
            await process.WaitForExitAsync(clock.Token);
        }
        catch (OperationCanceledException)
        {
            // The kernel holds it (a dead disk): nothing more can be done about it here.
        }
    }

    private static async Task WriteAsync(Stream stream, ReadOnlyMemory<byte> input, CancellationToken cancellationToken)
    {
        try
        {
            await using (stream)
            {
                await stream.WriteAsync(input, cancellationToken);
            }
        }
        catch (IOException)
        {
            // It ended before it had read everything: its exit code and words say why.
        }
    }

    private ProcessStartInfo StartInfo(GitCall call)
    {
        string[] filters = Find("git-lfs") is null ? WithoutLargeFiles : [];
        var start = new ProcessStartInfo(
            Find("git") ?? throw new GitMissingException(), ["-c", "core.hooksPath=/dev/null", "-c", "core.fsmonitor=false", .. filters, .. call.Arguments])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = call.Folder,
        };
        start.Environment.Clear();
        foreach (var (name, value) in _environment.Concat(call.Environment))
        {
            start.Environment[name] = value;
        }

        return start;
    }

    // Looked for anew each time: git may be installed while the server runs. Left to itself, .NET would search this process' own PATH.
    private string? Find(string program) =>
        _environment.GetValueOrDefault("PATH", "")
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Select(folder => Path.Combine(folder, program))
            .FirstOrDefault(File.Exists);

    private static async Task<(string Text, bool IsWhole)> ReadAsync(Stream stream, Encoding encoding, int? cut, CancellationToken cancellationToken)
    {
        using var kept = new MemoryStream();
        var buffer = new byte[16 * 1024];
        var isWhole = true;
        int read;
        while ((read = await stream.ReadAsync(buffer, cancellationToken)) > 0)
        {
            if (kept.Length + read > cut)
            {
                kept.Write(buffer, 0, (int)(cut.Value - kept.Length));
                return (encoding.GetString(kept.GetBuffer(), 0, (int)kept.Length), false);
            }

            isWhole = isWhole && kept.Length + read <= MaxOutput;
            if (isWhole)
            {
                kept.Write(buffer, 0, read);
            }
        }

        return (encoding.GetString(kept.GetBuffer(), 0, (int)kept.Length), isWhole);
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
