using System.Globalization;
using Microsoft.Extensions.Logging;

namespace Signalbox.Engine.Processes;

/// <summary>
/// Runs processes under supervisors (design/engine.md, "Agent processes outlive the server"). It keeps nothing that
/// matters in memory: another instance, in another server, goes on from the attempt's folder alone. Linux only.
/// </summary>
public sealed partial class DurableProcessHost(
    ProcessHostOptions options, SupervisorInstaller installer, TimeProvider time, ILogger<DurableProcessHost> logger) : IProcessHost, IDisposable
{
    /// <summary>Why nothing starts elsewhere.</summary>
    internal const string LinuxOnly = "Command-line and shell agents need Linux: Signalbox cannot keep their processes under control on this system.";

    private const string FilesRemoved = "The files that say how it runs were removed while it ran.";

    private static readonly TimeSpan StartPoll = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan ExitPoll = TimeSpan.FromMilliseconds(50);

    private readonly Lazy<ChildReaper> _reaper = new(() => new ChildReaper());

    /// <inheritdoc/>
    /// <remarks>
    /// Cancelled after the supervisor's start it leaves the process running: <see cref="InspectAsync"/> and
    /// <see cref="StopAsync"/> say and do what is to be done about it.
    /// </remarks>
    /// <exception cref="PlatformNotSupportedException">This is not Linux.</exception>
    /// <exception cref="InvalidOperationException">The folder has held a process before, or Signalbox is not installed whole.</exception>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    public async Task StartAsync(ProcessSpec spec, CancellationToken cancellationToken)
    {
        RequireLinux();
        cancellationToken.ThrowIfCancellationRequested();
        var program = installer.EnsureInstalled();
        var folder = AttemptFolder.CreateFolder(spec.Directory);
        if (folder.ReadClaim() is not null)
        {
            throw new InvalidOperationException($"Nothing can start in '{spec.Directory}': its place is taken");
        }

        AttemptFolder.WriteFiles(folder, spec);
        if (AttemptFolder.FindFault(spec) is { } fault)
        {
            AttemptFolder.RecordStartFailure(folder, fault);
            return;
        }

        var error = new PosixSpawn
        {
            Program = program.Dotnet,
            Arguments = [program.Dotnet, program.Library, folder.Path],
            // Nothing of the server's own, no diagnostics socket, and the marker by which a sweep would find it
            Environment = new Dictionary<string, string>(StringComparer.Ordinal)
            {
                [ProcessFolder.MarkerName] = spec.AttemptId.Value,
                ["DOTNET_EnableDiagnostics"] = "0",
                ["DOTNET_NOLOGO"] = "1",
            },
            WorkingDirectory = "/",
            NewSession = true,
            BlockedSignals = Posix.SignalSet(Posix.SupervisorSignals),
        }.Start(out var pid);
        if (error != 0)
        {
            AttemptFolder.RecordStartFailure(folder, $"The supervisor could not be started: {Posix.Describe(error)}.");
            return;
        }

        LogStarted(logger, spec.AttemptId.Value, pid);
        await WaitForStartAsync(folder, pid, cancellationToken);
    }

    /// <inheritdoc/>
    public Task<ProcessState> InspectAsync(string directory, CancellationToken cancellationToken)
    {
        RequireLinux();
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult(Look(AttemptFolder.CreateFolder(directory)));
    }

    /// <inheritdoc/>
    public ProcessIdentity? ReadIdentity(string directory) => AttemptFolder.ReadText(ProcessFolder.Of(directory).Identity) is { } text ? ProcessIdentityFile.Parse(text) : null;

    /// <inheritdoc/>
    public async Task<ProcessExit> WaitForExitAsync(string directory, CancellationToken cancellationToken)
    {
        RequireLinux();
        var folder = AttemptFolder.CreateFolder(directory);
        var ran = false;
        while (true)
        {
            switch (Look(folder))
            {
                case ProcessState.Ended:
                    AttemptFolder.RemoveLaunch(folder); // it carries the environment
                    return AttemptFolder.ReadExit(folder);
                case ProcessState.NeverStarted when ran:
                    return new ProcessExit(ProcessEnd.Lost, null, FilesRemoved);
                case ProcessState.NeverStarted:
                    AttemptFolder.RemoveLaunch(folder);
                    return new ProcessExit(ProcessEnd.StartFailed, null, "It was never started.");
                case ProcessState.Lost:
                    return await SweepAsync(folder, cancellationToken);
                case ProcessState.Running:
                    ran = true;
                    await WaitForNewsAsync(folder, cancellationToken);
                    break;
            }
        }
    }

    /// <inheritdoc/>
    public async Task<ProcessExit> StopAsync(string directory, CancellationToken cancellationToken)
    {
        RequireLinux();
        var folder = AttemptFolder.CreateFolder(directory);
        switch (Look(folder))
        {
            case ProcessState.NeverStarted:
                AttemptFolder.RemoveLaunch(folder);
                return new ProcessExit(ProcessEnd.Stopped, null, "It had not been started.");
            case ProcessState.Running when SupervisorClaim.TryParse(folder.ReadClaim(), out var supervisor):
                LogStopping(logger, supervisor.Pid);
                _ = Posix.Kill(supervisor.Pid, Posix.SIGTERM);
                _ = Posix.Kill(supervisor.Pid, Posix.SIGCONT); // an agent may have stopped it: it runs as the same user
                break;
            case ProcessState.Running:
            case ProcessState.Ended:
            case ProcessState.Lost:
                break;
        }

        return await WaitForExitAsync(directory, cancellationToken);
    }

    /// <summary>Stops reaping. The processes go on.</summary>
    public void Dispose()
    {
        if (_reaper.IsValueCreated)
        {
            _reaper.Value.Dispose();
        }
    }

    private static void RequireLinux()
    {
        if (!OperatingSystem.IsLinux())
        {
            throw new PlatformNotSupportedException(LinuxOnly);
        }
    }

    /// <summary>What the folder says, unless somebody has removed its files: a supervisor that lives all the same has run something.</summary>
    private static ProcessState Look(ProcessFolder folder)
    {
        ProcessState state;
        try
        {
            state = AttemptFolder.Inspect(folder);
        }
        catch (IOException) when (!Directory.Exists(folder.Path))
        {
            state = ProcessState.NeverStarted;
        }

        return state == ProcessState.NeverStarted && SupervisorSearch.Find(folder) is not null ? ProcessState.Lost : state;
    }

    private async Task WaitForStartAsync(ProcessFolder folder, int pid, CancellationToken cancellationToken)
    {
        var ended = _reaper.Value.Watch(pid);
        var begun = time.GetTimestamp();
        while (!AttemptFolder.HasStarted(folder))
        {
            if (ended.IsCompleted)
            {
                await FailStartAsync(folder, await ended, cancellationToken);
                return;
            }

            // It was there from the beginning, and only the start renames it
            if (!File.Exists(folder.IdentityPending))
            {
                return; // renamed between the two looks, or removed by what has started: the wait for its end says which
            }

            if (time.GetElapsedTime(begun) > options.StartTimeout)
            {
                // With its place taken from it, it can start nothing any more.
                _ = folder.TryClaim(ProcessFolder.Revoked);
                _ = Posix.Kill(pid, Posix.SIGKILL);
                await FailStartAsync(folder, await ended.WaitAsync(cancellationToken), cancellationToken);
                return;
            }

            _ = await Task.WhenAny(ended, Task.Delay(StartPoll, time, cancellationToken));
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    private async Task FailStartAsync(ProcessFolder folder, int exitCode, CancellationToken cancellationToken)
    {
        // It may have recorded all between the last look and its end; or a server has inspected the folder and taken the place.
        if (AttemptFolder.HasStarted(folder))
        {
            return;
        }

        if (string.Equals(folder.ReadClaim(), ProcessFolder.Revoked, StringComparison.Ordinal))
        {
            AttemptFolder.RecordStartFailure(folder, "The start was called off before the supervisor was ready.");
            return;
        }

        if (exitCode > 128 && SupervisorClaim.TryParse(folder.ReadClaim(), out _))
        {
            return; // killed while it started the process: that is lost, not a program that cannot be started
        }

        _ = await SurvivorSweep.RunAsync(AttemptFolder.ReadText(folder.Attempt) ?? "", time, cancellationToken);
        AttemptFolder.RecordStartFailure(folder, string.Create(
            CultureInfo.InvariantCulture, $"The supervisor ended (exit code {exitCode}) before it had started the process: is the .NET runtime of the server whole?"));
    }

    private async Task<ProcessExit> SweepAsync(ProcessFolder folder, CancellationToken cancellationToken)
    {
        if (await SupervisorSearch.StopAsync(folder, time, cancellationToken))
        {
            return new ProcessExit(ProcessEnd.Lost, null, FilesRemoved + " It has been stopped.");
        }

        var killed = AttemptFolder.ReadText(folder.Attempt) is { } attempt ? await SurvivorSweep.RunAsync(attempt, time, cancellationToken) : 0;
        LogLost(logger, folder.Path, killed);
        AttemptFolder.RemoveLaunch(folder);
        var detail = killed switch
        {
            0 => "Its supervisor ended without a record: it was killed, or the machine was restarted.",
            1 => "Its supervisor was killed; the process that it left behind has been killed.",
            _ => string.Create(CultureInfo.InvariantCulture, $"Its supervisor was killed; the {killed} processes that it left behind have been killed."),
        };
        return new ProcessExit(ProcessEnd.Lost, null, detail);
    }

    /// <summary>The end of this server's own child is news at once; another server's is looked at now and then.</summary>
    private async Task WaitForNewsAsync(ProcessFolder folder, CancellationToken cancellationToken)
    {
        var pause = Task.Delay(ExitPoll, time, cancellationToken);
        if (SupervisorClaim.TryParse(folder.ReadClaim(), out var supervisor))
        {
            supervisor.WakeIfStopped();
            await _reaper.Value.WaitAsync(supervisor.Pid, pause);
        }
        else
        {
            await pause;
        }

        cancellationToken.ThrowIfCancellationRequested();
    }

    [LoggerMessage(2100, LogLevel.Debug, "Attempt {AttemptId} runs under supervisor {Pid}")]
    private static partial void LogStarted(ILogger logger, string attemptId, int pid);

    [LoggerMessage(2101, LogLevel.Information, "Stopping the processes of supervisor {Pid}")]
    private static partial void LogStopping(ILogger logger, int pid);

    [LoggerMessage(2102, LogLevel.Warning, "The supervisor of {Folder} is gone without a record; {Killed} processes were left and have been killed")]
    private static partial void LogLost(ILogger logger, string folder, int killed);
}
