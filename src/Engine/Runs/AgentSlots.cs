namespace Signalbox.Engine.Runs;

/// <summary>How many attempts of one agent are at work on this server at once (design/engine.md, Limits): its capacity. First come, first served.</summary>
/// <param name="capacity">Places an agent; null: no limit.</param>
public sealed class AgentSlots(int? capacity)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, int> _busy = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Queue<Action>> _waiting = new(StringComparer.Ordinal);

    /// <summary>Places an agent has; null: no limit.</summary>
    public int? Capacity => capacity;

    /// <summary>Takes a place. When there is none, <paramref name="free"/> is called once when one may be.</summary>
    internal bool TryEnter(string agent, Action free)
    {
        lock (_lock)
        {
            if (capacity is { } places && _busy.GetValueOrDefault(agent) >= places)
            {
                if (!_waiting.TryGetValue(agent, out var queue))
                {
                    _waiting[agent] = queue = new Queue<Action>();
                }

                queue.Enqueue(free);
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

    /// <summary>Gives a place back.</summary>
    internal void Leave(string agent)
    {
        Action? next = null;
        lock (_lock)
        {
            _busy[agent]--;
            if (_waiting.TryGetValue(agent, out var queue))
            {
                queue.TryDequeue(out next);
            }
        }

        next?.Invoke();
    }
}
