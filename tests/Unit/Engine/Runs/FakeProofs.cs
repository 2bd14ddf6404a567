using System.Collections.Concurrent;
using Signalbox.Engine.Processes;

namespace Signalbox.Unit.Engine.Runs;

/// <summary>The fake agents start no process; what proves their work ends at once, as the test says.</summary>
internal sealed class FakeProofs : IProcessHost
{
    private readonly ConcurrentDictionary<string, int> _exits = new(StringComparer.Ordinal);
    private readonly TaskCompletionSource _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _stopped = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Exit code of a proof; null: none may be started.</summary>
    public Func<ProcessSpec, int>? Exit { get; set; }

    /// <summary>A proof goes on until it is stopped.</summary>
    public bool Hangs { get; set; }

    /// <summary>Exit code of one that is stopped; null: there is none.</summary>
    public int? StopCode { get; set; }

    /// <summary>Ends when a proof has begun.</summary>
    public Task Begun => _begun.Task;

    /// <summary>Folders of the proofs, by the order in which they were started.</summary>
    public ConcurrentQueue<string> Started { get; } = new();

    public Task StartAsync(ProcessSpec spec, CancellationToken cancellationToken)
    {
        Started.Enqueue(spec.Directory);
        _exits[spec.Directory] = Exit?.Invoke(spec) ?? throw new InvalidOperationException("a fake agent starts no process");
        _begun.TrySetResult();
        return Task.CompletedTask;
    }

    public Task<ProcessState> InspectAsync(string directory, CancellationToken cancellationToken) => Task.FromResult(
        !_exits.ContainsKey(directory) ? ProcessState.NeverStarted : Hangs && !_stopped.Task.IsCompleted ? ProcessState.Running : ProcessState.Ended);

    public ProcessIdentity? ReadIdentity(string directory) => new("boot", 1, 2, 3);

    public async Task<ProcessExit> WaitForExitAsync(string directory, CancellationToken cancellationToken)
    {
        if (!Hangs)
        {
            return new ProcessExit(ProcessEnd.Exited, _exits[directory], null);
        }

        await _stopped.Task.WaitAsync(cancellationToken);
        return new ProcessExit(ProcessEnd.Stopped, StopCode, null);
    }

    public Task<ProcessExit> StopAsync(string directory, CancellationToken cancellationToken)
    {
        _stopped.TrySetResult();
        return Task.FromResult(new ProcessExit(ProcessEnd.Stopped, null, null));
    }
}
