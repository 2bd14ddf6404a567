namespace Signalbox.Engine.Agents;

/// <summary>Something that can do a step: a coding agent's CLI or a shell (design/agents.md).</summary>
public interface IAgent
{
    /// <summary>The id that workflows name, such as <c>claude</c>.</summary>
    string Id { get; }

    /// <summary>
    /// Does the work of one attempt, or goes on with one that an earlier server started (<see cref="AgentRequest.Reattach"/>).
    /// Cancelling <paramref name="detach"/> leaves the process running and throws <see cref="OperationCanceledException"/>: the next server re-attaches.
    /// <see cref="AttemptTakenOverException"/> means the same when another server holds the run by now. To end the work use <see cref="StopAsync"/>; this call then returns the result with that outcome.
    /// </summary>
    Task<AgentResult> RunAsync(AgentRequest request, IAgentSink sink, CancellationToken detach);

    /// <summary>
    /// Why the agent cannot keep to a step's tools, as a sentence that says what to do; null when it can. One that does not say that it can
    /// cannot: a step that says "only these tools" never runs with all.
    /// </summary>
    string? RefuseTools(AgentTools tools) => $"{Id} cannot be held to a list of tools nor be given MCP servers: leave 'tools' out, or let claude, copilot or gemini do the step";

    /// <summary>Stops the attempt's whole process tree; completes when nothing of it is alive. Harmless when it has ended.</summary>
    Task StopAsync(AgentRequest request, CancellationToken cancellationToken);
}
