using System.ComponentModel;
using System.Diagnostics;
using System.Text.RegularExpressions;

namespace Signalbox.Dashboard.Cli;

/// <summary>Programs that Signalbox calls.</summary>
internal static partial class ProgramChecks
{
    private static readonly Version OldestGit = new(2, 30);
    private static readonly Version OldestTmux = new(3, 0);
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    /// <summary>git, 2.30 or newer.</summary>
    public static async Task<DoctorCheck> GitAsync(CliContext context, CancellationToken cancellationToken) =>
        Git(await FirstLineAsync(context, "git", "--version", cancellationToken));

    /// <summary>The same of what <c>git --version</c> said; null: it is not there.</summary>
    internal static DoctorCheck Git(string? line)
    {
        const string Advice = "install git 2.30 or newer and see that it is on the PATH";
        if (line is null)
        {
            return DoctorCheck.Fail("git", "not found", Advice);
        }

        return VersionNumber().Match(line) is { Success: true } match && Version.TryParse(match.Value, out var version) && version >= OldestGit
            ? DoctorCheck.Ok("git", match.Value)
            : DoctorCheck.Fail("git", line, Advice);
    }

    /// <summary>tmux, 3.0 or newer, which is nice to have.</summary>
    public static async Task<DoctorCheck> TmuxAsync(CliContext context, CancellationToken cancellationToken) =>
        Tmux(await FirstLineAsync(context, "tmux", "-V", cancellationToken));

    /// <summary>The same of what <c>tmux -V</c> said; null: it is not there.</summary>
    internal static DoctorCheck Tmux(string? line)
    {
        const string Advice = "only needed to attach to agents in a terminal (Terminals:Tmux): install tmux 3.0 or newer for that";
        if (line is null)
        {
            return DoctorCheck.Warn("tmux", "not found", Advice);
        }

        return VersionNumber().Match(line) is { Success: true } match && Version.TryParse(match.Value, out var version) && version >= OldestTmux
            ? DoctorCheck.Ok("tmux", line)
            : DoctorCheck.Warn("tmux", line, Advice);
    }

    private static async Task<string?> FirstLineAsync(CliContext context, string program, string argument, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Limit);
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, [argument])
            {
                UseShellExecute = false,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                RedirectStandardInput = true,
                WorkingDirectory = context.WorkingDirectory,
            });
            if (process is null)
            {
                return null;
            }

            process.StandardInput.Close();
            var output = await process.StandardOutput.ReadToEndAsync(limit.Token);
            await process.WaitForExitAsync(limit.Token);
            return process.ExitCode == 0 ? output.Split('\n')[0].Trim() : null;
        }
        catch (Win32Exception)
        {
            return null;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return null;
        }
    }

    [GeneratedRegex(@"\d+\.\d+(\.\d+)?", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex VersionNumber();
}
