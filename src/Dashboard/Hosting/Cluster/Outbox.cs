using Signalbox.Engine.Identity;

namespace Signalbox.Dashboard.Hosting.Cluster;

/// <summary>What is to be told to the other servers: of many changes of a run, one message.</summary>
internal sealed class Outbox
{
    private readonly Lock _lock = new();
    private readonly Dictionary<RunId, long> _runs = [];
    private bool _workflows;
    private bool _metrics;
    private TaskCompletionSource _news = NewSource();

    /// <summary>A run has events after this sequence; null: it changed without any.</summary>
    public void Add(RunId run, long? after)
    {
        lock (_lock)
        {
            var from = after ?? long.MaxValue;
            _runs[run] = _runs.TryGetValue(run, out var earlier) ? Math.Min(earlier, from) : from;
            _news.TrySetResult();
        }
    }

    /// <summary>Workflows or repositories changed.</summary>
    public void AddWorkflows()
    {
        lock (_lock)
        {
            _workflows = true;
            _news.TrySetResult();
        }
    }

    /// <summary>Metrics, targets or links changed.</summary>
    public void AddMetrics()
    {
        lock (_lock)
        {
            _metrics = true;
            _news.TrySetResult();
        }
    }

    /// <summary>Completes when there is something to tell.</summary>
    public Task WaitAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return _news.Task.WaitAsync(cancellationToken);
        }
    }

    /// <summary>The messages, which are then no longer here.</summary>
    public IReadOnlyList<string> Take(string instance)
    {
        lock (_lock)
        {
            List<string> messages = [.. _runs.Select(r => NodeMessage.Changed(instance, r.Key, r.Value))];
            if (_workflows)
            {
                messages.Add(NodeMessage.Workflows(instance));
            }

            if (_metrics)
            {
                messages.Add(NodeMessage.Metrics(instance));
            }

            _runs.Clear();
            (_workflows, _metrics) = (false, false);
            _news = NewSource();
            return messages;
        }
    }

    private static TaskCompletionSource NewSource() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
