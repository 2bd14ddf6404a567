using Signalbox.Engine.Agents;

namespace Signalbox.Engine.Runs;

/// <summary>Stands in for an agent whose answer to the same question is known.</summary>
internal sealed class CachedAnswer(string id, CachedResponse response) : IAgent
{
    public string Id => id;

    public Task<AgentResult> RunAsync(AgentRequest request, IAgentSink sink, CancellationToken detach) => Task.FromResult(new AgentResult
    {
        Outcome = AgentOutcome.Succeeded,
        FinalText = response.FinalText,
        OutputText = response.OutputText,
        Structured = response.Structured,
        Model = response.Model,
    });

    public Task StopAsync(AgentRequest request, CancellationToken cancellationToken) => Task.CompletedTask;
}
