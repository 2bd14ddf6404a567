using System.Collections.Concurrent;
using System.Threading.Channels;
using Signalbox.Engine.Agents;

namespace Signalbox.Unit.Engine.Runs;

/// <summary>An agent whose work ends when and how the test says.</summary>
internal sealed class FakeAgent : IAgent
{
    private readonly ConcurrentDictionary<string, TaskCompletionSource<AgentResult>> _work = new(StringComparer.Ordinal);
    private readonly Channel<AgentRequest> _begun = Channel.CreateUnbounded<AgentRequest>();

    public string Id => "shell";

    /// <summary>Ends every attempt at once with this; null: the test ends each.</summary>
    public Func<AgentRequest, AgentResult>? Automatic { get; set; }

    /// <summary>Whether it can be held to a list of tools.</summary>
    public bool KeepsToTools { get; set; }

    public string? RefuseTools(AgentTools tools) => KeepsToTools ? null : "it has no list of tools: leave 'tools' out";

    public ConcurrentQueue<AgentRequest> Begun { get; } = new();

    public static AgentResult Success { get; } = new() { Outcome = AgentOutcome.Succeeded, ExitCode = 0 };

    public static AgentResult Failure { get; } = new() { Outcome = AgentOutcome.Failed, ExitCode = 3, Error = new AgentError("exit_code", "the script ended with exit code 3", Retryable: true) };

    public static AgentResult NeverStarted { get; } = new() { Outcome = AgentOutcome.Interrupted, Error = new AgentError("never_started", "it was never started", Retryable: true) };

    /// <summary>Waits for the next attempt to begin (or be taken up again).</summary>
    public async Task<AgentRequest> NextAsync() => await _begun.Reader.ReadAsync(TestContext.Current.CancellationToken);

    public void End(AgentRequest request, AgentResult result) => Work(request).TrySetResult(result);

    public async Task<AgentResult> RunAsync(AgentRequest request, IAgentSink sink, CancellationToken detach)
    {
        Begun.Enqueue(request);
        sink.OnEvent(new AgentEvent.Started(42));
        if (Automatic is not null)
        {
            Work(request).TrySetResult(Automatic(request));
        }

        _begun.Writer.TryWrite(request);
        return await Work(request).Task.WaitAsync(detach);
    }

    public Task StopAsync(AgentRequest request, CancellationToken cancellationToken)
    {
        Work(request).TrySetResult(new AgentResult { Outcome = AgentOutcome.Stopped });
        return Task.CompletedTask;
    }

    private TaskCompletionSource<AgentResult> Work(AgentRequest request) =>
        _work.GetOrAdd(request.AttemptId.Value, _ => new TaskCompletionSource<AgentResult>(TaskCreationOptions.RunContinuationsAsynchronously));
}
