using Signalbox.Engine.Logs;
using Signalbox.Engine.Logs.Masking;
using Signalbox.Engine.Processes;

namespace Signalbox.Engine.Agents;

/// <summary>
/// Runs the process of an attempt, or goes on with one that an earlier server started, and stores what it writes. Shared by all agents
/// that are processes (design/engine.md, "Agent processes outlive the server").
/// </summary>
/// <param name="host">Starts and ends processes.</param>
/// <param name="pump">Stores their output.</param>
/// <param name="environment">What every agent gets.</param>
/// <param name="limits">Grace and output limit of each process.</param>
/// <param name="time">Clock.</param>
public sealed class AttemptRunner(IProcessHost host, LogPump pump, AgentEnvironment environment, ProcessLimits limits, TimeProvider time)
{
    private static readonly TimeSpan FollowInterval = TimeSpan.FromMilliseconds(250);

    /// <summary>Runs the process to its end. Both streams are stored and marked complete when this returns.</summary>
    /// <param name="request">The attempt.</param>
    /// <param name="command">Program and arguments; not used on re-attach.</param>
    /// <param name="inputFile">File for standard input; null reads from nothing.</param>
    /// <param name="onStdout">Takes the bytes of standard output from its first one as they come; null when nobody reads along.</param>
    /// <param name="sink">Told when the process runs.</param>
    /// <param name="detach">Leaves everything running.</param>
    /// <exception cref="OperationCanceledException">Detached; what was not stored yet is stored by the next server.</exception>
    /// <exception cref="AttemptTakenOverException">Another server holds the run.</exception>
    internal async Task<ProcessExit> RunAsync(AgentRequest request, IReadOnlyList<string> command, string? inputFile, Action<ReadOnlyMemory<byte>>? onStdout, IAgentSink sink, CancellationToken detach)
    {
        var neverStarted = false;
        if (request.Reattach)
        {
            neverStarted = await host.InspectAsync(request.Directory, detach) == ProcessState.NeverStarted;
        }
        else
        {
            await host.StartAsync(Spec(request, command, inputFile), detach);
        }

        var masker = SecretMasker.Create(request.Secrets);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(detach);
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var exit = WaitAsync();
        List<Task> work = [exit, PumpAsync(LogStream.Stdout), PumpAsync(LogStream.Stderr)];
        if (onStdout is not null)
        {
            work.Add(FollowAsync(OutputFile.Stdout(request.Directory), onStdout, ended.Task, stop.Token));
        }

        await AllOrFirstFaultAsync(work, stop);
        return await exit;

        async Task<ProcessExit> WaitAsync()
        {
            if (host.ReadIdentity(request.Directory) is { } identity)
            {
                sink.OnEvent(new AgentEvent.Started(identity.AgentPid));
            }

            var result = neverStarted
                ? new ProcessExit(ProcessEnd.NeverStarted, Code: null, "it was never started, because the server stopped just before")
                : await host.WaitForExitAsync(request.Directory, stop.Token);
            // Only a known end lets the pumps mark their streams complete.
            ended.SetResult();
            return result;
        }

        Task PumpAsync(LogStream stream) => StoreAsync(request, stream, masker, ended.Task, stop.Token);
    }

    /// <summary>Marks both streams of an attempt complete that ended before its process began.</summary>
    internal async Task CompleteEmptyAsync(AgentRequest request, CancellationToken detach)
    {
        await StoreAsync(request, LogStream.Stdout, SecretMasker.None, Task.CompletedTask, detach);
        await StoreAsync(request, LogStream.Stderr, SecretMasker.None, Task.CompletedTask, detach);
    }

    /// <summary>Stops the attempt's whole tree; completes when nothing of it is alive.</summary>
    internal Task StopAsync(AgentRequest request, CancellationToken cancellationToken) => host.StopAsync(request.Directory, cancellationToken);

    private ProcessSpec Spec(AgentRequest request, IReadOnlyList<string> command, string? inputFile) => new()
    {
        AttemptId = request.AttemptId,
        Directory = request.Directory,
        Command = command,
        WorkingDirectory = request.WorkingDirectory,
        Environment = environment.For(request),
        StandardInputFile = inputFile,
        Timeout = request.Timeout,
        Grace = limits.Grace,
        MaxOutputBytes = limits.MaxOutputBytes,
    };

    private async Task StoreAsync(AgentRequest request, LogStream stream, SecretMasker masker, Task ended, CancellationToken cancellationToken)
    {
        var file = stream == LogStream.Stdout ? OutputFile.Stdout(request.Directory) : OutputFile.Stderr(request.Directory);
        var source = new LogSource(request.RunId, request.Epoch, request.AttemptId, stream, file) { Masker = masker };
        var result = await pump.RunAsync(source, ended, cancellationToken);
        if (result.End == LogPumpEnd.Refused)
        {
            throw new AttemptTakenOverException($"attempt {request.AttemptId} is held by another server: its log was not written");
        }
    }

    private async Task FollowAsync(string path, Action<ReadOnlyMemory<byte>> onBytes, Task ended, CancellationToken cancellationToken)
    {
        var buffer = new byte[64 * 1024];
        FileStream? file = null;
        try
        {
            while (true)
            {
                // Looked at before reading: what was written before the end is read after it.
                var isLast = ended.IsCompleted;
                file ??= OutputFile.Open(path);
                for (int read; file is not null && (read = await file.ReadAsync(buffer, cancellationToken)) > 0;)
                {
                    onBytes(buffer.AsMemory(0, read));
                }

                if (isLast)
                {
                    return;
                }

                await Task.WhenAny(ended, Task.Delay(FollowInterval, time, cancellationToken));
                cancellationToken.ThrowIfCancellationRequested();
            }
        }
        finally
        {
            if (file is not null)
            {
                await file.DisposeAsync();
            }
        }
    }

    /// <summary>A reader that fails must not wait for a process that runs for hours: the first fault ends the others and is thrown.</summary>
    private static async Task AllOrFirstFaultAsync(List<Task> work, CancellationTokenSource stop)
    {
        while (work.Count > 0)
        {
            var done = await Task.WhenAny(work);
            work.Remove(done);
            if (!done.IsCompletedSuccessfully)
            {
                await stop.CancelAsync();
                await Task.WhenAll(work).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                await done;
            }
        }
    }
}
