using System.Collections.Concurrent;
using Signalbox.Engine.Identity;

namespace Signalbox.Engine.Runs.Execution;

/// <summary>The runs that executors of this process hold.</summary>
public sealed class ActiveRuns
{
    private readonly ConcurrentDictionary<RunId, ActiveRun> _runs = new();
    private readonly ConcurrentDictionary<RunId, bool> _behind = new();

    /// <summary>Claim tokens of the runs held here: a run whose token is not among them is held by nobody of this process.</summary>
    public IReadOnlyCollection<string> Nodes => [.. _runs.Values.Select(r => r.Node)];

    /// <summary>How many are held.</summary>
    public int Count => _runs.Count;

    /// <summary>Runs of which a document could not be written.</summary>
    internal IReadOnlyCollection<RunId> Behind => [.. _behind.Keys];

    /// <summary>Says that a document of the run could not be written; false when that was known.</summary>
    internal bool IsBehind(RunId id) => _behind.TryAdd(id, true);

    /// <summary>Says that the run's documents say what its rows say.</summary>
    internal void IsUpToDate(RunId id) => _behind.TryRemove(id, out _);

    /// <summary>Tells the executor of this run, if it is here, that the run was woken.</summary>
    public void Signal(RunId id, long wake)
    {
        if (_runs.TryGetValue(id, out var run))
        {
            run.Signal(wake);
        }
    }

    /// <summary>Takes the place of this run; null when an executor has it, which then looks once more when it is done.</summary>
    internal ActiveRun? TryAdd(RunId id, string node)
    {
        var run = new ActiveRun(node);
        while (true)
        {
            var there = _runs.GetOrAdd(id, run);
            if (there == run)
            {
                return run;
            }

            there.Ask();
            if (_runs.TryGetValue(id, out var still) && still == there)
            {
                return null;
            }
        }
    }

    /// <summary>Gives the place back; true when somebody asked for it meanwhile.</summary>
    internal bool Remove(RunId id) => _runs.TryRemove(id, out var run) && run.IsAsked;
}
