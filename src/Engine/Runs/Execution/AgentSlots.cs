namespace Signalbox.Engine.Runs.Execution;

/// <summary>How many attempts of one agent are at work on this server at once (design/engine.md, Limits): its capacity.</summary>
/// <param name="most">Places that every agent has at most; null: no limit.</param>
/// <param name="own">Capacity that the registry gives an agent; null: none of its own.</param>
public sealed class AgentSlots(int? most, Func<string, int?>? own = null)
{
    private int? _most = most;
    private readonly Lock _lock = new();
    private readonly Dictionary<string, int> _busy = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<Action>> _waiting = new(StringComparer.Ordinal);

    /// <summary>Places that an agent has; null: no limit.</summary>
    public int? PlacesOf(string agent) => (_most, own?.Invoke(agent)) switch
    {
        ({ } all, { } its) => Math.Min(all, its),
        var (all, its) => all ?? its,
    };

    /// <summary>Another number of places for attempts that begin from now on; all that wait ask again.</summary>
    public void Change(int? most)
    {
        List<Action> told;
        lock (_lock)
        {
            _most = most;
            told = [.. _waiting.Values.SelectMany(w => w)];
            _waiting.Clear();
        }

        told.ForEach(one => one());
    }

    /// <summary>
    /// Takes a place. When there is none, <paramref name="free"/> is called once when one may be; however often the same one asks until then, it waits once.
    /// </summary>
    internal bool TryEnter(string agent, Action free)
    {
        lock (_lock)
        {
            if (PlacesOf(agent) is { } places && _busy.GetValueOrDefault(agent) >= places)
            {
                if (!_waiting.TryGetValue(agent, out var queue))
                {
                    _waiting[agent] = queue = [];
                }

                if (!queue.Contains(free))
                {
                    queue.Add(free);
                }

                return false;
            }

            _busy[agent] = _busy.GetValueOrDefault(agent) + 1;
            return true;
        }
    }

    /// <summary>Takes a place for an attempt that is at work already, free or not.</summary>
    internal void Enter(string agent)
    {
        lock (_lock)
        {
            _busy[agent] = _busy.GetValueOrDefault(agent) + 1;
        }
    }

    /// <summary>
    /// Gives a place back and tells all that wait for one, in the order in which they came; who still finds none waits again. Those that have ended or need none any
    /// more would let a place go unused if only as many were told as are free.
    /// </summary>
    internal void Leave(string agent)
    {
        List<Action>? told;
        lock (_lock)
        {
            _busy[agent]--;
            _waiting.Remove(agent, out told);
        }

        told?.ForEach(one => one());
    }
}
