using Signalbox.Engine.Agents;

namespace Signalbox.Bench.Steps;

/// <summary>An agent whose work is done when it is asked for.</summary>
internal sealed class NoOpAgent : IAgent
{
    private static readonly Task<AgentResult> Done = Task.FromResult(new AgentResult { Outcome = AgentOutcome.Succeeded, ExitCode = 0 });
    private long _calls;

    public string Id => "shell";

    /// <summary>How often it was asked: as often as there are steps, or the time is of something else.</summary>
    public long Calls => Interlocked.Read(ref _calls);

    public Task<AgentResult> RunAsync(AgentRequest request, IAgentSink sink, CancellationToken detach)
    {
        Interlocked.Increment(ref _calls);
        return Done;
    }

    public Task StopAsync(AgentRequest request, CancellationToken cancellationToken) => Task.CompletedTask;
}
