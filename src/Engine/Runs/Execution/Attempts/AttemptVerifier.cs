using System.Globalization;
using System.Text;
using Signalbox.Engine.Agents;
using Signalbox.Engine.Processes;
using Signalbox.Engine.Workflows;
using Signalbox.Engine.Files;

namespace Signalbox.Engine.Runs.Execution.Attempts;

/// <summary>
/// Runs a step's <c>verify</c> after its agent succeeded, as a durable process of its own below the attempt's folder: an exit code of 0 is the only
/// proof (design/engine.md, "Outcome and evidence"). A later server waits for the same process instead of starting it again.
/// </summary>
public sealed class AttemptVerifier(IProcessHost host, AgentEnvironment environment, ProcessLimits limits)
{
    private const int TailLength = 600;

    /// <summary>Folder of the proof below an attempt's.</summary>
    public static string FolderOf(string attemptDirectory) => Path.Combine(attemptDirectory, "verify");

    /// <summary>Folder of the proof before anything was done, below an attempt's.</summary>
    public static string BaseFolderOf(string attemptDirectory) => Path.Combine(attemptDirectory, "verify-before");

    /// <summary>Runs it to its end.</summary>
    /// <exception cref="OperationCanceledException">Detached; it works on.</exception>
    internal Task<VerifyResult> RunAsync(VerifyDefinition verify, AgentRequest request, CancellationToken detach) => RunAsync(verify, request, FolderOf(request.Directory), detach);

    /// <summary>Runs it to its end before the agent begins.</summary>
    /// <exception cref="OperationCanceledException">Detached; it works on.</exception>
    internal Task RunBaseAsync(VerifyDefinition verify, AgentRequest request, CancellationToken detach) => RunAsync(verify, request, BaseFolderOf(request.Directory), detach);

    /// <summary>What it said before the agent began; null when it was not run, or not to its end.</summary>
    internal async Task<VerifyResult?> BaseAsync(string attemptDirectory, CancellationToken cancellationToken)
    {
        var folder = BaseFolderOf(attemptDirectory);
        if (!Directory.Exists(folder) || await host.InspectAsync(folder, cancellationToken) != ProcessState.Ended)
        {
            return null;
        }

        var exit = await host.WaitForExitAsync(folder, cancellationToken);
        return exit.End == ProcessEnd.Exited ? new VerifyResult(exit.Code, null, Stopped: false, HasAnswered: true) : null;
    }

    private async Task<VerifyResult> RunAsync(VerifyDefinition verify, AgentRequest request, string folder, CancellationToken detach)
    {
        if (!Directory.Exists(folder) || await host.InspectAsync(folder, detach) == ProcessState.NeverStarted)
        {
            if (Directory.Exists(folder))
            {
                Directory.Delete(folder, recursive: true);
            }

            PrivateFiles.CreateFolder(folder);
            var script = Path.Combine(folder, "process-input.sh");
            await PrivateFiles.WriteAsync(script, verify.Run, detach);
            await host.StartAsync(
                new ProcessSpec
                {
                    AttemptId = request.AttemptId,
                    Directory = folder,
                    Command = [.. request.Shell, script],
                    WorkingDirectory = request.WorkingDirectory,
                    Environment = environment.For(request),
                    Timeout = verify.Timeout,
                    Grace = limits.Grace,
                    MaxOutputBytes = limits.MaxOutputBytes,
                },
                detach);
        }

        var exit = await host.WaitForExitAsync(folder, detach);
        var fault = exit.End switch
        {
            ProcessEnd.Exited when exit.Code == 0 => null,
            ProcessEnd.Exited => $"verify ended with exit code {exit.Code?.ToString(CultureInfo.InvariantCulture)}{await TailAsync(folder, detach)}",
            ProcessEnd.TimedOut => $"verify took longer than {verify.Timeout.TotalSeconds.ToString("0", CultureInfo.InvariantCulture)} s",
            ProcessEnd.Stopped => "verify was stopped",
            ProcessEnd.OutputLimit => "verify printed more than an attempt may",
            ProcessEnd.StartFailed or ProcessEnd.Lost or ProcessEnd.NeverStarted => $"verify did not run: {exit.Detail}",
        };
        return new VerifyResult(exit.Code, fault, exit.End == ProcessEnd.Stopped, exit.End == ProcessEnd.Exited);
    }

    /// <summary>Stops it; harmless when it has not begun.</summary>
    internal async Task StopAsync(AgentRequest request, CancellationToken cancellationToken)
    {
        foreach (var folder in (string[])[BaseFolderOf(request.Directory), FolderOf(request.Directory)])
        {
            if (Directory.Exists(folder))
            {
                await host.StopAsync(folder, cancellationToken);
            }
        }
    }

    /// <summary>What it printed last: what the next attempt and the person who looks need first.</summary>
    private static async Task<string> TailAsync(string folder, CancellationToken cancellationToken)
    {
        foreach (var name in (string[])["stderr.log", "stdout.log"])
        {
            var path = Path.Combine(folder, name);
            await using var file = UntrustedFile.TryOpen(path);
            if (file is null)
            {
                continue;
            }

            file.Seek(-Math.Min(file.Length, TailLength), SeekOrigin.End);
            var buffer = new byte[TailLength];
            var read = await file.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken);
            if (Encoding.UTF8.GetString(buffer, 0, read).Trim() is { Length: > 0 } text)
            {
                return $"; it printed: {text}";
            }
        }

        return "";
    }
}
