using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Signalbox.Engine.Identity;

namespace Signalbox.Engine.Terminals;

/// <summary>The tmux of a data directory (3.0 or newer), by its own socket: nobody's other sessions are seen or touched.</summary>
internal sealed partial class Tmux(string socket, TimeProvider time)
{
    /// <summary>The oldest that will do.</summary>
    public static readonly Version Oldest = new(3, 0);

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    // What a shell that a person opens in the session needs; no key of the server is there.
    private static readonly string[] Passed = ["PATH", "HOME", "USER", "LOGNAME", "SHELL", "LANG", "LC_ALL", "TZ", "TMUX_TMPDIR"];

    /// <summary>Command with which a person gets at a session.</summary>
    public string AttachCommand(string session) => $"tmux -L {socket} attach -t {session}";

    /// <summary>Why it cannot be used, in one sentence; null when it can.</summary>
    public async Task<string?> FaultAsync(CancellationToken cancellationToken)
    {
        var said = await RunAsync(["-V"], cancellationToken);
        if (said is null)
        {
            return "tmux is not on the PATH: install tmux 3.0 or newer, or turn Terminals:Tmux off";
        }

        return VersionNumber().Match(said.Value.Output) is { Success: true } match && Version.TryParse(match.Value, out var version) && version >= Oldest
            ? null
            : $"tmux 3.0 or newer is needed and this is '{said.Value.Output.Trim()}': install a newer one, or turn Terminals:Tmux off";
    }

    /// <summary>Opens a window that follows a file.</summary>
    /// <returns>Its id, or one sentence.</returns>
    public async Task<(string? Window, string? Fault)> OpenAsync(string session, string window, string file, CancellationToken cancellationToken)
    {
        string[] follow = ["tail", "-n", "+1", "-F", "--", file];
        var added = await RunAsync(["new-window", "-d", "-P", "-F", "#{window_id}", "-t", $"={session}:", "-n", window, .. follow], cancellationToken);
        if (added is not { Code: 0 })
        {
            // The run's first window makes its session.
            added = await RunAsync(["new-session", "-d", "-P", "-F", "#{window_id}", "-s", session, "-n", window, "-x", "200", "-y", "50", .. follow], cancellationToken);
        }

        return added is { Code: 0 } done && WindowId().IsMatch(done.Output.Trim())
            ? (done.Output.Trim(), null)
            : (null, $"tmux opens no window: {added?.Errors.Trim() ?? "it is gone"}");
    }

    /// <summary>Closes a window; one that a person has closed is no fault.</summary>
    public async Task CloseAsync(string window, CancellationToken cancellationToken) => await RunAsync(["kill-window", "-t", window], cancellationToken);

    /// <summary>Our windows, by the attempts whose output they follow. Those that people have opened beside them are not among them.</summary>
    public async Task<IReadOnlyList<(string Window, AttemptId Attempt)>> ListAsync(CancellationToken cancellationToken)
    {
        var listed = await RunAsync(["list-panes", "-a", "-F", "#{window_id} #{pane_start_command}"], cancellationToken);
        if (listed is not { Code: 0 } done)
        {
            return []; // no tmux is running
        }

        List<(string, AttemptId)> found = [];
        foreach (var line in done.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            if (Follower().Match(line) is { Success: true } match && EntityId.TryParse<AttemptId>(match.Groups["attempt"].Value, out var attempt))
            {
                found.Add((match.Groups["window"].Value, attempt));
            }
        }

        return found;
    }

    private async Task<(int Code, string Output, string Errors)?> RunAsync(string[] arguments, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo("tmux", ["-L", socket, "-f", "/dev/null", .. arguments])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = "/",
        };
        var passed = Passed.Select(name => (name, Value: Environment.GetEnvironmentVariable(name))).Where(p => p.Value is not null).ToList();
        start.Environment.Clear();
        foreach (var (name, value) in passed)
        {
            start.Environment[name] = value;
        }

        using var process = new Process { StartInfo = start };
        using var clock = new CancellationTokenSource(Limit, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(clock.Token, cancellationToken);
        try
        {
            process.Start();
            process.StandardInput.Close();
            var (output, errors) = (process.StandardOutput.ReadToEndAsync(both.Token), process.StandardError.ReadToEndAsync(both.Token));
            await process.WaitForExitAsync(both.Token);
            return (process.ExitCode, await output, await errors);
        }
        catch (Win32Exception)
        {
            return null;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            process.Kill(entireProcessTree: true);
            return (-1, "", string.Create(CultureInfo.InvariantCulture, $"it took longer than {Limit.TotalSeconds:0} s"));
        }
    }

    [GeneratedRegex(@"\d+\.\d+", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex VersionNumber();

    [GeneratedRegex(@"^@\d+\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex WindowId();

    [GeneratedRegex(@"^(?<window>@\d+) .*/(?<attempt>at_[0-9a-z]{12})\.log", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Follower();
}
