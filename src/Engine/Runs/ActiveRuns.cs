using System.Collections.Concurrent;
using Signalbox.Engine.Identity;

namespace Signalbox.Engine.Runs;

/// <summary>The runs that executors of this process hold.</summary>
public sealed class ActiveRuns
{
    private readonly ConcurrentDictionary<RunId, ActiveRun> _runs = new();

    /// <summary>Claim tokens of the runs held here: a run whose token is not among them is held by nobody of this process.</summary>
    public IReadOnlyCollection<string> Nodes => [.. _runs.Values.Select(r => r.Node)];

    /// <summary>How many are held.</summary>
    public int Count => _runs.Count;

    /// <summary>Tells the executor of this run, if it is here, that the run was woken.</summary>
    public void Signal(RunId id, long wake)
    {
        if (_runs.TryGetValue(id, out var run))
        {
            run.Signal(wake);
        }
    }

    internal ActiveRun? TryAdd(RunId id, string node)
    {
        var run = new ActiveRun(node);
        return _runs.TryAdd(id, run) ? run : null;
    }

    internal void Remove(RunId id) => _runs.TryRemove(id, out _);
}
