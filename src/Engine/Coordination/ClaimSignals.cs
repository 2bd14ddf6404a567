using System.Collections.Concurrent;
using Signalbox.Engine.Identity;

namespace Signalbox.Engine.Coordination;

/// <summary>Tells who waits in this process that a claim changed, and lets one writer at a time append to an attempt's files.</summary>
public sealed class ClaimSignals : IDisposable
{
    private readonly ConcurrentDictionary<AttemptId, TaskCompletionSource> _waiting = new();

    // A few for all attempts: that two share one costs a moment, that each has its own would cost memory for ever.
    private readonly SemaphoreSlim[] _writers = [.. Enumerable.Range(0, 64).Select(_ => new SemaphoreSlim(1, 1))];

    /// <summary>Completes when the claim of this attempt changes. Ask before reading the claim: what comes in between is not lost.</summary>
    internal Task Next(AttemptId attempt) => _waiting.GetOrAdd(attempt, _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;

    /// <summary>Nobody waits for this attempt any more.</summary>
    internal void Forget(AttemptId attempt) => _waiting.TryRemove(attempt, out _);

    /// <summary>The claim of this attempt changed; to be called after the commit.</summary>
    internal void Announce(AttemptId attempt)
    {
        if (_waiting.TryRemove(attempt, out var waiting))
        {
            waiting.TrySetResult();
        }
    }

    /// <summary>The one that may write files of this attempt, or end it.</summary>
    internal SemaphoreSlim Writer(AttemptId attempt) => _writers[(uint)attempt.GetHashCode() % (uint)_writers.Length];

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var writer in _writers)
        {
            writer.Dispose();
        }
    }
}
