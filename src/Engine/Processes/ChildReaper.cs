using System.Collections.Concurrent;
using System.Runtime.InteropServices;

namespace Signalbox.Engine.Processes;

/// <summary>
/// Reaps the supervisors that this server started, and tells who waits at once. .NET reaps only what its own
/// process class started, and only by id, so that the two do not meet.
/// </summary>
internal sealed class ChildReaper : IDisposable
{
    private readonly ConcurrentDictionary<int, TaskCompletionSource<int>> _children = new();
    private readonly PosixSignalRegistration _registration;

    public ChildReaper() => _registration = OperatingSystem.IsWindows()
        ? throw new PlatformNotSupportedException(DurableProcessHost.LinuxOnly)
        : PosixSignalRegistration.Create(PosixSignal.SIGCHLD, _ => ReapEnded());

    /// <summary>Completes with the exit code of a child of this process.</summary>
    public Task<int> Watch(int pid)
    {
        var ended = _children.GetOrAdd(pid, _ => new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously));
        Reap(pid, ended); // it may have ended before anybody watched
        return ended.Task;
    }

    /// <summary>Completes when this child ends, or at once after a pause for a process that is no child of ours.</summary>
    public Task WaitAsync(int pid, Task pause) => _children.TryGetValue(pid, out var ended) ? Task.WhenAny(ended.Task, pause) : pause;

    public void Dispose()
    {
        _registration.Dispose();
        ReapEnded();
    }

    private void ReapEnded()
    {
        foreach (var (pid, ended) in _children)
        {
            Reap(pid, ended);
        }
    }

    private void Reap(int pid, TaskCompletionSource<int> ended)
    {
        // One at a time, or the second would find no child and not the first one's code.
        lock (ended)
        {
            if (ended.Task.IsCompleted)
            {
                return;
            }

            var reaped = Posix.Reap(pid, out var exitCode);
            if (reaped != 0)
            {
                // None: a server that was started with SIGCHLD ignored has its children reaped by the runtime, code and all.
                _ = _children.TryRemove(pid, out _);
                _ = ended.TrySetResult(reaped == pid ? exitCode : -1);
            }
        }
    }
}
