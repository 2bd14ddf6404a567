using Signalbox.Engine.Agents;

namespace Signalbox.Unit.Engine.Agents;

/// <summary>Keeps what an agent reports; a test can wait for an event.</summary>
internal sealed class RecordingSink : IAgentSink
{
    private readonly Lock _gate = new();
    private readonly List<AgentEvent> _events = [];
    private readonly List<(Type Type, TaskCompletionSource Signal)> _waiting = [];

    public IReadOnlyList<AgentEvent> Events
    {
        get
        {
            lock (_gate)
            {
                return [.. _events];
            }
        }
    }

    public void OnEvent(AgentEvent agentEvent)
    {
        lock (_gate)
        {
            _events.Add(agentEvent);
            foreach (var (_, signal) in _waiting.Where(waiting => waiting.Type == agentEvent.GetType()))
            {
                signal.TrySetResult();
            }
        }
    }

    public Task WaitForAsync<T>(CancellationToken cancellationToken)
        where T : AgentEvent
    {
        lock (_gate)
        {
            var signal = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            if (_events.OfType<T>().Any())
            {
                signal.SetResult();
            }

            _waiting.Add((typeof(T), signal));
            return signal.Task.WaitAsync(TimeSpan.FromSeconds(30), cancellationToken);
        }
    }
}
